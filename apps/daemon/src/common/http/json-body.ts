import { DomainError, validationError } from '@waiaas/core';
import { isPlainObject } from '../validation/plain-object.js';
import { safeName } from '../validation/request-issues.js';

const MAX_DEPTH = 32;
// These names reach prototypes when objects are copied member by member.
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor']);
const LONE_SURROGATE = /\p{Surrogate}/u;

/** The object in a raw body. Throws `MALFORMED_JSON` or `VALIDATION_FAILED`. An empty body is an empty object. */
export function parseJsonBody(raw: Buffer | undefined): Record<string, unknown> {
  if (raw === undefined || raw.length === 0) return {};
  const body = parse(raw);
  if (!isPlainObject(body)) throw validationError([{ path: '', code: 'isObject', message: 'must be a JSON object' }]);
  refuseDangerousShape(body, 1);
  return body;
}

function parse(raw: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw));
  } catch {
    throw new DomainError('MALFORMED_JSON');
  }
}

/** What no class looks at: depth, names that reach prototypes, and text that is no Unicode, which nothing could store or hash. */
function refuseDangerousShape(value: object, depth: number, at = ''): void {
  if (depth > MAX_DEPTH)
    throw validationError([{ path: '', code: 'maxDepth', message: `must not be nested deeper than ${MAX_DEPTH}` }]);
  for (const [key, member] of Object.entries(value)) {
    const path = `${at}${safeName(key)}`;
    refuseDangerousMember(key, member, path);
    if (typeof member === 'object' && member !== null) refuseDangerousShape(member as object, depth + 1, `${path}.`);
  }
}

function refuseDangerousMember(key: string, member: unknown, path: string): void {
  if (FORBIDDEN_KEYS.has(key))
    throw validationError([{ path: key, code: 'forbiddenKey', message: 'must not be used as a name' }]);
  const texts = typeof member === 'string' ? [key, member] : [key];
  if (texts.some((text) => LONE_SURROGATE.test(text)))
    throw validationError([{ path, code: 'wellFormed', message: 'must be well-formed Unicode' }]);
}
