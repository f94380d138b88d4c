import { base58 } from '@scure/base';
import { DomainError, type Chain, type KeyExport } from '@waiaas/core';
import { openWithPassword, parsePasswordSealed, sealUnderPassword, type PasswordSealed } from '../vault/password-sealed.js';
import type { OpenedKey } from '../signing/opened-key.js';
import { addressOf, SECRET_BYTES } from './key-secret.js';

const NAME = 'wexport';
const VERSION = '1';
const HEADER_LENGTH = 4;

/** The key as wallets take it: 0x hex of 32 bytes (EVM), base58 of seed ‖ public key (Solana). */
export function exportRaw(key: OpenedKey): KeyExport {
  const secret = key.copySecret();
  try {
    return { format: 'raw', address: key.address, secret: writeSecret(key.identity.chain, secret, key.address) };
  } finally {
    secret.fill(0);
  }
}

/** The key sealed under a passphrase: `wexport.1.<chain>.<address>.argon2id.m=…,t=…,p=….<salt>.<nonce>.<ciphertext>`. */
export async function exportEncrypted(key: OpenedKey, passphrase: string): Promise<KeyExport> {
  const secret = key.copySecret();
  try {
    const header = [NAME, VERSION, key.identity.chain, key.address];
    return { format: 'encrypted', address: key.address, blob: await sealUnderPassword(header, secret, passphrase) };
  } finally {
    secret.fill(0);
  }
}

/**
 * The 32-byte key of an encrypted export, whose address is derived again and compared.
 *
 * @throws DomainError `INVALID_KEY_MATERIAL` for a text that is none or a wrong passphrase.
 */
export async function openExport(blob: string, passphrase: string): Promise<{ readonly chain: Chain; readonly secret: Buffer }> {
  const { chain, address, sealed } = parseExport(blob);
  const secret = await openWithPassword(sealed, passphrase);
  if (secret !== undefined && addressOf(chain, secret) === address) return { chain, secret };
  secret?.fill(0);
  throw new DomainError('INVALID_KEY_MATERIAL');
}

function parseExport(blob: string): {
  readonly chain: Chain;
  readonly address: string | undefined;
  readonly sealed: PasswordSealed;
} {
  const sealed = parsePasswordSealed(blob, HEADER_LENGTH, SECRET_BYTES);
  const [name, version, chain, address] = sealed?.header ?? [];
  const isChain = chain === 'ethereum' || chain === 'solana';
  if (sealed === undefined || name !== NAME || version !== VERSION || !isChain) throw new DomainError('INVALID_KEY_MATERIAL');
  return { chain, address, sealed };
}

function writeSecret(chain: Chain, secret: Buffer, address: string): string {
  switch (chain) {
    case 'ethereum':
      return `0x${secret.toString('hex')}`;
    case 'solana': {
      const pair = Buffer.concat([secret, base58.decode(address)]);
      const text = base58.encode(pair);
      pair.fill(0);
      return text;
    }
  }
}
