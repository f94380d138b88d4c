import { DomainError } from '@waiaas/core';
import type { OwnerHeaders } from '../../../common/auth/owner-proof-verifier.js';
import { MAX_HEADER_BYTES } from '../text/text-size.js';

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const BARE_NONCE = /^[0-9a-f]{64}$/i;
const NONCE_LINE = /(?:^|\n)Nonce: ([0-9a-f]{64})(?:\n|$)/;
const NONCE_FIELD = /\|nonce=([0-9a-f]{64})(?:\||$)/;

/** The way out for clients that still sign a bare nonce or a text of their own. */
export const CHALLENGE_HINT = 'Ask POST /v1/owner/challenge for a text, sign it byte for byte and send it once.';

export interface SignedMessage {
  readonly text: string;
  readonly signature: string;
}

export function invalidSignature(): DomainError {
  return new DomainError('INVALID_SIGNATURE', { hint: CHALLENGE_HINT });
}

export function invalidNonce(): DomainError {
  return new DomainError('INVALID_NONCE', { hint: CHALLENGE_HINT });
}

/** Text and signature of the owner headers. A message of base64 characters only is base64; anything else is the text itself. */
export function readSignedMessage(headers: OwnerHeaders): SignedMessage {
  const { message, signature } = headers;
  if (!isUsable(message) || !isUsable(signature)) throw invalidSignature();
  // Sixty-four hex digits are base64 characters too. Whoever sends them means the nonce, and a nonce names no act.
  if (BARE_NONCE.test(message)) throw invalidNonce();
  return { text: BASE64.test(message) ? decodeBase64(message) : message, signature };
}

/** The nonce a text carries, where a challenge has it. */
export function nonceOf(text: string): string {
  const nonce = (NONCE_LINE.exec(text) ?? NONCE_FIELD.exec(text))?.[1];
  if (nonce === undefined) throw invalidNonce();
  return nonce;
}

function isUsable(header: string | undefined): header is string {
  return header !== undefined && header !== '' && Buffer.byteLength(header) <= MAX_HEADER_BYTES;
}

function decodeBase64(message: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(message, 'base64'));
  } catch {
    throw invalidSignature();
  }
}
