import { rowBytes } from '@waiaas/core';
import type { SealedRow } from './row-seals.js';

interface StoredRow {
  readonly mac: unknown;
  readonly bytes: string;
}

export interface UnsettledRow {
  readonly row: SealedRow;
  readonly bytes: string;
}

interface Entry {
  /** What stood there before the first write; undefined for a row that is new. */
  readonly before: StoredRow | undefined;
  latest: UnsettledRow | undefined;
}

/** Rows that the daemon wrote before it had the key to vouch for them. In memory: a row that a crash leaves so is no sound row. */
export class UnsettledRows {
  readonly #rows = new Map<string, Entry>();

  /** A row as it is about to be written over. */
  found(row: SealedRow, stored: StoredRow): void {
    const id = idOf(row);
    if (this.#rows.get(id)?.latest?.bytes === stored.bytes) return;
    this.#rows.set(id, { before: stored, latest: undefined });
  }

  wrote(row: SealedRow, bytes: string): void {
    const id = idOf(row);
    const latest = { row, bytes };
    const entry = this.#rows.get(id);
    if (entry === undefined) this.#rows.set(id, { before: undefined, latest });
    else entry.latest = latest;
  }

  vouchesFor(row: SealedRow, bytes: string): boolean {
    return this.#rows.size > 0 && this.#rows.get(idOf(row))?.latest?.bytes === bytes;
  }

  /** Keeps those whose row before was sound, and gives them. */
  judge(macOf: (bytes: string) => string): readonly UnsettledRow[] {
    for (const [id, { before, latest }] of this.#rows) {
      const wasSound = before === undefined || before.mac === macOf(before.bytes);
      if (!wasSound || latest === undefined) this.#rows.delete(id);
    }
    return [...this.#rows.values()].flatMap(({ latest }) => (latest === undefined ? [] : [latest]));
  }

  settled(rows: readonly UnsettledRow[]): void {
    for (const { row, bytes } of rows) if (this.vouchesFor(row, bytes)) this.#rows.delete(idOf(row));
  }
}

function idOf({ values, idLength }: SealedRow): string {
  return rowBytes(values.slice(0, idLength));
}
