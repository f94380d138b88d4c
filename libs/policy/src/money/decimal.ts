import type { Ratio } from './ratio.js';

// At most 15 integer and 18 fraction digits, no sign, no exponent: every accepted text is an exact fraction of 10^18.
const DECIMAL = /^([0-9]{1,15})(?:\.([0-9]{1,18}))?$/;

/** The shape of decimal text, for schemas shown to people. */
export const DECIMAL_PATTERN = DECIMAL.source;

/** The exact value of decimal text; undefined for a sign, an exponent, or more than 15 integer or 18 fraction digits. */
export function parseDecimal(text: string): Ratio | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const fraction = match[2] ?? '';
  return { num: BigInt(`${match[1] ?? ''}${fraction}`), den: 10n ** BigInt(fraction.length) };
}

/** As `parseDecimal`, for a JSON number (by its shortest decimal text) or a string; undefined for anything else. */
export function readDecimal(input: unknown): Ratio | undefined {
  const text = decimalText(input);
  return text === undefined ? undefined : parseDecimal(text);
}

/** The text that stands for a JSON number or a string; undefined for any other value. */
export function decimalText(input: unknown): string | undefined {
  if (typeof input === 'string') return input;
  return typeof input === 'number' ? withoutExponent(String(input)) : undefined;
}

const SMALL = /^([0-9])(?:\.([0-9]+))?e-([0-9]{1,2})$/;

/** JSON writes 0.0000001 and 1e-7 for the same number; its decimal text is the first. */
function withoutExponent(text: string): string {
  const match = SMALL.exec(text);
  if (match === null) return text;
  return `0.${'0'.repeat(Number(match[3] ?? '0') - 1)}${match[1] ?? ''}${match[2] ?? ''}`;
}
