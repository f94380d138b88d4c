import { Injectable } from '@nestjs/common';
import { DomainError, type ErrorCode } from '@waiaas/core';
import { decideAgain, isGasMet, prepareAgain, type Lane, type TransactionRow } from '@waiaas/pipeline';
import { Clock } from '../../common/time/clock.js';
import { ChangeBell } from './change-bell.js';
import { DueRows } from './due-rows.service.js';
import { FeeLimitsReader } from './fee-limits.service.js';
import { LedgerRepository } from './ledger.repository.js';
import { RequestFacts } from './request-facts.service.js';

const PASSING: ReadonlySet<ErrorCode> = new Set([
  'ADAPTER_NOT_AVAILABLE',
  'CHAIN_ERROR',
  'INTEGRITY_VIOLATION',
  'KEYSTORE_LOCKED',
  'STORAGE_UNAVAILABLE',
  'SHUTTING_DOWN',
  'INTERNAL_ERROR',
]);

/** Rows whose wait is over. Waiting is a stored state: this reads what is due, whoever put it there and before whichever restart. */
@Injectable()
export class WaitingService {
  #onRunnable: (lane: Lane) => void = () => undefined;

  constructor(
    private readonly due: DueRows,
    private readonly ledger: LedgerRepository,
    private readonly facts: RequestFacts,
    private readonly fees: FeeLimitsReader,
    private readonly bell: ChangeBell,
    private readonly clock: Clock,
  ) {}

  onRunnable(listener: (lane: Lane) => void): void {
    this.#onRunnable = listener;
  }

  /** Networks side by side: one that does not answer holds up its own rows alone. */
  async processDue(): Promise<void> {
    const due = await this.due.byNetwork(this.clock.nowSeconds());
    const results = await Promise.allSettled(due.map((rows) => this.#processInOrder(rows)));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  /** What goes wrong with one row is told when the others behind it have had their turn. */
  async #processInOrder(rows: readonly TransactionRow[]): Promise<void> {
    const failures: unknown[] = [];
    for (const row of rows)
      await this.#processOne(row).catch((error: unknown) => {
        failures.push(error);
      });
    if (failures.length > 0) throw failures[0];
  }

  async #processOne(row: TransactionRow): Promise<void> {
    try {
      if (row.expiresAt !== null && row.expiresAt <= this.clock.nowSeconds()) await this.#expire(row);
      else await this.#judgeAgain(row);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      // No node, no signer, no disk: the row stays where it is and the next look tries again.
      if (!PASSING.has(error.code)) await this.#refuse(row, error.code);
    }
  }

  /** What was asked for cannot be made any more: a token that is gone, an account that changed hands. */
  async #refuse(row: TransactionRow, errorCode: string): Promise<void> {
    const set = { errorCode, waitReason: null, executeAt: null, expiresAt: null };
    await this.ledger.underLock(row.walletId, null, (view) =>
      view.apply({ row, to: 'DENIED', at: this.clock.nowSeconds(), actor: 'system', set }),
    );
    this.bell.ring([row.id]);
  }

  async #expire(row: TransactionRow): Promise<void> {
    const errorCode = row.waitReason === 'GAS' ? 'GAS_TIMEOUT' : 'APPROVAL_TIMEOUT';
    await this.ledger.underLock(row.walletId, null, (view) =>
      view.apply({ row, to: 'EXPIRED', at: this.clock.nowSeconds(), actor: 'system', set: { errorCode, waitReason: null } }),
    );
    this.bell.ring([row.id]);
  }

  async #judgeAgain(row: TransactionRow): Promise<void> {
    // No node is asked for the rows of a suspended wallet or a held session: they wait. Asked again under the lock.
    if (!(await this.due.mayRun(row))) return;
    const prepared = await this.facts.gather(row.network, (context) => prepareAgain(context, row.intent));
    // Gone up again meanwhile: the row waits on as it is.
    if (row.waitReason === 'GAS' && !isGasMet(prepared)) return;
    const result = await this.ledger.underLock(row.walletId, row.sessionId, async (view) => {
      // QUEUED rows of a suspended wallet or a held session wait; a locked system has cancelled them already.
      if (view.wallet.status !== 'ACTIVE' || view.isSystemLocked || view.session?.isHeld === true) return undefined;
      const now = this.clock.nowSeconds();
      return decideAgain(view, row, prepared, { now, feeLimits: this.fees.current(), actor: 'system' });
    });
    if (result?.outcome !== 'moved') return;
    this.bell.ring([row.id]);
    if (result.status === 'EXECUTING') this.#onRunnable({ walletId: row.walletId, network: row.network, from: row.intent.from });
  }
}
