import { createPublicKey, verify } from 'node:crypto';
import { VersionedMessage } from '@solana/web3.js';
import { base58 } from '@scure/base';
import { DomainError, type SignedTransaction, type UnsignedTransaction } from '@waiaas/core';

const SIGNATURE_HEX = /^[0-9a-f]{128}$/i;
/** RFC 8410: the head of an Ed25519 public key in SubjectPublicKeyInfo. */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Message and signature as the bytes to send. The signature is the payer's over exactly these bytes.
 *
 * @throws DomainError `INTERNAL_ERROR` with `details.reason` `SIGNATURE_MISMATCH` for any other signature.
 */
export function assemble(unsigned: UnsignedTransaction, signature: string): SignedTransaction {
  const message = Buffer.from(unsigned.payload, 'hex');
  const { staticAccountKeys, header } = VersionedMessage.deserialize(message);
  const payer = staticAccountKeys[0]?.toBytes();
  if (!SIGNATURE_HEX.test(signature) || payer === undefined || header.numRequiredSignatures !== 1) throw mismatch();
  const bytes = Buffer.from(signature, 'hex');
  const key = createPublicKey({ key: Buffer.concat([SPKI_HEAD, payer]), format: 'der', type: 'spki' });
  if (!verify(null, message, key, bytes)) throw mismatch();
  return { raw: Buffer.concat([Buffer.from([1]), bytes, message]).toString('base64'), hash: base58.encode(bytes) };
}

function mismatch(): DomainError {
  return new DomainError('INTERNAL_ERROR', { details: { reason: 'SIGNATURE_MISMATCH' } });
}
