import { type JsonValue, validationError } from '@waiaas/core';

const LIMITS: ReadonlySet<string> = new Set([
  'chainIds',
  'kinds',
  'maxFeePerSignature',
  'maxNativePerDay',
  'maxNativePerSignature',
  'signaturesPerMinute',
]);

/** Every member in the words of the body itself, so that whoever signs reads all of it. */
export function limitsOf(body: JsonValue | undefined): readonly string[] {
  const members = typeof body === 'object' && body !== null && !Array.isArray(body) ? Object.entries(body) : [];
  if (members.length === 0 || !members.every(([name]) => LIMITS.has(name)))
    throw validationError([{ path: 'body', code: 'isCeiling', message: 'must be the body of PUT /v1/wallets/:id/ceiling' }]);
  return members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${limitText(name, value)}`);
}

function limitText(name: string, value: JsonValue | undefined): string {
  if (value === null) return 'any';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (isTextList(value)) return `[${value.join(' ')}]`;
  throw validationError([{ path: `body.${name}`, code: 'isLimit', message: 'must be a limit, a list of texts or null' }]);
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
