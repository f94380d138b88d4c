import { createPublicKey, verify } from 'node:crypto';
import { auditHeadText } from '@waiaas/core';
import type { AuditHead } from './audit-chain.js';

/** A head of the chain with the signer's signature over it. */
export interface SignedHead extends AuditHead {
  readonly signedAt: number;
  /** Ed25519, hex. */
  readonly publicKey: string;
  readonly signature: string;
}

// RFC 8410 §4: SubjectPublicKeyInfo of an Ed25519 key is this prefix and the 32 bytes.
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const KEY = /^[0-9a-f]{64}$/;
const SIGNATURE = /^[0-9a-f]{128}$/;

/** Whether the signature is one of the named key over exactly this head. */
export function isTrulySigned({ id, hash, signedAt, publicKey, signature }: SignedHead): boolean {
  if (!KEY.test(publicKey) || !SIGNATURE.test(signature)) return false;
  try {
    const text = Buffer.from(auditHeadText({ id, hash, at: signedAt }), 'utf8');
    const der = Buffer.concat([SPKI_PREFIX, Buffer.from(publicKey, 'hex')]);
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return verify(null, text, key, Buffer.from(signature, 'hex'));
  } catch {
    return false;
  }
}
