import type { LedgerLine } from './ledger-sums.js';

interface NotedRow {
  readonly walletId: string;
  /** The key of the row in one text. */
  readonly key: string;
}

type Line = LedgerLine | undefined;

interface Note {
  readonly row: NotedRow;
  /** What stood there before the first move; undefined where nothing counted. */
  readonly before: Line;
  /** All that the daemon left there. A transaction that failed may have put any of it back. */
  readonly left: Set<string>;
  isForeign: boolean;
  stands: Line;
}

/** Moves of ledger rows while there was no key to sum them with. In memory: what a crash leaves so is nobody's. */
export class LedgerNotes {
  readonly #notes = new Map<string, Note>();

  /** Whose rows are to be looked at, each by `stands`. */
  get wallets(): readonly string[] {
    return [...new Set([...this.#notes.values()].map(({ row }) => row.walletId))];
  }

  moved(row: NotedRow, { old, fresh }: { readonly old: Line; readonly fresh: Line }): void {
    const note = this.#notes.get(row.key) ?? {
      row,
      before: old,
      left: new Set([bytesOf(old)]),
      isForeign: false,
      stands: undefined,
    };
    this.#notes.set(row.key, note);
    // Changed by somebody else between two moves.
    if (!note.left.has(bytesOf(old))) note.isForeign = true;
    note.left.add(bytesOf(fresh));
  }

  /** A row as it is found when the key has come. */
  stands(key: string, line: Line): void {
    const note = this.#notes.get(key);
    if (note !== undefined) note.stands = line;
  }

  /** Undefined where a row is not what the daemon left there. */
  of(walletId: string): readonly { readonly before: Line; readonly stands: Line }[] | undefined {
    const notes = [...this.#notes.values()].filter(({ row }) => row.walletId === walletId);
    const isOwn = notes.every(({ isForeign, left, stands }) => !isForeign && left.has(bytesOf(stands)));
    return isOwn ? notes : undefined;
  }

  clear(): void {
    this.#notes.clear();
  }
}

function bytesOf(line: Line): string {
  return line?.bytes ?? '';
}
