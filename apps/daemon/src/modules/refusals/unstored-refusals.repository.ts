import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { rowsFrom } from '../../infra/prisma/rows-from.js';
import { statementsOf } from '../../infra/prisma/statements.js';

/** The step that refusals are counted in, in seconds: as long as the shortest window of a rule. */
const STEP_SECONDS = 10;

/** Requests that were refused within one step. */
export interface RefusedStep {
  /** Unix seconds at which the step begins. */
  readonly at: number;
  readonly requests: number;
  readonly nearLimit: number;
}

interface StepColumns {
  readonly at: bigint;
  readonly requests: number;
  readonly near_limit: number;
}

/** A wallet has one row for each step in which something was refused, however often: at most 8640 for the day that is kept. */
@Injectable()
export class UnstoredRefusalsRepository {
  constructor(private readonly database: Database) {}

  count(tx: Tx, walletId: string, at: number, isNearLimit: boolean): void {
    statementsOf(tx).run(
      `INSERT INTO unstored_refusals (wallet_id, at, requests, near_limit) VALUES (?, ?, 1, ?)
       ON CONFLICT (wallet_id, at) DO UPDATE SET requests = requests + 1, near_limit = near_limit + excluded.near_limit`,
      [walletId, BigInt(at - (at % STEP_SECONDS)), isNearLimit],
    );
  }

  /** Steps that began in this span, its ends included, newest first. */
  async between(walletId: string, from: number, to: number): Promise<readonly RefusedStep[]> {
    const rows = await rowsFrom<StepColumns>(this.database.client)`
      SELECT at, requests, near_limit FROM unstored_refusals
      WHERE wallet_id = ${walletId} AND at >= ${from} AND at <= ${to} ORDER BY at DESC`;
    return rows.map(({ at, requests, near_limit }) => ({ at: Number(at), requests, nearLimit: near_limit }));
  }

  async walletsSince(from: number): Promise<readonly string[]> {
    const rows = await rowsFrom<{ readonly wallet_id: string }>(this.database.client)`
      SELECT DISTINCT wallet_id FROM unstored_refusals WHERE at >= ${from}`;
    return rows.map(({ wallet_id }) => wallet_id);
  }

  /** What lies outside of this span: too old, or of a time that has not come, since the clock was set back. */
  async prune(from: number, to: number): Promise<void> {
    await this.database.transaction((tx) =>
      tx.unstoredRefusal.deleteMany({ where: { OR: [{ at: { lt: BigInt(from) } }, { at: { gt: BigInt(to) } }] } }),
    );
  }
}
