const ADDRESS = 32;

/** Reads on as long as there are bytes; what is missing ends the reading. */
class Cursor {
  #at = 0;
  isBroken = false;

  constructor(private readonly bytes: Uint8Array) {}

  get isAtEnd(): boolean {
    return !this.isBroken && this.#at === this.bytes.length;
  }

  skip(length: number): void {
    this.#at += length;
    if (this.#at > this.bytes.length) this.isBroken = true;
  }

  byte(): number {
    const value = this.bytes[this.#at];
    this.skip(1);
    return value ?? 0;
  }

  /** Seven bits per byte, at most three bytes; spellings the runtime refuses are read all the same. */
  length(): number {
    let value = 0;
    for (let position = 0; position < 3 && !this.isBroken; position += 1) {
      const byte = this.byte();
      value |= (byte & 0x7f) << (7 * position);
      if (byte < 0x80) break;
    }
    return value;
  }
}

function skipEach(cursor: Cursor, skipOne: () => void): void {
  for (let left = cursor.length(); left > 0 && !cursor.isBroken; left -= 1) skipOne();
}

/**
 * Whether bytes have the shape of a Solana transaction message, of whatever version: a signature over them could move everything.
 *
 * Looser than the runtime on purpose: counts, sizes and spellings that no node takes today pass here too.
 */
export function looksLikeTransactionMessage(bytes: Uint8Array): boolean {
  const isVersioned = (bytes[0] ?? 0) >= 0x80;
  const cursor = new Cursor(bytes);
  cursor.skip(isVersioned ? 4 : 3);
  cursor.skip(cursor.length() * ADDRESS);
  cursor.skip(ADDRESS);
  skipEach(cursor, () => {
    cursor.skip(1);
    cursor.skip(cursor.length());
    cursor.skip(cursor.length());
  });
  // The tables of a version that has them come last; without them the message ended before.
  if (cursor.isAtEnd) return true;
  skipEach(cursor, () => {
    cursor.skip(ADDRESS);
    cursor.skip(cursor.length());
    cursor.skip(cursor.length());
  });
  return cursor.isAtEnd;
}
