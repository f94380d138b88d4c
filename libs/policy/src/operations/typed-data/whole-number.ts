const DIGITS = /^[0-9]{1,78}$/;
const HEX = /^0x[0-9a-fA-F]{1,64}$/;

/** A number of typed data as signers read it: a whole JSON number, digits or 0x hex; undefined for anything else. */
export function wholeNumberOf(input: unknown): bigint | undefined {
  if (typeof input === 'number') return Number.isSafeInteger(input) && input >= 0 ? BigInt(input) : undefined;
  return typeof input === 'string' && (DIGITS.test(input) || HEX.test(input)) ? BigInt(input) : undefined;
}
