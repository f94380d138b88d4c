import { Injectable } from '@nestjs/common';
import type { Chain } from '@waiaas/core';
import type { HistoryRow } from '@waiaas/policy';
import { readEntries, readHours, type EntryColumns, type HourColumns } from '../../infra/prisma/decision-reads.js';
import type { Reader } from '../../infra/prisma/rows-from.js';
import { hourOf } from './ledger-hours.repository.js';

const DAY_SECONDS = 86_400;
const MONTH_SECONDS = 2_592_000;
const HOUR_SECONDS = 3600;

export interface HistoryWindows {
  readonly rateSeconds: readonly number[];
  readonly needsMonthly: boolean;
}

export interface HistoryQuestion {
  readonly now: number;
  readonly windows: HistoryWindows;
  /** The row under judgement. */
  readonly except?: string;
}

/**
 * What a wallet has spent and asked, for the windows a verdict needs: everything open row by row, whole hours as totals, and the
 * rows of the hours a window's edge cuts through. The answer is exact to the second at any number of rows.
 */
@Injectable()
export class HistoryRepository {
  async read(tx: Reader, walletId: string, question: HistoryQuestion): Promise<readonly HistoryRow[]> {
    const { now, windows, except } = question;
    const lengths = [DAY_SECONDS, ...(windows.needsMonthly ? [MONTH_SECONDS] : []), ...windows.rateSeconds];
    const edges = [...new Set(lengths.map((length) => hourOf(BigInt(now - length))))];
    const oldest = edges.reduce((least, hour) => (hour < least ? hour : least));
    const entries = await readEntries(tx, walletId, edges, except ?? '');
    const hours = await readHours(tx, walletId, oldest, edges);
    return [...entries.map((entry) => rowOfEntry(walletId, entry)), ...hours.flatMap((hour) => rowsOfHour(walletId, hour))];
  }
}

function rowOfEntry(walletId: string, entry: EntryColumns): HistoryRow {
  return {
    type: entry.type,
    status: entry.status,
    at: Number(entry.at),
    chain: entry.chain as Chain,
    count: entry.line === 0 ? 1 : 0,
    walletId,
    ...(entry.network === '' ? {} : { network: entry.network }),
    ...(entry.asset === null ? {} : { asset: entry.asset }),
    ...(entry.amount === null ? {} : { amount: BigInt(entry.amount) }),
    ...(entry.usd_micros === null ? {} : { usdMicros: BigInt(entry.usd_micros) }),
    ...(entry.category === null ? {} : { category: entry.category }),
    ...(entry.domain === null ? {} : { domain: entry.domain }),
    ...(entry.session_id === null ? {} : { sessionId: entry.session_id }),
  };
}

/** A whole hour inside every window it is used for: one row for what was valued, one for what was not. */
function rowsOfHour(walletId: string, hour: HourColumns): readonly HistoryRow[] {
  const common = {
    type: 'TOTAL',
    status: 'CONFIRMED',
    at: Number(hour.hour),
    spanSeconds: HOUR_SECONDS,
    chain: hour.chain as Chain,
    walletId,
    ...(hour.network === '' ? {} : { network: hour.network }),
    ...(hour.asset === '' ? {} : { asset: hour.asset }),
    ...(hour.category === '' ? {} : { category: hour.category }),
    ...(hour.session_id === '' ? {} : { sessionId: hour.session_id }),
  };
  const unvalued = BigInt(hour.unvalued);
  const valued: HistoryRow = { ...common, usdMicros: BigInt(hour.usd_micros), count: hour.requests };
  return unvalued === 0n ? [valued] : [valued, { ...common, amount: unvalued, count: 0 }];
}
