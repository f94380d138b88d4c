import { base58 } from '@scure/base';
import { canonicalAddress, DomainError, isSameAddress, type Chain, type KeyMaterial } from '@waiaas/core';
import { addressOf, isValidSecret, SECRET_BYTES } from './key-secret.js';
import { secretFromMnemonic } from './mnemonic.js';

const HEX = /^(?:0x)?([0-9a-fA-F]{64}|[0-9a-fA-F]{128})$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const MAX_TEXT = 1024;

/**
 * The 32-byte private key written in some format, checked against its curve, its own public half and the expected address.
 *
 * EVM takes 32 bytes. Solana takes the 32-byte seed or the usual 64 bytes (seed ‖ public key), whose halves must belong together.
 *
 * @throws DomainError `INVALID_KEY_MATERIAL` or `KEY_ADDRESS_MISMATCH`; neither holds any part of the input.
 */
export function importSecret(chain: Chain, material: KeyMaterial): Buffer {
  const bytes = material.value.length > MAX_TEXT ? undefined : readMaterial(chain, material);
  const secret = bytes === undefined ? undefined : secretOf(chain, bytes);
  bytes?.fill(0);
  if (secret === undefined) throw new DomainError('INVALID_KEY_MATERIAL');
  if (material.expectedAddress !== undefined && !givesAddress(chain, secret, material.expectedAddress)) {
    secret.fill(0);
    throw new DomainError('KEY_ADDRESS_MISMATCH');
  }
  return secret;
}

function readMaterial(chain: Chain, material: KeyMaterial): Buffer | undefined {
  if (material.format !== 'mnemonic' && material.derivationPath !== undefined) return undefined;
  const text = material.value.trim();
  switch (material.format) {
    case 'hex':
      return fromHex(text);
    case 'base58':
      return fromBase58(text);
    case 'base64':
      return fromBase64(text);
    case 'keypair-json':
      return chain === 'solana' ? fromKeypairJson(text) : undefined;
    case 'mnemonic':
      return secretFromMnemonic(chain, text, material.derivationPath);
  }
}

function secretOf(chain: Chain, bytes: Buffer): Buffer | undefined {
  const secret = Buffer.from(bytes.subarray(0, SECRET_BYTES));
  const isWhole = bytes.length === SECRET_BYTES || (chain === 'solana' && bytes.length === 64);
  if (!isWhole || !isValidSecret(chain, secret)) return undefined;
  if (bytes.length === 64 && addressOf(chain, secret) !== base58.encode(bytes.subarray(SECRET_BYTES))) {
    secret.fill(0);
    return undefined;
  }
  return secret;
}

function givesAddress(chain: Chain, secret: Buffer, expected: string): boolean {
  const canonical = canonicalAddress(chain, expected);
  return canonical !== undefined && isSameAddress(chain, canonical, addressOf(chain, secret));
}

function fromHex(text: string): Buffer | undefined {
  const digits = HEX.exec(text)?.[1];
  return digits === undefined ? undefined : Buffer.from(digits, 'hex');
}

function fromBase58(text: string): Buffer | undefined {
  try {
    return Buffer.from(base58.decode(text));
  } catch {
    // The decoder's message quotes its input.
    return undefined;
  }
}

function fromBase64(text: string): Buffer | undefined {
  if (!BASE64.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  const canonical = bytes.toString('base64');
  return canonical === text || canonical.replace(/=+$/, '') === text ? bytes : undefined;
}

function fromKeypairJson(text: string): Buffer | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isByte = (item: unknown): item is number => Number.isInteger(item) && Number(item) >= 0 && Number(item) <= 255;
    return Array.isArray(value) && value.length === 64 && value.every(isByte) ? Buffer.from(value) : undefined;
  } catch {
    return undefined;
  }
}
