import { DomainError } from '@waiaas/core';
import { DATA_KEY_BYTES, DataKey } from '../sealing/data-key.js';
import { MAX_PASSWORD_BYTES, type KdfParameters } from './kdf.js';
import { openWithPassword, parsePasswordSealed, sealUnderPassword, type PasswordSealed } from './password-sealed.js';

/** Whether somebody chose the password or the first boot made it up. */
export type PasswordOrigin = 'chosen' | 'provisioned';

export const MIN_PASSWORD_LENGTH = 12;

const HEADER_LENGTH = 4;
const NAME = 'wvault';
const VERSION = '1';
const GENERATION = /^[1-9][0-9]{0,8}$/;

/** A well-formed vault text: the data key sealed under the master password. */
export interface Vault {
  readonly text: string;
  readonly generation: number;
  readonly origin: PasswordOrigin;
  readonly sealed: PasswordSealed;
}

/** Whether a password may be set: at least 12 characters (code points), at most 1024 bytes of UTF-8. */
export function isSettablePassword(password: string): boolean {
  return [...password].length >= MIN_PASSWORD_LENGTH && Buffer.byteLength(password, 'utf8') <= MAX_PASSWORD_BYTES;
}

/** The vault text for a data key: `wvault.1.<generation>.<origin>.argon2id.m=…,t=…,p=….<salt>.<nonce>.<ciphertext>`. */
export async function sealVault(
  dataKey: DataKey,
  password: string,
  origin: PasswordOrigin,
  kdf?: KdfParameters,
): Promise<string> {
  return sealUnderPassword([NAME, VERSION, String(dataKey.generation), origin], dataKey.secret(), password, kdf);
}

/**
 * Reads a vault text strictly.
 *
 * @throws DomainError `INTERNAL_ERROR` with `details.reason` `VAULT_MALFORMED`.
 */
export function parseVault(text: string): Vault {
  const sealed = parsePasswordSealed(text, HEADER_LENGTH, DATA_KEY_BYTES);
  const [name, version, generation = '', origin] = sealed?.header ?? [];
  const isShaped = name === NAME && version === VERSION && GENERATION.test(generation);
  if (sealed === undefined || !isShaped || (origin !== 'chosen' && origin !== 'provisioned')) {
    throw new DomainError('INTERNAL_ERROR', { details: { reason: 'VAULT_MALFORMED' } });
  }
  return { text, generation: Number(generation), origin, sealed };
}

/** The data key if the password is right, else undefined. There is no other password check (no hash is stored). */
export async function openVault(vault: Vault, password: string): Promise<DataKey | undefined> {
  const bytes = Buffer.byteLength(password, 'utf8');
  if (bytes === 0 || bytes > MAX_PASSWORD_BYTES) return undefined;
  const secret = await openWithPassword(vault.sealed, password);
  return secret === undefined ? undefined : new DataKey(secret, vault.generation);
}
