import type { HistoryRow } from '../facts.js';

/** Rows by time, the oldest first. */
export function byTime(rows: readonly HistoryRow[]): readonly HistoryRow[] {
  const isSorted = rows.every((row, index) => index === 0 || (rows[index - 1]?.at ?? 0) <= row.at);
  return isSorted ? rows : [...rows].sort((a, b) => a.at - b.at);
}

/** Where the rows begin that `isInside` takes; of two rows it never takes the older one alone. */
export function firstInside(rows: readonly HistoryRow[], isInside: (at: number) => boolean): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const row = rows[middle];
    if (row !== undefined && isInside(row.at)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Weights summed once in the order of time: what lies within a window is one subtraction. */
export class Timeline {
  readonly #totals: bigint[] = [0n];

  /** `rows` must be in the order of time. */
  constructor(
    private readonly rows: readonly HistoryRow[],
    weightOf: (row: HistoryRow) => bigint,
  ) {
    let total = 0n;
    for (const row of rows) {
      total += weightOf(row);
      this.#totals.push(total);
    }
  }

  /** The sum of all rows from one on. */
  from(index: number): bigint {
    return (this.#totals.at(-1) ?? 0n) - (this.#totals[index] ?? 0n);
  }

  within(isInside: (at: number) => boolean): bigint {
    return this.from(firstInside(this.rows, isInside));
  }
}
