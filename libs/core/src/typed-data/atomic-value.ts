import { keccak_256 } from '@noble/hashes/sha3';
import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils';
import { canonicalAddress } from '../values/address.js';

const WORD = 32;
const FAMILY = /^([a-z]+)([0-9]*)$/;
const DIGITS = /^[0-9]{1,78}$/;
const SIGNED_DIGITS = /^-?[0-9]{1,78}$/;
const HEX_NUMBER = /^0x[0-9a-fA-F]{1,64}$/;
const HEX_BYTES = /^0x(?:[0-9a-fA-F]{2})*$/;

/**
 * The 32 bytes EIP-712 encodes for a value of an atomic type; undefined for a value that is not exactly of that type.
 *
 * Nothing is converted: numbers are whole JSON numbers, digits or 0x hex, and in range; a mixed-case address has its checksum.
 */
export function encodeAtomic(type: string, value: unknown): Uint8Array | undefined {
  const [, family = '', size = ''] = FAMILY.exec(type) ?? [];
  return ENCODERS.get(family)?.(value, Number(size));
}

/** By family, with the size that its name ends in; 0 where it has none. */
const ENCODERS: ReadonlyMap<string, (value: unknown, size: number) => Uint8Array | undefined> = new Map([
  ['address', encodeAddress],
  ['bool', encodeBool],
  ['string', hashText],
  ['bytes', (value: unknown, length: number) => (length === 0 ? hashBytes(value) : encodeFixedBytes(length, value))],
  ['uint', encodeUint],
  ['int', encodeInt],
]);

function encodeBool(value: unknown): Uint8Array | undefined {
  return typeof value === 'boolean' ? wordOf(value ? 1n : 0n) : undefined;
}

function hashText(value: unknown): Uint8Array | undefined {
  return isText(value) ? keccak_256(utf8ToBytes(value)) : undefined;
}

function hashBytes(value: unknown): Uint8Array | undefined {
  return isHexBytes(value) ? keccak_256(hexToBytes(value.slice(2))) : undefined;
}

function encodeAddress(value: unknown): Uint8Array | undefined {
  if (typeof value !== 'string' || canonicalAddress('ethereum', value) === undefined) return undefined;
  return wordOf(BigInt(value));
}

function encodeFixedBytes(length: number, value: unknown): Uint8Array | undefined {
  if (!isHexBytes(value) || value.length !== 2 + 2 * length) return undefined;
  const word = new Uint8Array(WORD);
  word.set(hexToBytes(value.slice(2)));
  return word;
}

function encodeUint(value: unknown, bits: number): Uint8Array | undefined {
  const number = wholeNumber(value, DIGITS);
  return number === undefined || number < 0n || number >> BigInt(bits) > 0n ? undefined : wordOf(number);
}

function encodeInt(value: unknown, bits: number): Uint8Array | undefined {
  const number = wholeNumber(value, SIGNED_DIGITS);
  const half = 1n << BigInt(bits - 1);
  if (number === undefined || number < -half || number >= half) return undefined;
  return wordOf(BigInt.asUintN(256, number));
}

function wholeNumber(value: unknown, digits: RegExp): bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  return typeof value === 'string' && (digits.test(value) || HEX_NUMBER.test(value)) ? BigInt(value) : undefined;
}

/** Half a character has no UTF-8 form: it would be hashed as something else. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && !/\p{Surrogate}/u.test(value);
}

function isHexBytes(value: unknown): value is string {
  return typeof value === 'string' && HEX_BYTES.test(value);
}

function wordOf(value: bigint): Uint8Array {
  return hexToBytes(value.toString(16).padStart(2 * WORD, '0'));
}
