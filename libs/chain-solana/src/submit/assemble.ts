import { VersionedMessage } from '@solana/web3.js';
import { base58 } from '@scure/base';
import { DomainError, type SignedTransaction, type UnsignedTransaction } from '@waiaas/core';
import { isSignatureOf } from './signature-check.js';

const SIGNATURE_HEX = /^[0-9a-f]{128}$/i;

/**
 * Message and signature as the bytes to send. The signature is the payer's over exactly these bytes.
 *
 * @throws DomainError `INTERNAL_ERROR` with `details.reason` `SIGNATURE_MISMATCH` for any other signature.
 */
export function assemble(unsigned: UnsignedTransaction, signature: string): SignedTransaction {
  const message = Buffer.from(unsigned.payload, 'hex');
  const { staticAccountKeys, header } = VersionedMessage.deserialize(message);
  const payer = staticAccountKeys[0]?.toBase58();
  if (!SIGNATURE_HEX.test(signature) || payer === undefined || header.numRequiredSignatures !== 1) throw mismatch();
  const bytes = Buffer.from(signature, 'hex');
  if (!isSignatureOf(payer, message, bytes)) throw mismatch();
  return { raw: Buffer.concat([Buffer.from([1]), bytes, message]).toString('base64'), hash: base58.encode(bytes) };
}

function mismatch(): DomainError {
  return new DomainError('INTERNAL_ERROR', { details: { reason: 'SIGNATURE_MISMATCH' } });
}
