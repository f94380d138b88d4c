import { randomBytes } from 'node:crypto';
import { auditHeadText, type AuditHeadFacts, type AuditHeadSignature, type AuditKey, type SealContext } from '@waiaas/core';
import { ed25519Key, ed25519PublicKey, ed25519Sign } from '../keys/ed25519.js';
import type { DataKey } from '../sealing/data-key.js';
import { openBytes, sealBytes } from '../sealing/seal.js';

const SEED_BYTES = 32;
/** The one place an audit key lives; the associated data of its blob. */
const PLACE: SealContext = { table: 'sealed_secrets', rowId: 'audit-key', column: 'sealed' };

/** A new Ed25519 key for the heads of the audit chain, sealed for a purpose of its own: no call hands it out. */
export function createAuditKey(dataKey: DataKey): AuditKey {
  const seed = randomBytes(SEED_BYTES);
  try {
    return { blob: sealBytes(dataKey, 'audit', PLACE, seed), publicKey: ed25519PublicKey(ed25519Key(seed)).toString('hex') };
  } finally {
    seed.fill(0);
  }
}

/**
 * Signs a head under a sealed audit key.
 *
 * @throws RangeError for a head that is none, DomainError `INTERNAL_ERROR` with `details.reason` `SEAL_…` for a blob of another vault.
 */
export function signAuditHead(dataKey: DataKey, blob: string, head: AuditHeadFacts): AuditHeadSignature {
  const text = auditHeadText(head);
  const seed = openBytes(dataKey, 'audit', PLACE, blob);
  try {
    const key = ed25519Key(seed);
    const signature = ed25519Sign(key, Buffer.from(text, 'utf8')).toString('hex');
    return { signature, publicKey: ed25519PublicKey(key).toString('hex') };
  } finally {
    seed.fill(0);
  }
}
