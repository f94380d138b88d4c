import { base58 } from '@scure/base';
import { DomainError, type CompletedTransaction } from '@waiaas/core';
import { isSignatureOf } from '../submit/signature-check.js';
import type { WireTransaction } from './wire-transaction.js';

const SIGNATURE_HEX = /^[0-9a-f]{128}$/;

/**
 * The transaction with the wallet's signature in its place and those of others left as they were given.
 *
 * It is known by its payer's signature: one that does not verify is somebody's guess, and names nothing.
 */
export function completeWire(wire: WireTransaction, signature: string): CompletedTransaction {
  const { messageBytes, message, walletIndex } = wire;
  const bytes = Buffer.from(signature, 'hex');
  const wallet = message.signers[walletIndex] ?? '';
  if (!SIGNATURE_HEX.test(signature) || !isSignatureOf(wallet, messageBytes, bytes)) {
    throw new DomainError('INTERNAL_ERROR', { details: { reason: 'SIGNATURE_MISMATCH' } });
  }
  const signatures = wire.signatures.map((given, index) => (index === walletIndex ? bytes : given));
  const raw = Buffer.concat([Buffer.of(signatures.length), ...signatures, messageBytes]).toString('base64');
  const [first = bytes] = signatures;
  const isSigned = isSignatureOf(message.signers[0] ?? '', messageBytes, first);
  const hash = isSigned ? base58.encode(first) : null;
  return { raw, hash, watchHash: hash ?? base58.encode(bytes) };
}
