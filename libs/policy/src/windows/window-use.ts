import type { Facts, HistoryRow } from '../facts.js';
import { ratio, type Ratio } from '../money/ratio.js';
import { ledgerOf } from './ledger.js';
import { ATTOS_PER_USD, knownAttos } from './row.js';
import { spentInWindow, type SpentRows } from './spent.js';
import { firstInside } from './timeline.js';

/** What counts in a window now, and when it will count no more. */
export interface WindowUse {
  readonly usd: Ratio;
  /** The part of it that no time frees: open rows of a known value. */
  readonly reservedUsd: Ratio;
  /** Some row has an amount that nobody can value, and counts as nothing. */
  readonly hasUnvalued: boolean;
  /** From when on a part of it counts no more; undefined where nothing is on its way out. */
  readonly freesAt: number | undefined;
  /** When all that was spent by now counts no more. */
  readonly emptyAt: number | undefined;
}

/** When rows inside a window leave it: of totals the first may leave at the beginning, the last at the end of their span. */
export function leavingOf(inside: readonly HistoryRow[], leavesAfter: number): Pick<WindowUse, 'freesAt' | 'emptyAt'> {
  const [oldest] = inside;
  if (oldest === undefined) return { freesAt: undefined, emptyAt: undefined };
  const last = inside.reduce((latest, { at, spanSeconds = 1 }) => Math.max(latest, at + spanSeconds - 1), oldest.at);
  return { freesAt: oldest.at + leavesAfter, emptyAt: last + leavesAfter };
}

/** What `spentInWindow` gives, with the times at which it shrinks if nothing more is spent. */
export function windowUse(facts: Facts, rows: SpentRows): WindowUse {
  const { windowSeconds, here: _, ...selection } = rows;
  const { openAttos, settled } = ledgerOf(facts).spending(selection);
  const inside = settled.slice(firstInside(settled, (at) => facts.now - at <= windowSeconds));
  const counting = inside.filter((row) => knownAttos(row) !== 0n);
  // The second at which a row is exactly as old as the window still counts it.
  return {
    ...spentInWindow(facts, rows),
    reservedUsd: ratio(openAttos, ATTOS_PER_USD),
    ...leavingOf(counting, windowSeconds + 1),
  };
}
