import { bytesToHex } from '@noble/hashes/utils';
import { toChecksumAddress } from '@waiaas/core';

/** Data that is not what its selector or type says. Never leaves this folder's readers: they give undefined instead. */
export class Undecodable extends Error {}

const WORD = 32;
const ADDRESS = 20;

export function uintOf(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${bytesToHex(bytes)}`);
}

export function addressOf(bytes: Uint8Array): string {
  return toChecksumAddress(`0x${bytesToHex(bytes)}`);
}

/** Bytes of a fixed length at a place, or nothing at all. */
export function slice(bytes: Uint8Array, start: number, length: number): Uint8Array {
  const end = start + length;
  if (start < 0 || length < 0 || end > bytes.length) throw new Undecodable();
  return bytes.subarray(start, end);
}

/**
 * Reads a tuple of the contract ABI by the index of its words. Never reads past the end; what follows the data is passed over.
 *
 * An address is the low 20 bytes of its word, as contracts compiled without checks see it; narrower numbers must fit their width.
 */
export class AbiReader {
  constructor(
    private readonly bytes: Uint8Array,
    private readonly base = 0,
  ) {}

  #word(index: number): Uint8Array {
    return slice(this.bytes, this.base + index * WORD, WORD);
  }

  uint(index: number, bits = 256): bigint {
    const value = uintOf(this.#word(index));
    if (value >> BigInt(bits) > 0n) throw new Undecodable();
    return value;
  }

  bool(index: number): boolean {
    return this.uint(index, 1) === 1n;
  }

  address(index: number): string {
    return addressOf(this.#word(index).subarray(WORD - ADDRESS));
  }

  /** Leftmost bytes of a word. */
  head(index: number, length: number): Uint8Array {
    return this.#word(index).subarray(0, length);
  }

  #at(index: number): number {
    const offset = this.uint(index);
    if (offset > BigInt(this.bytes.length)) throw new Undecodable();
    return this.base + Number(offset);
  }

  #lengthAt(start: number): number {
    const length = uintOf(slice(this.bytes, start, WORD));
    if (length > BigInt(this.bytes.length)) throw new Undecodable();
    return Number(length);
  }

  dynamicBytes(index: number): Uint8Array {
    const start = this.#at(index);
    return slice(this.bytes, start + WORD, this.#lengthAt(start));
  }

  /** A tuple that stands elsewhere because a part of it has no fixed length. */
  dynamicTuple(index: number): AbiReader {
    return new AbiReader(this.bytes, this.#at(index));
  }

  /** A reader of the words of an array, and how many entries it has. */
  array(index: number): { readonly length: number; readonly entries: AbiReader } {
    const start = this.#at(index);
    const length = this.#lengthAt(start);
    return { length, entries: new AbiReader(this.bytes, start + WORD) };
  }

  /** A part of this tuple that begins at a word. */
  from(index: number): AbiReader {
    return new AbiReader(this.bytes, this.base + index * WORD);
  }

  /** Entries of an array of tuples that are `words` long each, read as they are asked for. */
  *tuples<T>(index: number, words: number, read: (entry: AbiReader) => T): Generator<T> {
    const { length, entries } = this.array(index);
    for (let at = 0; at < length; at += 1) yield read(entries.from(at * words));
  }

  /** Entries of an array of tuples that have a part without a fixed length, read as they are asked for. */
  *dynamicTuples<T>(index: number, read: (entry: AbiReader) => T): Generator<T> {
    const { length, entries } = this.array(index);
    for (let at = 0; at < length; at += 1) yield read(entries.dynamicTuple(at));
  }

  *bytesList(index: number): Generator<Uint8Array> {
    const { length, entries } = this.array(index);
    for (let at = 0; at < length; at += 1) yield entries.dynamicBytes(at);
  }
}

/** What `read` makes of the data; undefined where the data is not what it should be. */
export function decoded<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Undecodable) return undefined;
    throw error;
  }
}

/** What a reader gave, up to where it could go on. */
export interface Gathered<T> {
  readonly entries: readonly T[];
  /** Nothing was left unread: neither undecodable nor beyond `most`. */
  readonly isWhole: boolean;
}

/**
 * Takes at most `most` entries from a reader, and asks for no more: data that points at the same bytes again and again costs no more
 * than what is taken. What was read before an undecodable entry is kept.
 */
export function gathered<T>(read: () => Iterable<T>, most: number): Gathered<T> {
  const entries: T[] = [];
  const isWhole = decoded(() => {
    for (const entry of read()) {
      if (entries.length >= most) return false;
      entries.push(entry);
    }
    return true;
  });
  return { entries, isWhole: isWhole === true };
}
