import { formatAmount } from '@waiaas/core';

const FRACTION_DIGITS = 18;
/** Nothing that is traded costs a trillion dollars a unit; whoever says so is broken or lying. */
const ABSURD_SCALED = 10n ** BigInt(12 + FRACTION_DIGITS);
const NUMBER = /^(\d{1,60})(?:\.(\d{1,60}))?(?:[eE]([+-]?\d{1,2}))?$/;

function ceilDivide(value: bigint, divisor: bigint): bigint {
  return (value + divisor - 1n) / divisor;
}

/** Units of 10^-18 USD. The text must be one that `parseUsdPrice` gave. */
export function scaledUsd(usd: string): bigint {
  const [whole = '0', fraction = ''] = usd.split('.');
  return BigInt(whole + fraction.padEnd(FRACTION_DIGITS, '0'));
}

/**
 * A price as a plain decimal, exactly as written; digits beyond the 18th after the point are rounded up, because a price that is
 * too high only asks for more consent. Undefined for anything that is no positive, believable number.
 */
export function parseUsdPrice(text: string): string | undefined {
  const match = NUMBER.exec(text);
  if (match === null) return undefined;
  const [, whole = '', fraction = '', exponent = '0'] = match;
  const shift = FRACTION_DIGITS - fraction.length + Number(exponent);
  const digits = BigInt(whole + fraction);
  const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : ceilDivide(digits, 10n ** BigInt(-shift));
  return scaled > 0n && scaled < ABSURD_SCALED ? formatAmount(scaled, FRACTION_DIGITS) : undefined;
}
