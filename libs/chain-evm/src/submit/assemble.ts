import { secp256k1 } from '@noble/curves/secp256k1';
import { DomainError, isSameAddress, type SignedTransaction, type UnsignedTransaction } from '@waiaas/core';
import { bytesToHex, hexToBytes, keccak256, parseTransaction, serializeTransaction } from 'viem';
import { publicKeyToAddress } from 'viem/accounts';

const SIGNATURE = /^(?:0x)?([0-9a-f]{64})([0-9a-f]{64})(0[01])$/i;

/**
 * Payload and signature as one signed transaction. The sender is recovered from the signature and must be the one `build` named.
 *
 * @throws DomainError `INTERNAL_ERROR`, reason `SIGNATURE_MISMATCH`: malformed, malleable (EIP-2), or of another key.
 */
export function assembleTransaction(unsigned: UnsignedTransaction, signature: string): SignedTransaction {
  const match = SIGNATURE.exec(signature);
  if (match === null || unsigned.from === undefined) throw mismatch();
  const [, r = '', s = '', parity = ''] = match;
  const yParity = Number(parity);
  const payload = `0x${unsigned.payload}` as const;
  if (!isSameAddress('ethereum', recover(payload, `${r}${s}`, yParity), unsigned.from)) throw mismatch();
  // viem takes the parity of a legacy transaction as the old v, which it then folds with the chain id (EIP-155).
  const raw = serializeTransaction(parseTransaction(payload), { r: `0x${r}`, s: `0x${s}`, yParity, v: 27n + BigInt(yParity) });
  return { raw, hash: keccak256(raw) };
}

function recover(payload: `0x${string}`, compact: string, yParity: number): string {
  try {
    const parsed = secp256k1.Signature.fromCompact(compact).addRecoveryBit(yParity);
    if (parsed.hasHighS()) throw mismatch();
    const digest = hexToBytes(keccak256(payload));
    return publicKeyToAddress(bytesToHex(parsed.recoverPublicKey(digest).toRawBytes(false)));
  } catch (cause) {
    throw mismatch(cause);
  }
}

function mismatch(cause?: unknown): DomainError {
  return new DomainError('INTERNAL_ERROR', { details: { reason: 'SIGNATURE_MISMATCH' }, cause });
}
