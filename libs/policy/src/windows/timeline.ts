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

/** Weights summed once, from the newest row back as far as anybody asks: what lies within a window is one look-up from then on. */
export class Timeline {
  /** Of the newest rows: of none, of one, of two and so on. */
  readonly #sums: bigint[] = [0n];

  /** `rows` must be in the order of time. */
  constructor(
    private readonly rows: readonly HistoryRow[],
    private readonly weightOf: (row: HistoryRow) => bigint,
  ) {}

  /** The sum of all rows from one on. */
  from(index: number): bigint {
    const count = Math.max(0, this.rows.length - index);
    let sum = this.#sums.at(-1) ?? 0n;
    for (let known = this.#sums.length - 1; known < count; known += 1) {
      const row = this.rows[this.rows.length - 1 - known];
      if (row !== undefined) sum += this.weightOf(row);
      this.#sums.push(sum);
    }
    return this.#sums[count] ?? 0n;
  }

  within(isInside: (at: number) => boolean): bigint {
    return this.from(firstInside(this.rows, isInside));
  }
}
