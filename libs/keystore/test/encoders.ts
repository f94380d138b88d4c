import type { RlpItem } from '../src/payloads/rlp.js';

/** Canonical RLP, written apart from the decoder under test. */
export function encodeRlp(item: RlpItem): Uint8Array {
  if (item instanceof Uint8Array) {
    const only = item[0];
    return item.length === 1 && only !== undefined && only < 0x80 ? item : join([header(0x80, item.length), item]);
  }
  const body = join(item.map(encodeRlp));
  return join([header(0xc0, body.length), body]);
}

export function header(base: number, length: number): Uint8Array {
  if (length <= 55) return Uint8Array.of(base + length);
  const digits = intBytes(BigInt(length));
  return join([Uint8Array.of(base + 55 + digits.length), digits]);
}

/** Big-endian without leading zeros; zero is no byte at all. */
export function intBytes(value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array();
  const hex = value.toString(16);
  return Uint8Array.from(Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex'));
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

export interface MessageParts {
  readonly version?: 0;
  readonly requiredSignatures: number;
  readonly readonlySigned: number;
  readonly readonlyUnsigned: number;
  readonly accounts: readonly Uint8Array[];
  readonly blockhash: Uint8Array;
  readonly instructions: readonly { readonly program: number; readonly accounts: readonly number[]; readonly data: Uint8Array }[];
  readonly lookups?: readonly {
    readonly table: Uint8Array;
    readonly writable: readonly number[];
    readonly readonly: readonly number[];
  }[];
}

export function compactU16(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest >>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Uint8Array.of(...bytes, rest);
}

const counted = (bytes: readonly number[] | Uint8Array): Uint8Array => join([compactU16(bytes.length), Uint8Array.from(bytes)]);

export function encodeMessage(parts: MessageParts): Uint8Array {
  const lookups = (parts.lookups ?? []).flatMap((lookup) => [lookup.table, counted(lookup.writable), counted(lookup.readonly)]);
  return join([
    ...(parts.version === undefined ? [] : [Uint8Array.of(0x80)]),
    Uint8Array.of(parts.requiredSignatures, parts.readonlySigned, parts.readonlyUnsigned),
    compactU16(parts.accounts.length),
    ...parts.accounts,
    parts.blockhash,
    compactU16(parts.instructions.length),
    ...parts.instructions.flatMap((it) => [Uint8Array.of(it.program), counted(it.accounts), counted(it.data)]),
    ...(parts.version === undefined ? [] : [compactU16(parts.lookups?.length ?? 0), ...lookups]),
  ]);
}

export const account = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
