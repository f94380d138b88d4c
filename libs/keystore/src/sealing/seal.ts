import { DomainError, type SealContext } from '@waiaas/core';
import { aeadOpen, aeadSeal, type Sealed } from './aead.js';
import { fromBase64Url, toBase64Url } from './base64url.js';
import type { DataKey, SealPurpose } from './data-key.js';

const VERSION = '1';
const PREFIX: Readonly<Record<SealPurpose, string>> = {
  key: 'wkey',
  value: 'wval',
  audit: 'waud',
  retiring: 'wold',
};
/** What lies in rows, and so is sealed anew under a new data key. */
const IN_ROWS: readonly SealPurpose[] = ['key', 'value', 'audit'];
// No separator of the associated data inside a part: otherwise two places could share one text.
const PART = /^[A-Za-z0-9_.:/-]{1,128}$/;
const GENERATION = /^[1-9][0-9]{0,8}$/;

/** `table|rowId|column|generation`: what ties a sealed value to its place. */
export function associatedData(context: SealContext, generation: number): string {
  const parts = [context.table, context.rowId, context.column];
  if (!parts.every((part) => PART.test(part))) throw new RangeError('a seal context has plain table, row and column names');
  return [...parts, String(generation)].join('|');
}

/** Seals bytes to one place, as `wval.1.<generation>.<nonce>.<ciphertext>` (`wkey` for wallet keys, `waud` for the audit key), base64url parts. */
export function sealBytes(dataKey: DataKey, purpose: SealPurpose, context: SealContext, plaintext: Uint8Array): string {
  const sealed = aeadSeal(dataKey.keyFor(purpose), plaintext, associatedData(context, dataKey.generation));
  return [PREFIX[purpose], VERSION, String(dataKey.generation), toBase64Url(sealed.nonce), toBase64Url(sealed.ciphertext)].join(
    '.',
  );
}

/**
 * The bytes sealed to exactly this place. The caller overwrites the buffer when done.
 *
 * @throws DomainError `INTERNAL_ERROR` with `details.reason` `SEAL_MALFORMED`, `SEAL_GENERATION` or `SEAL_BROKEN`: the stored value was
 * damaged, moved from another place or written under another data key.
 */
export function openBytes(dataKey: DataKey, purpose: SealPurpose, context: SealContext, text: string): Buffer {
  const { generation, ...sealed } = parseSealed(PREFIX[purpose], text);
  const key = dataKey.ofGeneration(generation);
  if (key === undefined) throw sealFault('SEAL_GENERATION');
  const plaintext = aeadOpen(key.keyFor(purpose), sealed, associatedData(context, generation));
  if (plaintext === undefined) throw sealFault('SEAL_BROKEN');
  return plaintext;
}

/**
 * The same bytes sealed to the same place for the same purpose under the present generation.
 *
 * @throws DomainError as {@link openBytes}.
 */
export function resealBytes(dataKey: DataKey, context: SealContext, text: string): string {
  const purpose = IN_ROWS.find((each) => text.startsWith(`${PREFIX[each]}.`));
  if (purpose === undefined) throw sealFault('SEAL_MALFORMED');
  const plaintext = openBytes(dataKey, purpose, context, text);
  try {
    return sealBytes(dataKey, purpose, context, plaintext);
  } finally {
    plaintext.fill(0);
  }
}

function parseSealed(expectedPrefix: string, text: string): Sealed & { readonly generation: number } {
  const parts = text.split('.');
  const [prefix, version, generation = '', ...bytes] = parts;
  const [nonce, ciphertext] = bytes.map(fromBase64Url);
  const isNamed = prefix === expectedPrefix && version === VERSION && GENERATION.test(generation);
  if (!isNamed || parts.length !== 5 || nonce === undefined || ciphertext === undefined) throw sealFault('SEAL_MALFORMED');
  return { nonce, ciphertext, generation: Number(generation) };
}

function sealFault(reason: 'SEAL_MALFORMED' | 'SEAL_GENERATION' | 'SEAL_BROKEN'): DomainError {
  return new DomainError('INTERNAL_ERROR', { details: { reason } });
}
