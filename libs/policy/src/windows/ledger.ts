import { derivedOnce } from '../derived-once.js';
import type { Facts, HistoryRow } from '../facts.js';
import { comparable } from '../value/asset.js';
import { assetOfRow, FEE_CATEGORY, isOpenRow, isOwnRow, knownAttos } from './row.js';
import { byTime, Timeline } from './timeline.js';

// A request that was taken back, ran out or was refused has used no place in the window. All others have, whatever became of them.
const USED_NO_PLACE: ReadonlySet<string> = new Set(['CANCELLED', 'EXPIRED', 'DENIED']);

/** Which rows of a wallet; all where nothing is named. */
export interface Selection {
  readonly category?: string;
  readonly sessionId?: string;
}

/** What rows have spent: open ones whatever their age, settled ones by time. */
export interface Spending {
  readonly openAttos: bigint;
  readonly settledAttos: Timeline;
  /** What `settledAttos` sums. */
  readonly settled: readonly HistoryRow[];
  /** Rows with an amount and no value: what they count depends on prices. */
  readonly openUnvalued: readonly HistoryRow[];
  readonly settledUnvalued: readonly HistoryRow[];
}

/** Requests that have used a place, by time. */
export interface Requests {
  readonly rows: readonly HistoryRow[];
  readonly counts: Timeline;
}

function spendingOf(rows: readonly HistoryRow[]): Spending {
  const open = rows.filter(isOpenRow);
  const settled = rows.filter((row) => row.status === 'CONFIRMED');
  const isUnvalued = (row: HistoryRow): boolean => knownAttos(row) === undefined;
  return {
    openAttos: open.reduce((sum, row) => sum + (knownAttos(row) ?? 0n), 0n),
    settledAttos: new Timeline(settled, (row) => knownAttos(row) ?? 0n),
    openUnvalued: open.filter(isUnvalued),
    settledUnvalued: settled.filter(isUnvalued),
    settled,
  };
}

function requestsOf(all: readonly HistoryRow[]): Requests {
  const rows = all.filter((row) => !USED_NO_PLACE.has(row.status));
  return { rows, counts: new Timeline(rows, (row) => BigInt(row.count ?? 1)) };
}

function openByAsset(rows: readonly HistoryRow[]): ReadonlyMap<string, readonly HistoryRow[]> {
  const found = new Map<string, HistoryRow[]>();
  for (const row of rows) {
    if (!isOpenRow(row) || row.category === FEE_CATEGORY) continue;
    const key = comparable(assetOfRow(row) ?? '');
    const list = found.get(key);
    if (list === undefined) found.set(key, [row]);
    else list.push(row);
  }
  return found;
}

/** The rows of one wallet, looked through once for each question and remembered. */
class Ledger {
  readonly #rows: readonly HistoryRow[];
  readonly #spending = new Map<string, Spending>();
  #requests: Requests | undefined;
  #open: ReadonlyMap<string, readonly HistoryRow[]> | undefined;

  constructor(rows: readonly HistoryRow[]) {
    this.#rows = byTime(rows);
  }

  spending(selection: Selection): Spending {
    const key = JSON.stringify([selection.category, selection.sessionId]);
    const found = this.#spending.get(key) ?? spendingOf(this.#rows.filter((row) => isSelected(row, selection)));
    this.#spending.set(key, found);
    return found;
  }

  requests(): Requests {
    return (this.#requests ??= requestsOf(this.#rows));
  }

  /** Open rows of an asset, fees apart. */
  openOf(asset: string): readonly HistoryRow[] {
    this.#open ??= openByAsset(this.#rows);
    return this.#open.get(comparable(asset)) ?? [];
  }
}

function isSelected(row: HistoryRow, { category, sessionId }: Selection): boolean {
  return (category === undefined || row.category === category) && (sessionId === undefined || row.sessionId === sessionId);
}

const ledgersOf = derivedOnce((_history: Facts['history']) => new Map<string, Ledger>());

/** The ledger of the wallet under judgement. */
export function ledgerOf(facts: Pick<Facts, 'walletId' | 'history'>): Ledger {
  const ledgers = ledgersOf(facts.history);
  const found = ledgers.get(facts.walletId) ?? new Ledger(facts.history.filter((row) => isOwnRow(facts, row)));
  ledgers.set(facts.walletId, found);
  return found;
}
