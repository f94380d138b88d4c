import { concatBytes, utf8ToBytes } from '@noble/hashes/utils';
import { base64 } from '@scure/base';
import { err, ok, type Result } from '../result.js';
import type { Chain } from '../values/network.js';
import { looksLikeTransactionMessage } from './looks-like-transaction.js';
import { isOffchainMessage, isSignableOffchainMessage } from './offchain-message.js';
import { isPrintable } from './printable-text.js';

/** Why a message is not signed at any setting. */
export type MessageRefusal = 'EMPTY' | 'NOT_TEXT' | 'NOT_PRINTABLE' | 'OFFCHAIN_FORMAT' | 'TRANSACTION';

const EIP191 = '\x19Ethereum Signed Message:\n';

export interface MessageToSign {
  readonly chain: Chain;
  /** Whose message it is. */
  readonly wallet: string;
  readonly text: string;
}

/**
 * The bytes a wallet signs for a message, or why it never signs them.
 *
 * EVM: the EIP-191 form of the text, to be hashed with Keccak-256; a text of hex digits is text. Solana: the text itself if it is
 * printable, or, where the text is base64 of Solana's off-chain message format, those bytes. What could be a transaction is refused.
 */
export function signableMessage({ chain, wallet, text }: MessageToSign): Result<Uint8Array, MessageRefusal> {
  if (text === '') return err('EMPTY');
  // Half a character has no UTF-8 form: something else would be signed.
  if (/\p{Surrogate}/u.test(text)) return err('NOT_TEXT');
  switch (chain) {
    case 'ethereum':
      return ok(personalMessage(text));
    case 'solana':
      return solanaMessage(text, wallet);
  }
}

function personalMessage(text: string): Uint8Array {
  const bytes = utf8ToBytes(text);
  return concatBytes(utf8ToBytes(`${EIP191}${String(bytes.length)}`), bytes);
}

function solanaMessage(text: string, wallet: string): Result<Uint8Array, MessageRefusal> {
  const envelope = decodeBase64(text);
  if (envelope !== undefined && isOffchainMessage(envelope)) {
    return isSignableOffchainMessage(envelope, wallet) ? ok(envelope) : err('OFFCHAIN_FORMAT');
  }
  const bytes = utf8ToBytes(text);
  if (looksLikeTransactionMessage(bytes)) return err('TRANSACTION');
  return isPrintable(text) ? ok(bytes) : err('NOT_PRINTABLE');
}

function decodeBase64(text: string): Uint8Array | undefined {
  try {
    return base64.decode(text);
  } catch {
    return undefined;
  }
}
