import type { Facts, HistoryRow } from '../facts.js';
import { ledgerOf } from './ledger.js';
import { firstInside } from './timeline.js';

export interface CountedRows {
  readonly windowSeconds: number;
  readonly matches?: (row: HistoryRow) => boolean;
}

/** Rows that count, the oldest first. */
export function countedRows(facts: Facts, { windowSeconds, matches = () => true }: CountedRows): readonly HistoryRow[] {
  const { rows } = ledgerOf(facts).requests();
  return rows.slice(firstInside(rows, (at) => facts.now - at < windowSeconds)).filter(matches);
}

/** How many requests of the wallet lie less than the window back. A row of totals counts as often as it says. */
export function countRequests(facts: Facts, counted: CountedRows): number {
  if (counted.matches !== undefined) return countedRows(facts, counted).reduce((sum, row) => sum + (row.count ?? 1), 0);
  return Number(
    ledgerOf(facts)
      .requests()
      .counts.within((at) => facts.now - at < counted.windowSeconds),
  );
}

/** Whole seconds until fewer than `max` of the requests counted now are left in the window. */
export function secondsUntilBelow(facts: Facts, counted: CountedRows, max: number): number {
  let left = countRequests(facts, counted);
  for (const row of countedRows(facts, counted)) {
    left -= row.count ?? 1;
    if (left < max) return Math.max(1, Math.ceil(row.at + counted.windowSeconds - facts.now));
  }
  return counted.windowSeconds;
}
