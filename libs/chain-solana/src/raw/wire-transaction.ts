import { base64 } from '@scure/base';
import { DomainError } from '@waiaas/core';
import { readMessage, type RawMessage } from './read-message.js';
import { unreadable } from './refusal.js';

export interface WireTransaction {
  /** 64 bytes each, zero where nobody has signed yet; one for each required signer. */
  readonly signatures: readonly Uint8Array[];
  readonly messageBytes: Uint8Array;
  readonly message: RawMessage;
  /** Which of the signers the wallet is; the first of them pays. */
  readonly walletIndex: number;
}

const MAX_WIRE_BYTES = 1232;
const SIGNATURE_BYTES = 64;
/** Twelve signatures fill a packet: their count is always one byte. */
const MAX_SIGNATURES = 12;

/**
 * A serialized transaction in base64 that wants the wallet's signature, alone or among others.
 *
 * @throws DomainError as of `RawTransactionPort`.
 */
export function readWire(text: string, wallet: string): WireTransaction {
  const bytes = decode(text);
  const count = bytes[0] ?? 0;
  const messageBytes = bytes.subarray(1 + count * SIGNATURE_BYTES);
  if (bytes.length > MAX_WIRE_BYTES || count === 0 || count > MAX_SIGNATURES || messageBytes.length === 0) {
    throw unreadable('MALFORMED');
  }
  const message = readMessage(messageBytes);
  if (message.signers.length !== count) throw unreadable('SIGNATURE_COUNT');
  const walletIndex = message.signers.indexOf(wallet);
  if (walletIndex < 0) throw new DomainError('WALLET_NOT_SIGNER');
  const signatures = Array.from({ length: count }, (_, index) => {
    const start = 1 + index * SIGNATURE_BYTES;
    return bytes.subarray(start, start + SIGNATURE_BYTES);
  });
  return { signatures, messageBytes, message, walletIndex };
}

function decode(text: string): Uint8Array {
  try {
    return base64.decode(text);
  } catch {
    throw unreadable('NOT_BASE64');
  }
}
