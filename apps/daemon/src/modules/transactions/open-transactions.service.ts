import { Injectable } from '@nestjs/common';
import type { MovedRow, TransitionFields } from '@waiaas/pipeline';
import { Clock } from '../../common/time/clock.js';
import type { Tx } from '../../infra/prisma/database.js';
import { OpenTransactions, type SessionsEnd } from '../wallets/open-transactions.port.js';
import { OpenRowsRepository } from './open-rows.repository.js';
import { StrandedRows } from './stranded-rows.repository.js';
import { TransitionRepository } from './transition.repository.js';

interface Who {
  readonly actor: string;
  readonly ipAddress?: string;
}

interface Cancel extends Who {
  readonly at: number;
  readonly errorCode: string;
}

function whoOf({ actor, ipAddress }: Who): Who {
  return ipAddress === undefined ? { actor } : { actor, ipAddress };
}

/** Ends open rows where a wallet, its owner, a session or the whole daemon changes state; each by a legal transition with its own trail. */
@Injectable()
export class OpenTransactionsService extends OpenTransactions {
  constructor(
    private readonly rows: OpenRowsRepository,
    private readonly transitions: TransitionRepository,
    private readonly stranded: StrandedRows,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async cancelAll(
    tx: Tx,
    why: {
      readonly errorCode: 'CANCELLED_BY_KILL_SWITCH' | 'CANCELLED_BY_TERMINATION';
      readonly actor: string;
      readonly ipAddress?: string;
      readonly walletId?: string;
    },
  ): Promise<number> {
    const at = this.clock.nowSeconds();
    const cancelled = await this.#cancel(tx, await this.rows.unsigned(tx, { walletId: why.walletId }), { at, ...why });
    if (why.walletId !== undefined) await this.stranded.end(tx, [why.walletId], { at, ...whoOf(why) });
    return cancelled;
  }

  override async cancelOfSessions(tx: Tx, why: SessionsEnd): Promise<void> {
    const rows = await this.rows.unsigned(tx, why);
    await this.#cancel(tx, rows, { at: this.clock.nowSeconds(), errorCode: 'CANCELLED_BY_MASTER', ...why });
  }

  async #cancel(tx: Tx, rows: readonly MovedRow[], why: Cancel): Promise<number> {
    const { at, errorCode } = why;
    const set: TransitionFields = { errorCode, waitReason: null, executeAt: null, expiresAt: null };
    let cancelled = 0;
    for (const row of rows) {
      if (!(await this.transitions.apply(tx, { row, to: 'CANCELLED', at, ...whoOf(why), set }))) continue;
      await this.rows.releaseReservations(tx, row.id, at);
      cancelled += 1;
    }
    return cancelled;
  }

  override async expireApprovals(tx: Tx, walletId: string): Promise<number> {
    const at = this.clock.nowSeconds();
    let expired = 0;
    for (const row of await this.rows.awaitingApproval(tx, walletId)) {
      const set: TransitionFields = { errorCode: 'APPROVAL_TIMEOUT', waitReason: null, expiresAt: null };
      if (await this.transitions.apply(tx, { row, to: 'EXPIRED', at, actor: 'system', set })) expired += 1;
    }
    await this.#endWithdrawals(tx, walletId, at);
    return expired;
  }

  /** What was on its way to the owner that is none any more, and has no bytes yet, never gets any. */
  async #endWithdrawals(tx: Tx, walletId: string, at: number): Promise<void> {
    const rows = (await this.rows.unsigned(tx, { walletId })).filter(({ origin }) => origin === 'withdraw');
    for (const row of rows) {
      const isEnded = await this.transitions.apply(tx, {
        ...{ row, to: 'CANCELLED' as const, at, actor: 'system' },
        set: { errorCode: 'CANCELLED_BY_OWNER' },
      });
      if (isEnded) await this.rows.releaseReservations(tx, row.id, at);
    }
  }
}
