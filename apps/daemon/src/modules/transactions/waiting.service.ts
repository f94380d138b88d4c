import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import { decideAgain, feeCapOf, isGasMet, prepareAgain, type Lane, type TransactionRow } from '@waiaas/pipeline';
import { Clock } from '../../common/time/clock.js';
import { Database } from '../../infra/prisma/database.js';
import { ChangeBell } from './change-bell.js';
import { LedgerRepository } from './ledger.repository.js';
import { RequestFacts } from './request-facts.service.js';
import { toTransactionRow } from './rows.repository.js';

const PAGE = 64;

/** Rows whose wait is over. Waiting is a stored state: this reads what is due, whoever put it there and before whichever restart. */
@Injectable()
export class WaitingService {
  #onRunnable: (lane: Lane) => void = () => undefined;

  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerRepository,
    private readonly facts: RequestFacts,
    private readonly bell: ChangeBell,
    private readonly clock: Clock,
  ) {}

  onRunnable(listener: (lane: Lane) => void): void {
    this.#onRunnable = listener;
  }

  /** Everything that is due now, page by page: rows that cannot go on hold up none behind them, nor one network another. */
  async processDue(): Promise<void> {
    let after = '';
    for (;;) {
      const page = await this.#due(after);
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.id;
      const networks = new Set(page.map(({ network }) => network));
      await Promise.all([...networks].map((network) => this.#processAll(page.filter((row) => row.network === network))));
    }
  }

  async #due(after: string): Promise<readonly TransactionRow[]> {
    const now = BigInt(this.clock.nowSeconds());
    const rows = await this.database.client.transaction.findMany({
      where: {
        status: 'QUEUED',
        id: { gt: after },
        OR: [{ executeAt: { lte: now } }, { expiresAt: { lte: now } }, { waitReason: 'GAS' }],
      },
      orderBy: { id: 'asc' },
      take: PAGE,
    });
    return rows.map(toTransactionRow);
  }

  async #processAll(rows: readonly TransactionRow[]): Promise<void> {
    for (const row of rows) await this.#processOne(row);
  }

  async #processOne(row: TransactionRow): Promise<void> {
    try {
      if (row.expiresAt !== null && row.expiresAt <= this.clock.nowSeconds()) await this.#expire(row);
      else await this.#judgeAgain(row);
    } catch (error) {
      // No node, no signer, no disk: the row stays where it is and the next look tries again.
      if (!(error instanceof DomainError)) throw error;
    }
  }

  async #expire(row: TransactionRow): Promise<void> {
    const errorCode = row.waitReason === 'GAS' ? 'GAS_TIMEOUT' : 'APPROVAL_TIMEOUT';
    await this.ledger.underLock(row.walletId, null, (view) =>
      view.apply({ row, to: 'EXPIRED', at: this.clock.nowSeconds(), actor: 'system', set: { errorCode, waitReason: null } }),
    );
    this.bell.ring([row.id]);
  }

  async #judgeAgain(row: TransactionRow): Promise<void> {
    // No node is asked for the rows of a suspended wallet: they wait. Asked again under the lock.
    const wallet = await this.database.client.wallet.findUnique({ where: { id: row.walletId }, select: { status: true } });
    if (wallet?.status !== 'ACTIVE') return;
    const prepared = await this.facts.gather(row.network, (context) => prepareAgain(context, row.intent));
    if (row.waitReason === 'GAS' && !isGasMet(prepared)) return;
    const result = await this.ledger.underLock(row.walletId, row.sessionId, async (view) => {
      // QUEUED rows of a suspended wallet wait; a locked system has cancelled them already.
      if (view.wallet.status !== 'ACTIVE' || view.isSystemLocked) return undefined;
      return decideAgain(view, row, prepared, { now: this.clock.nowSeconds(), feeCap: feeCapOf(row.network), actor: 'system' });
    });
    if (result?.outcome !== 'moved') return;
    this.bell.ring([row.id]);
    if (result.status === 'EXECUTING') this.#onRunnable({ walletId: row.walletId, network: row.network, from: row.intent.from });
  }
}
