import { keccak_256 } from '@noble/hashes/sha3';
import { toHex } from './bytes';

export type AddressVerdict = 'fits' | 'unguarded' | 'wrong' | 'solana' | 'none';

const EVM = /^0x[0-9a-fA-F]{40}$/;
const BASE58 = /^[1-9A-HJ-NP-Za-km-z]{32,44}$/;
const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function checksummed(address: string): string {
  const hex = address.slice(2).toLowerCase();
  const digest = toHex(keccak_256(new TextEncoder().encode(hex)));
  const letters = [...hex].map((letter, index) =>
    Number.parseInt(digest.charAt(index), 16) >= 8 ? letter.toUpperCase() : letter,
  );
  return `0x${letters.join('')}`;
}

function byteLength(base58: string): number {
  let number = 0n;
  for (const letter of base58) number = number * 58n + BigInt(ALPHABET.indexOf(letter));
  const zeros = /^1*/.exec(base58)?.[0].length ?? 0;
  return zeros + (number === 0n ? 0 : Math.ceil(number.toString(16).length / 2));
}

/** What can be told of an address without asking anybody: EIP-55 of Ethereum ones, the length of Solana ones. */
export function addressVerdict(text: string): AddressVerdict {
  if (EVM.test(text)) {
    const digits = text.slice(2);
    if (digits === digits.toLowerCase() || digits === digits.toUpperCase()) return 'unguarded';
    return checksummed(text) === text ? 'fits' : 'wrong';
  }
  return BASE58.test(text) && byteLength(text) === 32 ? 'solana' : 'none';
}
