import type { AuditHeadFacts } from '../ports/signer.port.js';

const HASH = /^[0-9a-f]{64}$/;

/**
 * The text whose UTF-8 bytes are signed for a head of the audit chain.
 *
 * @throws RangeError for an id, hash or time that is none: a text with two readings must never be signed.
 */
export function auditHeadText({ id, hash, at }: AuditHeadFacts): string {
  const isPlain = [id, at].every((value) => Number.isSafeInteger(value) && value >= 0) && HASH.test(hash);
  if (!isPlain) throw new RangeError('an audit head is a whole number, a SHA-256 in hex and a time in seconds');
  return `waiaas-audit-head:v1:${String(id)}:${hash}:${String(at)}`;
}
