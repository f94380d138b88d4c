import { invalidPayload } from './payload-error.js';

/** Reads a byte string from front to back; anything missing is `INVALID_TRANSACTION`. */
export class ByteReader {
  #at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  byte(): number {
    const value = this.bytes[this.#at];
    if (value === undefined) throw invalidPayload('TRUNCATED');
    this.#at += 1;
    return value;
  }

  take(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.bytes.length) throw invalidPayload('TRUNCATED');
    const slice = this.bytes.subarray(this.#at, end);
    this.#at = end;
    return slice;
  }

  /** Solana's compact-u16: seven bits per byte, least first, at most three bytes, shortest form only. */
  compactU16(): number {
    let value = 0;
    for (let position = 0; position < 3; position += 1) {
      const byte = this.byte();
      const isPadding = byte === 0 && position > 0;
      const isTooLarge = position === 2 && byte > 3;
      if (isPadding || isTooLarge) throw invalidPayload('COMPACT_U16');
      value |= (byte & 0x7f) << (7 * position);
      if (byte < 0x80) return value;
    }
    throw invalidPayload('COMPACT_U16');
  }

  end(): void {
    if (this.#at !== this.bytes.length) throw invalidPayload('TRAILING_BYTES');
  }
}
