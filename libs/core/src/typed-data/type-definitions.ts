import { keccak_256 } from '@noble/hashes/sha3';
import { utf8ToBytes } from '@noble/hashes/utils';
import type { TypedDataField } from './typed-data.js';

export type Structs = ReadonlyMap<string, readonly TypedDataField[]>;

export const DOMAIN = 'EIP712Domain';

/** The members a domain may have, in the order of EIP-712, with the one type each of them has. */
export const DOMAIN_FIELDS: readonly TypedDataField[] = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
  { name: 'salt', type: 'bytes32' },
];

const ATOMIC =
  /^(?:address|bool|string|bytes(?:[1-9]|[12][0-9]|3[0-2])?|u?int(?:8|16|24|32|40|48|56|64|72|80|88|96|104|112|120|128|136|144|152|160|168|176|184|192|200|208|216|224|232|240|248|256))$/;
const ARRAY = /^(.+)\[([0-9]{0,4})\]$/;

/** `uint` and `int` without a width are no types of EIP-712. */
export function isAtomic(type: string): boolean {
  return ATOMIC.test(type);
}

/** The element type and the fixed length (undefined for any) of an array type; undefined for what is none. */
export function arrayOf(type: string): { readonly element: string; readonly length: number | undefined } | undefined {
  const match = ARRAY.exec(type);
  if (match === null) return undefined;
  const [, element = '', length = ''] = match;
  return { element, length: length === '' ? undefined : Number(length) };
}

/** The type without its array brackets. */
export function baseType(type: string): string {
  const array = arrayOf(type);
  return array === undefined ? type : baseType(array.element);
}

/** The text EIP-712 hashes for a struct: its own definition, then those of every struct it reaches, by name. */
export function encodeType(structs: Structs, name: string): string {
  const reached = new Set<string>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    open.push(...(structs.get(next) ?? []).map(({ type }) => baseType(type)).filter((base) => structs.has(base)));
  }
  reached.delete(name);
  return [name, ...[...reached].sort((a, b) => (a < b ? -1 : 1))].map((one) => definitionText(structs, one)).join('');
}

function definitionText(structs: Structs, name: string): string {
  const fields = (structs.get(name) ?? []).map((field) => `${field.type} ${field.name}`);
  return `${name}(${fields.join(',')})`;
}

export function typeHash(structs: Structs, name: string): Uint8Array {
  return keccak_256(utf8ToBytes(encodeType(structs, name)));
}
