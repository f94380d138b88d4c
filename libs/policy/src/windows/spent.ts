import type { Facts, HistoryRow } from '../facts.js';
import { add, ratio, type Ratio } from '../money/ratio.js';
import type { AssetRef } from '../value/price.js';
import { ledgerOf, type Selection } from './ledger.js';
import { ATTOS_PER_USD, chainOfRow, valueOfRow, type JudgedPlace } from './row.js';
import { firstInside } from './timeline.js';

export interface Spent {
  readonly usd: Ratio;
  /** Some row had an amount that could not be valued and counts as nothing. */
  readonly hasUnvalued: boolean;
}

export interface SpentRows extends Selection {
  readonly windowSeconds: number;
  /** The place meant by rows that name none. */
  readonly here: JudgedPlace;
}

/** What the wallet has spent or reserved in a window, over all networks and paths. */
export function spentInWindow(facts: Facts, { windowSeconds, here, ...selection }: SpentRows): Spent {
  const isInside = (at: number): boolean => facts.now - at <= windowSeconds;
  const { openAttos, settledAttos, openUnvalued, settledUnvalued } = ledgerOf(facts).spending(selection);
  const recent = settledUnvalued.slice(firstInside(settledUnvalued, isInside));
  const known = ratio(openAttos + settledAttos.within(isInside), ATTOS_PER_USD);
  const values = [...openUnvalued, ...recent].map((row) => valueOfRow(facts, row, here));
  return {
    usd: values.reduce<Ratio>((sum, value) => (value === undefined ? sum : add(sum, value)), known),
    hasUnvalued: values.includes(undefined),
  };
}

function isSamePlace(row: HistoryRow, ref: AssetRef): boolean {
  if (chainOfRow(row, ref.chain) !== ref.chain) return false;
  return row.network === undefined || ref.network === undefined || row.network === ref.network;
}

/** Base units of an asset in open rows of the wallet, fees apart; rows that name no network count for every network of their chain. */
export function openReservations(facts: Facts, ref: AssetRef): bigint {
  const open = ledgerOf(facts).openOf(ref.asset);
  return open.reduce((sum, row) => (isSamePlace(row, ref) ? sum + (row.amount ?? 0n) : sum), 0n);
}
