import { randomBytes } from 'node:crypto';
import { aeadOpen, aeadSeal, NONCE_BYTES, TAG_BYTES } from '../sealing/aead.js';
import { fromBase64Url, toBase64Url } from '../sealing/base64url.js';
import { deriveKey, isAcceptableKdf, KDF_PARAMETERS, SALT_BYTES, type KdfParameters } from './kdf.js';

const KDF = /^m=([1-9][0-9]{0,7}),t=([1-9][0-9]?),p=([1-9][0-9]?)$/;

/** Text sealed under a password: `<header>.argon2id.m=…,t=…,p=….<salt>.<nonce>.<ciphertext>`. */
export interface PasswordSealed {
  /** Everything before the nonce; authenticated. */
  readonly associated: string;
  /** Dot-separated parts before the KDF's name. */
  readonly header: readonly string[];
  readonly kdf: KdfParameters;
  readonly salt: Buffer;
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
}

/** Seals bytes under a key derived from the password with a fresh salt. The header is readable and authenticated. */
export async function sealUnderPassword(
  header: readonly string[],
  plaintext: Uint8Array,
  password: string,
  kdf: KdfParameters = KDF_PARAMETERS,
): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const costs = `m=${String(kdf.memoryKiB)},t=${String(kdf.passes)},p=${String(kdf.lanes)}`;
  const associated = [...header, 'argon2id', costs, toBase64Url(salt)].join('.');
  const key = await deriveKey(password, salt, kdf);
  try {
    const sealed = aeadSeal(key, plaintext, associated);
    return [associated, toBase64Url(sealed.nonce), toBase64Url(sealed.ciphertext)].join('.');
  } finally {
    key.fill(0);
  }
}

/** The parts of such a text whose header has `headerLength` parts and whose plaintext has `plaintextBytes`; undefined for anything else. */
export function parsePasswordSealed(text: string, headerLength: number, plaintextBytes: number): PasswordSealed | undefined {
  const parts = text.split('.');
  const [name, costs = '', ...byteParts] = parts.slice(headerLength);
  const kdf = parseKdf(costs);
  if (name !== 'argon2id' || kdf === undefined || byteParts.length !== 3) return undefined;
  const bytes = readExact(byteParts, [SALT_BYTES, NONCE_BYTES, plaintextBytes + TAG_BYTES]);
  if (bytes === undefined) return undefined;
  const associated = parts.slice(0, headerLength + 3).join('.');
  return { associated, header: parts.slice(0, headerLength), kdf, salt: bytes[0], nonce: bytes[1], ciphertext: bytes[2] };
}

type Three<T> = readonly [T, T, T];

function readExact(texts: readonly string[], lengths: Three<number>): Three<Buffer> | undefined {
  const [salt, nonce, ciphertext] = texts.map(fromBase64Url);
  const isWhole = salt?.length === lengths[0] && nonce?.length === lengths[1] && ciphertext?.length === lengths[2];
  if (salt === undefined || nonce === undefined || ciphertext === undefined || !isWhole) return undefined;
  return [salt, nonce, ciphertext];
}

/** The plaintext if this password sealed it, else undefined. One Argon2id run either way. */
export async function openWithPassword(sealed: PasswordSealed, password: string): Promise<Buffer | undefined> {
  const key = await deriveKey(password, sealed.salt, sealed.kdf);
  try {
    return aeadOpen(key, sealed, sealed.associated);
  } finally {
    key.fill(0);
  }
}

function parseKdf(text: string): KdfParameters | undefined {
  const match = KDF.exec(text);
  if (match === null) return undefined;
  const kdf = { memoryKiB: Number(match[1]), passes: Number(match[2]), lanes: Number(match[3]) };
  return isAcceptableKdf(kdf) ? kdf : undefined;
}
