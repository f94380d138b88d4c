/**
 * An exact non-negative fraction; the denominator is above zero.
 *
 * Nothing is rounded: sums and products keep exact integers, comparisons cross-multiply.
 */
export interface Ratio {
  readonly num: bigint;
  readonly den: bigint;
}

export const ZERO: Ratio = { num: 0n, den: 1n };

/** Scale of a stored USD value. */
const MICROS = 1_000_000n;

export function ratio(num: bigint, den = 1n): Ratio {
  return { num, den };
}

export function add(a: Ratio, b: Ratio): Ratio {
  // Denominators are nearly always powers of ten: the larger is common, and long sums do not grow.
  if (a.den % b.den === 0n) return { num: a.num + b.num * (a.den / b.den), den: a.den };
  if (b.den % a.den === 0n) return { num: a.num * (b.den / a.den) + b.num, den: b.den };
  return { num: a.num * b.den + b.num * a.den, den: a.den * b.den };
}

/** The difference; zero where more would be taken than is there. */
export function subtract(a: Ratio, b: Ratio): Ratio {
  const num = a.num * b.den - b.num * a.den;
  return { num: num < 0n ? 0n : num, den: a.den * b.den };
}

export function multiply(a: Ratio, b: Ratio): Ratio {
  return { num: a.num * b.num, den: a.den * b.den };
}

/** -1, 0 or 1, exactly. */
export function compare(a: Ratio, b: Ratio): -1 | 0 | 1 {
  const left = a.num * b.den;
  const right = b.num * a.den;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

export function isAbove(a: Ratio, b: Ratio): boolean {
  return compare(a, b) > 0;
}

export function isZero(a: Ratio): boolean {
  return a.num === 0n;
}

export function largest(a: Ratio, b: Ratio): Ratio {
  return isAbove(b, a) ? b : a;
}

/** Whole units of `1 / 10^decimals` for base units. */
export function ofBaseUnits(amount: bigint, decimals: number): Ratio {
  return { num: amount, den: 10n ** BigInt(decimals) };
}

/** The next micro-dollar at or above a value: what is stored is never less than what was judged. */
export function toUsdMicros(usd: Ratio): bigint {
  return ceilDivide(usd.num * MICROS, usd.den);
}

/** A value to the last of 18 places: exact for whatever decimal text can say. */
export function toUsdAttos(usd: Ratio): bigint {
  return ceilDivide(usd.num * 10n ** 18n, usd.den);
}

function ceilDivide(num: bigint, den: bigint): bigint {
  return (num + den - 1n) / den;
}

/** Decimal text for people, rounded up in the last of `digits` places, without trailing zeros. */
export function toText(value: Ratio, digits = 6): string {
  const scaled = ceilDivide(value.num * 10n ** BigInt(digits), value.den)
    .toString()
    .padStart(digits + 1, '0');
  const whole = scaled.slice(0, scaled.length - digits);
  const fraction = scaled.slice(scaled.length - digits).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
