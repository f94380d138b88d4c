import { base58 } from '@scure/base';
import { slice, Undecodable } from '../evm/abi-reader.js';

/** An instruction of a program, to be read front to back. */
export interface Instruction {
  readonly data: Uint8Array;
  readonly accounts: readonly string[];
}

const PUBLIC_KEY = 32;

/** Reads little-endian fields one after the other; what follows them is passed over. Throws `Undecodable`. */
export class InstructionReader {
  #at = 0;

  constructor(private readonly instruction: Instruction) {}

  #take(length: number): Uint8Array {
    const bytes = slice(this.instruction.data, this.#at, length);
    this.#at += length;
    return bytes;
  }

  #uint(length: number): bigint {
    return this.#take(length).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  }

  u8(): number {
    return Number(this.#uint(1));
  }

  u32(): number {
    return Number(this.#uint(4));
  }

  u64(): bigint {
    return this.#uint(8);
  }

  publicKey(): string {
    return base58.encode(this.#take(PUBLIC_KEY));
  }

  /** Text with its length before it, passed over. */
  skipText(): void {
    const length = this.u64();
    if (length > BigInt(this.instruction.data.length)) throw new Undecodable();
    this.#take(Number(length));
  }

  account(index: number): string {
    const account = this.instruction.accounts[index];
    if (account === undefined) throw new Undecodable();
    return account;
  }
}
