import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';

// RFC 8410 §7: PrivateKeyInfo of an Ed25519 seed is this prefix and the 32 bytes.
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_PREFIX_BYTES = 12;

/** A signing handle for a 32-byte Ed25519 seed. The seed is copied into OpenSSL, which overwrites its copy when the handle is collected. */
export function ed25519Key(seed: Uint8Array): KeyObject {
  const der = Buffer.concat([PKCS8_PREFIX, seed]);
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } finally {
    der.fill(0);
  }
}

/** The 32-byte public key of a handle (RFC 8032 §5.1.5). */
export function ed25519PublicKey(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX_BYTES);
}

/** Pure Ed25519 (RFC 8032 §5.1.6): 64 deterministic bytes. */
export function ed25519Sign(key: KeyObject, message: Uint8Array): Buffer {
  return sign(null, message, key);
}
