import type { Tx } from './database.js';

type Reader = Pick<Tx, '$queryRaw'>;

/** Wallets with settled spending since a moment, or with anything open. */
export async function readSpenders(tx: Reader, since: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ wallet_id: string }[]>`
    SELECT DISTINCT wallet_id FROM ledger_hours WHERE hour >= ${since}
    UNION
    SELECT DISTINCT wallet_id FROM ledger_entries WHERE state = 'OPEN'`;
  return rows.map((row) => row.wallet_id);
}

export interface SpendingColumns {
  readonly hour: bigint;
  /** Whole dollars and the rest in micro-dollars, apart: sums of either fit an integer. */
  readonly dollars: bigint;
  readonly micros: bigint;
  readonly requests: bigint;
  readonly unvalued: bigint;
}

/** What all wallets have settled, by the hour. For looking at: limits are judged by `readHours` and the open lines. */
export async function readHourlySpending(tx: Reader, since: number): Promise<SpendingColumns[]> {
  return tx.$queryRaw`
    SELECT hour,
      SUM(CAST(usd_micros AS INTEGER) / 1000000) AS dollars,
      SUM(CAST(usd_micros AS INTEGER) % 1000000) AS micros,
      SUM(requests) AS requests,
      SUM(CASE WHEN unvalued = '0' THEN 0 ELSE 1 END) AS unvalued
    FROM ledger_hours WHERE hour >= ${since} GROUP BY hour ORDER BY hour`;
}
