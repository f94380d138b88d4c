import type { Facts, HistoryRow } from '../facts.js';

// A request that was taken back, ran out or was refused has used no place in the window. All others have, whatever became of them.
const NOT_COUNTED: ReadonlySet<string> = new Set(['CANCELLED', 'EXPIRED', 'DENIED']);

export interface CountedRows {
  readonly windowSeconds: number;
  readonly matches?: (row: HistoryRow) => boolean;
}

function countedRows(facts: Facts, { windowSeconds, matches }: CountedRows): readonly HistoryRow[] {
  return facts.history.filter(
    (row) =>
      (row.walletId === undefined || row.walletId === facts.walletId) &&
      !NOT_COUNTED.has(row.status) &&
      facts.now - row.at < windowSeconds &&
      (matches === undefined || matches(row)),
  );
}

/** How many requests of the wallet lie less than the window back. A row of totals counts as often as it says. */
export function countRequests(facts: Facts, rows: CountedRows): number {
  return countedRows(facts, rows).reduce((sum, row) => sum + (row.count ?? 1), 0);
}

/** Whole seconds until fewer than `max` of the requests counted now are left in the window. */
export function secondsUntilBelow(facts: Facts, rows: CountedRows, max: number): number {
  const oldestFirst = [...countedRows(facts, rows)].sort((a, b) => a.at - b.at);
  let left = countRequests(facts, rows);
  for (const row of oldestFirst) {
    left -= row.count ?? 1;
    if (left < max) return Math.max(1, Math.ceil(row.at + rows.windowSeconds - facts.now));
  }
  return rows.windowSeconds;
}
