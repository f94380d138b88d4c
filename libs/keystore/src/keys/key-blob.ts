import nacl from 'tweetnacl';
import { secp256k1 } from '@noble/curves/secp256k1';
import { base58 } from '@scure/base';
import { canonicalJson, DomainError, type KeyCeiling, type KeyIdentity, type SealContext, type SealedKey } from '@waiaas/core';
import type { DataKey } from '../sealing/data-key.js';
import { openBytes, sealBytes } from '../sealing/seal.js';
import { OpenedKey } from '../signing/opened-key.js';
import { ed25519Key, ed25519Sign } from './ed25519.js';
import { parseKeyRecord } from './key-record.js';
import { addressOf, isValidSecret, SECRET_BYTES } from './key-secret.js';
import { secp256k1Sign } from './secp256k1.js';

const RECORD_VERSION = 1;
const HEAD_BYTES = 1 + SECRET_BYTES;

/** Where the key of a wallet lives; the associated data of its blob. */
function keyContext(identity: KeyIdentity): SealContext {
  return { table: 'sealed_keys', rowId: identity.walletId, column: 'blob' };
}

/**
 * Seals a private key together with whose it is and how far it may go: `version ‖ secret ‖ canonical JSON {address, ceiling, identity}`.
 *
 * The key is tried first, its signature checked by a second implementation: a key that cannot sign never holds money. `secret` stays the caller's.
 */
export function sealKey(dataKey: DataKey, identity: KeyIdentity, ceiling: KeyCeiling, secret: Buffer): SealedKey {
  const { walletId, chain, environment } = identity;
  if (!isValidSecret(chain, secret)) throw new DomainError('INVALID_KEY_MATERIAL');
  const address = addressOf(chain, secret);
  tryKey(identity, secret, address);
  const record = canonicalJson({ address, ceiling: { ...ceiling }, identity: { walletId, chain, environment } });
  const plaintext = Buffer.concat([Buffer.of(RECORD_VERSION), secret, Buffer.from(record, 'utf8')]);
  try {
    return { blob: sealBytes(dataKey, 'key', keyContext(identity), plaintext), address };
  } finally {
    plaintext.fill(0);
  }
}

/**
 * Opens a key blob for exactly the wallet it was sealed for; the address is derived again and compared.
 *
 * @throws DomainError `INTERNAL_ERROR` with `details.reason` `SEAL_…` or `KEY_RECORD`, `KEY_ADDRESS_MISMATCH`.
 */
export function openKey(dataKey: DataKey, identity: KeyIdentity, blob: string): OpenedKey {
  const plaintext = openBytes(dataKey, 'key', keyContext(identity), blob);
  try {
    const record = plaintext[0] === RECORD_VERSION ? parseKeyRecord(plaintext.subarray(HEAD_BYTES)) : undefined;
    if (record === undefined || !isSameIdentity(record.identity, identity)) {
      throw new DomainError('INTERNAL_ERROR', { details: { reason: 'KEY_RECORD' } });
    }
    const secret = Buffer.from(plaintext.subarray(1, HEAD_BYTES));
    if (addressOf(identity.chain, secret) !== record.address) {
      secret.fill(0);
      throw new DomainError('KEY_ADDRESS_MISMATCH');
    }
    return new OpenedKey(record.identity, record.ceiling, record.address, secret);
  } finally {
    plaintext.fill(0);
  }
}

/** The same key sealed anew under another ceiling. */
export function resealKey(dataKey: DataKey, key: OpenedKey, ceiling: KeyCeiling): SealedKey {
  const secret = key.copySecret();
  try {
    return sealKey(dataKey, key.identity, ceiling, secret);
  } finally {
    secret.fill(0);
  }
}

export function isSameIdentity(a: KeyIdentity, b: KeyIdentity): boolean {
  return a.walletId === b.walletId && a.chain === b.chain && a.environment === b.environment;
}

function tryKey(identity: KeyIdentity, secret: Buffer, address: string): void {
  const message = Buffer.alloc(32, 0xa5);
  const isGood = identity.chain === 'solana' ? isGoodEd25519(secret, message, address) : isGoodSecp256k1(secret, message);
  if (!isGood) throw new DomainError('INTERNAL_ERROR', { details: { reason: 'KEY_SELF_TEST' } });
}

function isGoodEd25519(secret: Buffer, message: Buffer, address: string): boolean {
  return nacl.sign.detached.verify(message, ed25519Sign(ed25519Key(secret), message), base58.decode(address));
}

function isGoodSecp256k1(secret: Buffer, message: Buffer): boolean {
  const signature = secp256k1Sign(secret, message).subarray(0, 64);
  return secp256k1.verify(signature, message, secp256k1.getPublicKey(secret), { lowS: true });
}
