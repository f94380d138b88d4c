import { rowBytes, type RowValue } from '@waiaas/core';
import { LedgerNotes } from './ledger-notes.js';
import { LedgerSums, slotOf, type LedgerLine } from './ledger-sums.js';
import type { RowKeys, RowValues } from './row-keys.js';
import type { SummedTable } from './summed-tables.js';

export interface LedgerMove {
  readonly table: SummedTable;
  /** The row before and after; undefined where there is none. */
  readonly before: RowValues | undefined;
  readonly after: RowValues | undefined;
}

/**
 * Keeps the sums over the ledger of each wallet.
 *
 * Whoever reads the file must not learn a sum: with many of them, rows could be found that have the same one. So they are stored masked.
 * What moves while there is no key is remembered, and reckoned in when it comes.
 */
export class LedgerSeals {
  readonly notes = new LedgerNotes();
  /** What was written last: mostly it is moved on next. */
  #last: { readonly stored: string; readonly sums: LedgerSums } | undefined;

  constructor(private readonly keys: () => RowKeys | undefined) {}

  /** What is stored after a row came, went or was changed. */
  moved(stored: string, { table, before, after }: LedgerMove): string {
    const [old, fresh] = [before, after].map((row) => (row === undefined ? undefined : lineOf(table, row)));
    const keys = this.keys();
    if (keys === undefined) {
      const row = after ?? before ?? [];
      this.notes.moved({ walletId: String(row[table.columns.indexOf('wallet_id')]), key: keyOf(table, row) }, { old, fresh });
      return stored;
    }
    const sums = this.read(stored);
    // Not what the daemon wrote, and left as it is.
    if (sums === undefined) return stored;
    if (old !== undefined) sums.add(old.slot, -keys.lineHash(old.bytes));
    if (fresh !== undefined) sums.add(fresh.slot, keys.lineHash(fresh.bytes));
    return this.write(sums);
  }

  /** Adds a row to a sum that is made anew. Without a key nothing is added: nobody asks then. */
  count(sums: LedgerSums, table: SummedTable, row: RowValues): void {
    const line = lineOf(table, row);
    if (line !== undefined) this.countLine(sums, line, 1n);
  }

  countLine(sums: LedgerSums, { slot, bytes }: LedgerLine, sign: 1n | -1n): void {
    const keys = this.keys();
    if (keys !== undefined) sums.add(slot, sign * keys.lineHash(bytes));
  }

  /** Undefined for what this does not give. That it is the daemon's own is what the MAC of its row says. */
  read(stored: RowValue): LedgerSums | undefined {
    if (stored === '') return LedgerSums.empty();
    if (typeof stored !== 'string') return undefined;
    const last = this.#last;
    // Whoever reads it may change it.
    this.#last = undefined;
    return last?.stored === stored ? last.sums : this.#opened(stored);
  }

  #opened(stored: string): LedgerSums | undefined {
    const [since = '', masked = ''] = stored.split('.');
    const text = /^\d+$/.test(since) ? this.keys()?.unmask(masked) : undefined;
    return text === undefined || !SUMS.test(text) ? undefined : LedgerSums.parse(text, BigInt(since));
  }

  write(sums: LedgerSums): string {
    const kept = sums.kept();
    const keys = this.keys();
    if (keys === undefined) throw new Error('no sum is written without a key');
    const { since, text } = kept;
    if (text === '' && since === 0n) return '';
    const stored = `${since}.${keys.mask(text)}`;
    this.#last = { stored, sums: kept };
    return stored;
  }

  /** Reckons in what was noted, as long as that and the rows that stand there explain each other. */
  explains(walletId: string, stored: RowValue, actual: LedgerSums): boolean {
    const sums = this.read(stored);
    const notes = this.notes.of(walletId);
    if (sums === undefined || notes === undefined) return false;
    for (const { before, stands } of notes) {
      if (before !== undefined) this.countLine(sums, before, -1n);
      if (stands !== undefined) this.countLine(sums, stands, 1n);
    }
    return sums.kept().text === actual.kept().text;
  }
}

const SUMS = /^(?:(?:open|\d+):[0-9a-f]+;)*$/;

export function lineOf({ name, columns, stateColumn, atColumn }: SummedTable, row: RowValues): LedgerLine | undefined {
  const state = stateColumn === undefined ? null : (row[columns.indexOf(stateColumn)] ?? null);
  const slot = slotOf(state, row[columns.indexOf(atColumn)] ?? null);
  return slot === undefined ? undefined : { slot, bytes: rowBytes([name, ...row]) };
}

export function keyOf({ name, columns, id }: SummedTable, row: RowValues): string {
  return rowBytes([name, ...id.map((column) => row[columns.indexOf(column)] ?? null)]);
}
