import { utf8ToBytes } from '@noble/hashes/utils';
import { base58 } from '@scure/base';
import { isPrintable } from './printable-text.js';

/** No transaction begins with this byte, which is why the format does. */
const SIGNING_DOMAIN = Uint8Array.of(0xff, ...utf8ToBytes('solana offchain'));
const VERSION_AT = SIGNING_DOMAIN.length;
const APPLICATION_DOMAIN = 32;
const FORMAT_AT = VERSION_AT + 1 + APPLICATION_DOMAIN;
const SIGNERS_AT = FORMAT_AT + 2;
const ADDRESS = 32;
const RESTRICTED_ASCII = /^[\x20-\x7e]+$/;
const FORMATS = { restrictedAscii: 0, limitedUtf8: 1, extendedUtf8: 2 } as const;
/** What a hardware wallet takes as one message; the third format alone may be longer. */
const MAX_SHORT_BYTES = 1232;

/** Whether bytes claim to be in Solana's off-chain message format. */
export function isOffchainMessage(bytes: Uint8Array): boolean {
  return SIGNING_DOMAIN.every((byte, index) => bytes[index] === byte);
}

/** Whether bytes are an off-chain message of version 0 in every detail, printable, and this wallet's to sign. */
export function isSignableOffchainMessage(bytes: Uint8Array, wallet: string): boolean {
  if (!isOffchainMessage(bytes) || bytes[VERSION_AT] !== 0) return false;
  const count = bytes[FORMAT_AT + 1] ?? 0;
  const lengthAt = SIGNERS_AT + count * ADDRESS;
  const text = bytes.subarray(lengthAt + 2);
  const length = (bytes[lengthAt] ?? 0) + 256 * (bytes[lengthAt + 1] ?? 0);
  if (length === 0 || text.length !== length) return false;
  const signers = Array.from({ length: count }, (_, index) => signerAt(bytes, index));
  return signers.includes(wallet) && isText(bytes[FORMAT_AT] ?? -1, text, bytes.length);
}

function signerAt(bytes: Uint8Array, index: number): string {
  const start = SIGNERS_AT + index * ADDRESS;
  return base58.encode(bytes.subarray(start, start + ADDRESS));
}

function isText(format: number, bytes: Uint8Array, wholeLength: number): boolean {
  const text = decodeUtf8(bytes);
  if (text === undefined) return false;
  switch (format) {
    case FORMATS.restrictedAscii:
      return wholeLength <= MAX_SHORT_BYTES && RESTRICTED_ASCII.test(text);
    case FORMATS.limitedUtf8:
      return wholeLength <= MAX_SHORT_BYTES && isPrintable(text);
    case FORMATS.extendedUtf8:
      return isPrintable(text);
    default:
      return false;
  }
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
