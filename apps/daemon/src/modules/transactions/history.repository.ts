import { Injectable } from '@nestjs/common';
import type { Chain } from '@waiaas/core';
import type { HistoryRow } from '@waiaas/policy';
import type { LedgerEntry, LedgerHour } from '../../infra/prisma/generated/client.js';
import type { Tx } from '../../infra/prisma/database.js';
import { hourOf } from './ledger-book.repository.js';

const DAY_SECONDS = 86_400;
const MONTH_SECONDS = 2_592_000;

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
  async read(
    tx: Pick<Tx, 'ledgerEntry' | 'ledgerHour'>,
    walletId: string,
    question: HistoryQuestion,
  ): Promise<readonly HistoryRow[]> {
    const { now, windows, except } = question;
    const lengths = [DAY_SECONDS, ...(windows.needsMonthly ? [MONTH_SECONDS] : []), ...windows.rateSeconds];
    const edges = [...new Set(lengths.map((length) => hourOf(BigInt(now - length))))];
    const oldest = edges.reduce((least, hour) => (hour < least ? hour : least));
    const [entries, hours] = [
      await tx.ledgerEntry.findMany({
        where: {
          walletId,
          ...(except === undefined ? {} : { transactionId: { not: except } }),
          OR: [{ state: 'OPEN' }, ...edges.map((hour) => ({ state: 'SETTLED', at: { gte: hour, lt: hour + 3600n } }))],
        },
      }),
      await tx.ledgerHour.findMany({ where: { walletId, hour: { gte: oldest, notIn: edges } } }),
    ];
    return [...entries.map(rowOfEntry), ...hours.flatMap(rowsOfHour)];
  }
}

function rowOfEntry(entry: LedgerEntry): HistoryRow {
  return {
    type: entry.type,
    status: entry.status,
    at: Number(entry.at),
    chain: entry.chain as Chain,
    count: entry.line === 0 ? 1 : 0,
    walletId: entry.walletId,
    ...(entry.network === '' ? {} : { network: entry.network }),
    ...(entry.asset === null ? {} : { asset: entry.asset }),
    ...(entry.amount === null ? {} : { amount: BigInt(entry.amount) }),
    ...(entry.usdMicros === null ? {} : { usdMicros: BigInt(entry.usdMicros) }),
    ...(entry.category === null ? {} : { category: entry.category }),
    ...(entry.domain === null ? {} : { domain: entry.domain }),
    ...(entry.sessionId === null ? {} : { sessionId: entry.sessionId }),
  };
}

/** A whole hour inside every window it is used for: one row for what was valued, one for what was not. */
function rowsOfHour(hour: LedgerHour): readonly HistoryRow[] {
  const common = {
    type: 'TOTAL',
    status: 'CONFIRMED',
    at: Number(hour.hour),
    chain: hour.chain as Chain,
    walletId: hour.walletId,
    ...(hour.network === '' ? {} : { network: hour.network }),
    ...(hour.asset === '' ? {} : { asset: hour.asset }),
    ...(hour.category === '' ? {} : { category: hour.category }),
    ...(hour.sessionId === '' ? {} : { sessionId: hour.sessionId }),
  };
  const unvalued = BigInt(hour.unvalued);
  const valued: HistoryRow = { ...common, usdMicros: BigInt(hour.usdMicros), count: hour.requests };
  return unvalued === 0n ? [valued] : [valued, { ...common, amount: unvalued, count: 0 }];
}
