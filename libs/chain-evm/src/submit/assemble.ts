import { DomainError, type SignedTransaction, type UnsignedTransaction } from '@waiaas/core';
import { hexToBytes, keccak256, parseTransaction, serializeTransaction } from 'viem';
import { SenderKeys, type RecoverableSignature } from './sender-keys.js';

const SIGNATURE = /^(?:0x)?([0-9a-f]{64})([0-9a-f]{64})(0[01])$/i;

/**
 * Payload and signature as one signed transaction. The sender that every node recovers from it must be the one `build` named.
 * `senders` remembers their keys from call to call.
 *
 * @throws DomainError `INTERNAL_ERROR`, reason `SIGNATURE_MISMATCH`: malformed, malleable (EIP-2), or of another key.
 */
export function assembleTransaction(
  unsigned: UnsignedTransaction,
  signature: string,
  senders: SenderKeys = new SenderKeys(),
): SignedTransaction {
  const match = SIGNATURE.exec(signature);
  if (match === null || unsigned.from === undefined) throw mismatch();
  const [, r = '', s = '', parity = ''] = match;
  const yParity = Number(parity);
  const payload = `0x${unsigned.payload}` as const;
  const parts = { r: BigInt(`0x${r}`), s: BigInt(`0x${s}`), yParity };
  if (!isSigner(senders, unsigned.from, payload, parts)) throw mismatch();
  // viem takes the parity of a legacy transaction as the old v, which it then folds with the chain id (EIP-155).
  const raw = serializeTransaction(parseTransaction(payload), { r: `0x${r}`, s: `0x${s}`, yParity, v: 27n + BigInt(yParity) });
  return { raw, hash: keccak256(raw) };
}

function isSigner(senders: SenderKeys, from: string, payload: `0x${string}`, signature: RecoverableSignature): boolean {
  try {
    return senders.isSigner(from, hexToBytes(keccak256(payload)), signature);
  } catch (cause) {
    throw mismatch(cause);
  }
}

function mismatch(cause?: unknown): DomainError {
  return new DomainError('INTERNAL_ERROR', { details: { reason: 'SIGNATURE_MISMATCH' }, cause });
}
