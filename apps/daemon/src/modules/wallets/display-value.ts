import type { PriceQuote } from '@waiaas/core';

const CENTS_DIGITS = 2;
const DECIMAL = /^([0-9]+)(?:\.([0-9]+))?$/;

/** USD to the cent, rounded to nearest, as text; null where no usable price is known. For people only: nothing is judged by it. */
export function displayUsd(amount: bigint, decimals: number, quote: PriceQuote | undefined): string | null {
  const match = quote?.status === 'ok' && quote.usd !== null ? DECIMAL.exec(quote.usd) : null;
  if (match === null) return null;
  const [, whole = '0', fraction = ''] = match;
  const price = BigInt(whole + fraction);
  const divisor = 10n ** BigInt(fraction.length + decimals);
  const cents = (amount * price * 10n ** BigInt(CENTS_DIGITS) * 2n + divisor) / (divisor * 2n);
  const digits = cents.toString().padStart(CENTS_DIGITS + 1, '0');
  return `${digits.slice(0, -CENTS_DIGITS)}.${digits.slice(-CENTS_DIGITS)}`;
}
