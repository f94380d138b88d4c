/** The largest amount any supported asset can hold: 2^256 - 1 base units. */
export const MAX_AMOUNT = (1n << 256n) - 1n;

const DIGITS = /^[0-9]{1,90}$/;
const HUMAN = /^([0-9]{1,90})(?:\.([0-9]{1,90}))?$/;

/** Base units from decimal digits (leading zeros dropped); undefined for anything else or above 2^256 - 1. */
export function parseAmount(input: string): bigint | undefined {
  if (!DIGITS.test(input)) return undefined;
  const value = BigInt(input);
  return value > MAX_AMOUNT ? undefined : value;
}

/** Base units from `digits[.digits]` with at most `decimals` fraction digits, exactly; undefined for anything else. */
export function parseHumanAmount(input: string, decimals: number): bigint | undefined {
  const match = HUMAN.exec(input);
  if (match === null) return undefined;
  const whole = match[1] ?? '';
  const fraction = match[2] ?? '';
  if (fraction.length > decimals) return undefined;
  const value = BigInt(whole + fraction.padEnd(decimals, '0'));
  return value > MAX_AMOUNT ? undefined : value;
}

/** Human form of base units, without trailing zeros: `1500000` with 6 decimals is `1.5`. */
export function formatAmount(amount: bigint, decimals: number): string {
  const negative = amount < 0n;
  const digits = (negative ? -amount : amount).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? '' : digits.slice(digits.length - decimals).replace(/0+$/, '');
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
