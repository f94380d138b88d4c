import { keccak_256 } from '@noble/hashes/sha3';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';
import { base58 } from '@scure/base';
import type { Chain } from './network.js';

const EVM_SHAPE = /^0x[0-9a-fA-F]{40}$/;

/** EIP-55 checksummed form of 20 bytes in hex (no check of the input's own checksum). */
export function toChecksumAddress(address: string): string {
  const hex = address.slice(2).toLowerCase();
  const digest = bytesToHex(keccak_256(utf8ToBytes(hex)));
  let out = '0x';
  for (let i = 0; i < hex.length; i += 1) {
    const char = hex.charAt(i);
    out += Number.parseInt(digest.charAt(i), 16) >= 8 ? char.toUpperCase() : char;
  }
  return out;
}

function canonicalEvmAddress(input: string): string | undefined {
  if (!EVM_SHAPE.test(input)) return undefined;
  const body = input.slice(2);
  const checksummed = toChecksumAddress(input);
  const hasOneCase = body === body.toLowerCase() || body === body.toUpperCase();
  return hasOneCase || checksummed === input ? checksummed : undefined;
}

function canonicalSolanaAddress(input: string): string | undefined {
  if (input.length < 32 || input.length > 44) return undefined;
  try {
    return base58.decode(input).length === 32 ? input : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The canonical form of an address, or undefined for what is none.
 *
 * EVM: EIP-55; all-lower and all-upper input is accepted, mixed case must satisfy the checksum.
 * Solana: base58 of exactly 32 bytes, compared byte for byte.
 */
export function canonicalAddress(chain: Chain, input: string): string | undefined {
  switch (chain) {
    case 'ethereum':
      return canonicalEvmAddress(input);
    case 'solana':
      return canonicalSolanaAddress(input);
  }
}

/** Which chain an address can belong to; undefined where it belongs to none. */
export function chainOfAddress(input: string): Chain | undefined {
  if (canonicalEvmAddress(input) !== undefined) return 'ethereum';
  return canonicalSolanaAddress(input) === undefined ? undefined : 'solana';
}

/** Equality of two addresses of one chain: EVM without case, Solana byte for byte. */
export function isSameAddress(chain: Chain, a: string, b: string): boolean {
  return chain === 'ethereum' ? a.toLowerCase() === b.toLowerCase() : a === b;
}
