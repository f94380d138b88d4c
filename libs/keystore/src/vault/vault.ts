import { DomainError, type SealContext } from '@waiaas/core';
import { DATA_KEY_BYTES, DataKey } from '../sealing/data-key.js';
import { openBytes, sealBytes } from '../sealing/seal.js';
import { MAX_PASSWORD_BYTES, type KdfParameters } from './kdf.js';
import { openWithPassword, parsePasswordSealed, sealUnderPassword, type PasswordSealed } from './password-sealed.js';

/** Whether somebody chose the password or the first boot made it up. */
export type PasswordOrigin = 'chosen' | 'provisioned';

export const MIN_PASSWORD_LENGTH = 12;

const HEADER_LENGTH = 4;
const NAME = 'wvault';
const VERSION = '1';
const GENERATION = /^[1-9][0-9]{0,8}$/;
/** Stands in neither part: what is before it opens with the password, what is after it with the key that this gives. */
const JOIN = '+';
const RETIRING_PLACE: SealContext = { table: 'vault', rowId: '1', column: 'retiring' };

/** A well-formed vault text: the data key sealed under the master password, and the one before it under that key until it is retired. */
export interface Vault {
  readonly text: string;
  readonly generation: number;
  readonly origin: PasswordOrigin;
  readonly sealed: PasswordSealed;
  readonly sealedRetiring: string | undefined;
}

/** Whether a password may be set: at least 12 characters (code points), at most 1024 bytes of UTF-8. */
export function isSettablePassword(password: string): boolean {
  return [...password].length >= MIN_PASSWORD_LENGTH && Buffer.byteLength(password, 'utf8') <= MAX_PASSWORD_BYTES;
}

/**
 * The vault text for a data key: `wvault.1.<generation>.<origin>.argon2id.m=…,t=…,p=….<salt>.<nonce>.<ciphertext>`, while an earlier
 * generation is still held followed by `+` and that key, sealed under this one.
 */
export async function sealVault(
  dataKey: DataKey,
  password: string,
  origin: PasswordOrigin,
  kdf?: KdfParameters,
): Promise<string> {
  const header = [NAME, VERSION, String(dataKey.generation), origin];
  const text = await sealUnderPassword(header, dataKey.secret(), password, kdf);
  const { retiring } = dataKey;
  return retiring === undefined ? text : text + JOIN + sealBytes(dataKey, 'retiring', RETIRING_PLACE, retiring.secret());
}

/**
 * Reads a vault text strictly.
 *
 * @throws DomainError `INTERNAL_ERROR` with `details.reason` `VAULT_MALFORMED`.
 */
export function parseVault(text: string): Vault {
  const [own = '', sealedRetiring, ...rest] = text.split(JOIN);
  const sealed = parsePasswordSealed(own, HEADER_LENGTH, DATA_KEY_BYTES);
  const head = parseHead(sealed?.header ?? []);
  if (sealed === undefined || head === undefined || rest.length > 0) throw malformed();
  return { text, ...head, sealed, sealedRetiring };
}

function parseHead([name, version, generation = '', origin]: readonly string[]):
  Pick<Vault, 'generation' | 'origin'> | undefined {
  const isShaped = name === NAME && version === VERSION && GENERATION.test(generation);
  if (!isShaped || (origin !== 'chosen' && origin !== 'provisioned')) return undefined;
  return { generation: Number(generation), origin };
}

/** The text without the earlier generation: what was sealed under that no longer opens with it. The password is not needed. */
export function withoutRetiring(vault: Vault): Vault {
  const [own = ''] = vault.text.split(JOIN);
  return { ...vault, text: own, sealedRetiring: undefined };
}

/**
 * The data key if the password is right, else undefined. There is no other password check (no hash is stored).
 *
 * @throws DomainError `INTERNAL_ERROR` with `details.reason` `VAULT_MALFORMED` where the password is right and the earlier key is damaged.
 */
export async function openVault(vault: Vault, password: string): Promise<DataKey | undefined> {
  const bytes = Buffer.byteLength(password, 'utf8');
  if (bytes === 0 || bytes > MAX_PASSWORD_BYTES) return undefined;
  const secret = await openWithPassword(vault.sealed, password);
  if (secret === undefined) return undefined;
  const { generation, sealedRetiring } = vault;
  if (sealedRetiring === undefined) return new DataKey(secret, generation);
  const opener = new DataKey(Buffer.from(secret), generation);
  try {
    const retiring = openBytes(opener, 'retiring', RETIRING_PLACE, sealedRetiring);
    return new DataKey(secret, generation, new DataKey(retiring, generation - 1));
  } catch {
    secret.fill(0);
    throw malformed();
  } finally {
    opener.destroy();
  }
}

function malformed(): DomainError {
  return new DomainError('INTERNAL_ERROR', { details: { reason: 'VAULT_MALFORMED' } });
}
