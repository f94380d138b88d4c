import { createPublicKey, verify } from 'node:crypto';
import { base58 } from '@scure/base';

/** RFC 8410: the head of an Ed25519 public key in SubjectPublicKeyInfo. */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/** Whether 64 bytes are the signature of an address over these bytes. An address that is no point of the curve has none. */
export function isSignatureOf(address: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    const der = Buffer.concat([SPKI_HEAD, base58.decode(address)]);
    return verify(null, bytes, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature);
  } catch {
    return false;
  }
}
