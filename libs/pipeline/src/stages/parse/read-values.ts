import { base64 } from '@scure/base';
import { canonicalAddress, parseAmount, type Chain } from '@waiaas/core';
import type { WrittenAmount } from './parsed-send.js';
import { notAnAddress, refusedMember } from './refusals.js';
import type { InstructionInput } from './send-input.js';

const HEX = /^0x(?:[0-9a-f]{2})*$/;
const NOT_DIGITS = 'must be decimal digits up to 2^256-1';

export function readAddress(chain: Chain, input: string, path: string): string {
  const address = canonicalAddress(chain, input);
  if (address === undefined) throw notAnAddress(path);
  return address;
}

export function readDigits(input: string, path: string): bigint {
  const value = parseAmount(input);
  if (value === undefined) throw refusedMember(path, 'isAmount', NOT_DIGITS);
  return value;
}

/** Exactly one of the two was given; that was checked before. */
export function readAmount({ amount, humanAmount }: InstructionInput, at: string): WrittenAmount {
  return humanAmount === undefined ? { base: readDigits(amount ?? '', `${at}amount`) } : { human: humanAmount };
}

/** Whole bytes in lower case: equal bytes give an equal request. */
export function readHex(input: string, path: string): string {
  const text = input.toLowerCase();
  if (!HEX.test(text)) throw refusedMember(path, 'isHex', 'must be 0x and whole bytes in hex');
  return text;
}

/** Strict base64 (RFC 4648 §4): every reader of these bytes must read the same. */
export function readBase64(input: string, path: string): string {
  try {
    return base64.encode(base64.decode(input));
  } catch {
    throw refusedMember(path, 'isBase64', 'must be base64 with padding');
  }
}
