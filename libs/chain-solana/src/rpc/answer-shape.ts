import { garbage } from './rpc-failure.js';

// Nothing of an answer is used before its type and range were checked: a node is an outsider.

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function record(value: unknown, what: string): Record<string, unknown> {
  if (!isRecord(value)) throw garbage(what);
  return value;
}

export function list(value: unknown, what: string, length?: number): readonly unknown[] {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length)) throw garbage(what);
  return value as readonly unknown[];
}

export function text(value: unknown, what: string): string {
  if (typeof value !== 'string') throw garbage(what);
  return value;
}

export function count(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw garbage(what);
  return value;
}

const U64_DIGITS = /^[0-9]{1,20}$/;

/** Lamports: a number, or digits where the number would not have been exact. */
export function lamports(value: unknown, what: string): bigint {
  if (typeof value === 'string' && U64_DIGITS.test(value)) return BigInt(value);
  return BigInt(count(value, what));
}

/** The `value` member of an answer that carries a context. */
export function contextValue(result: unknown, what: string): unknown {
  const outer = record(result, what);
  if (!('value' in outer)) throw garbage(what);
  return outer['value'];
}

export function contextSlot(result: unknown, what: string): number {
  return count(record(record(result, what)['context'], what)['slot'], what);
}
