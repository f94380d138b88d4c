import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import {
  decideAgain,
  OUTDATED,
  prepareAgain,
  type Approval,
  type Lane,
  type Rejudged,
  type TransactionRow,
} from '@waiaas/pipeline';
import { actorLabel, type Actor, type MasterActor, type OwnerActor } from '../../common/auth/actor.js';
import { Clock } from '../../common/time/clock.js';
import { ChangeBell } from './change-bell.js';
import { denialBody } from './answers.js';
import { FeeLimitsReader } from './fee-limits.service.js';
import { LedgerRepository } from './ledger.repository.js';
import { refuseForeignRow } from './own-rows.js';
import { RequestFacts } from './request-facts.service.js';
import { toTransactionRow } from './rows.repository.js';
import { TransactionsRepository } from './transactions.repository.js';

/** A yes is worth an hour, the wait for gas included. */
const APPROVAL_SECONDS = 3600;

export interface Approved {
  readonly id: string;
  readonly status: 'EXECUTING' | 'QUEUED';
  readonly approvedAt: number;
  readonly approvedBy: 'owner' | 'master';
}

interface Ending {
  readonly isRejection: boolean;
  readonly error?: string;
}

/** What people decide about waiting rows: yes, no, never mind. */
@Injectable()
export class DecisionsService {
  #onRunnable: (lane: Lane) => void = () => undefined;

  constructor(
    private readonly transactions: TransactionsRepository,
    private readonly ledger: LedgerRepository,
    private readonly facts: RequestFacts,
    private readonly fees: FeeLimitsReader,
    private readonly bell: ChangeBell,
    private readonly clock: Clock,
  ) {}

  onRunnable(listener: (lane: Lane) => void): void {
    this.#onRunnable = listener;
  }

  /**
   * Re-enters the pipeline at policy with the approval as one more fact: denials, budgets, wallet state and the kill switch are
   * judged again in the transaction that moves the row, so a late or second yes can never run something else.
   */
  async approve(actor: OwnerActor | MasterActor, id: string, requestHash: string | undefined): Promise<Approved> {
    const row = await this.#awaiting(id);
    const { result, at } = await this.facts.untilCurrent(() => this.#judgeApproved(actor, row, requestHash));
    this.bell.ring([row.id]);
    return this.#approved(actor, row, result, at);
  }

  /** Undefined where the facts are older than the policies. */
  async #judgeApproved(
    actor: OwnerActor | MasterActor,
    row: TransactionRow,
    requestHash: string | undefined,
  ): Promise<{ readonly result: Rejudged; readonly at: number } | undefined> {
    const prepared = await this.facts.gather(row.network, (context) => prepareAgain(context, row.intent));
    let now = this.clock.nowSeconds();
    const result = await this.ledger.underLock(row.walletId, row.sessionId, async (view) => {
      // Facts and the lock may have taken longer than the wait lasted.
      now = this.clock.nowSeconds();
      refuseLate(row, now);
      refuseApprover(actor, view.wallet);
      if (view.isSystemLocked) throw new DomainError('SYSTEM_LOCKED');
      if (view.wallet.status === 'SUSPENDED') throw new DomainError('WALLET_SUSPENDED');
      const approval = approvalOf(actor, row, requestHash, now);
      const who = { actor: actorLabel(actor), ipAddress: actor.clientAddress };
      return decideAgain(view, row, prepared, { now, feeLimits: this.fees.current(), ...who, approval });
    });
    return result.outcome === OUTDATED ? undefined : { result, at: now };
  }

  /**
   * The owner's no, or the master's, to any QUEUED row. The reason is for people and agents to read: no signature covers it, and
   * nothing is decided by it.
   */
  async reject(actor: Actor, id: string, reason?: string): Promise<{ readonly at: number }> {
    const words = reason?.trim() ?? '';
    return this.#withdraw(actor, id, { isRejection: true, ...(words === '' ? {} : { error: words }) });
  }

  /** A change of mind about any QUEUED row, with the same end. */
  async cancel(actor: Actor, id: string): Promise<{ readonly at: number }> {
    return this.#withdraw(actor, id, { isRejection: false });
  }

  async #withdraw(actor: Actor, id: string, { isRejection, ...words }: Ending): Promise<{ readonly at: number }> {
    const stored = await this.transactions.find(id);
    if (stored === undefined) throw new DomainError('TX_NOT_FOUND');
    const at = this.clock.nowSeconds();
    // Whose row it is, and who said yes to it, is judged on the row as the lock finds it.
    await this.ledger.underLock(stored.walletId, null, async (view) => {
      const row = await view.row(id);
      if (row === undefined) throw new DomainError('TX_NOT_FOUND');
      if (actor.kind === 'session') refuseForeignRow(actor, row);
      if (row.status !== 'QUEUED' && row.status !== 'PENDING') throw new DomainError('TX_ALREADY_PROCESSED');
      const set = { errorCode: cancelCode(actor), waitReason: null, executeAt: null, expiresAt: null, ...words };
      const who = { actor: actorLabel(actor), ipAddress: actor.clientAddress };
      if (!(await view.apply({ row, to: 'CANCELLED', at, ...who, set, isRejection })))
        throw new DomainError('TX_ALREADY_PROCESSED');
    });
    this.bell.ring([id]);
    return { at };
  }

  async #awaiting(id: string): Promise<TransactionRow> {
    const stored = await this.transactions.find(id);
    if (stored === undefined) throw new DomainError('TX_NOT_FOUND');
    const row = toTransactionRow(stored);
    if (row.status === 'EXPIRED') throw new DomainError('APPROVAL_TIMEOUT');
    if (row.status === 'QUEUED' && row.waitReason === 'APPROVAL') {
      refuseLate(row, this.clock.nowSeconds());
      return row;
    }
    const askedForApproval = stored.approvedAt !== null || row.decision.tier === 'APPROVAL';
    throw new DomainError(askedForApproval ? 'TX_ALREADY_PROCESSED' : 'APPROVAL_NOT_FOUND');
  }

  #approved(actor: OwnerActor | MasterActor, row: TransactionRow, result: Rejudged, at: number): Approved {
    if (result.outcome === 'lost') throw new DomainError('TX_ALREADY_PROCESSED');
    if (result.outcome !== 'moved')
      throw new DomainError('APPROVAL_STALE', { hint: 'Ask for a new challenge and read it again.' });
    if (result.status === 'DENIED') {
      const { details } = denialBody(row.id, result.decision, '');
      throw new DomainError('POLICY_DENIED', details === undefined ? {} : { details });
    }
    if (result.status === 'EXECUTING') this.#onRunnable({ walletId: row.walletId, network: row.network, from: row.intent.from });
    return { id: row.id, status: result.status === 'EXECUTING' ? 'EXECUTING' : 'QUEUED', approvedAt: at, approvedBy: actor.kind };
  }
}

function refuseLate({ expiresAt }: TransactionRow, now: number): void {
  if (expiresAt !== null && expiresAt <= now) throw new DomainError('APPROVAL_TIMEOUT');
}

/** With an owner, verified or not, only the owner says yes; without one, only the master can. */
function refuseApprover(
  actor: OwnerActor | MasterActor,
  wallet: { readonly ownerState: string; readonly ownerAddress: string | null },
): void {
  if (actor.kind === 'master') {
    if (wallet.ownerState !== 'NONE') throw new DomainError('OWNER_REQUIRED');
    return;
  }
  if (wallet.ownerAddress === null) throw new DomainError('OWNER_NOT_CONNECTED');
  // The owner may have changed between the proof and the lock.
  if (wallet.ownerAddress !== actor.proof.address) throw new DomainError('OWNER_ADDRESS_MISMATCH');
}

function approvalOf(
  actor: OwnerActor | MasterActor,
  row: TransactionRow,
  requestHash: string | undefined,
  now: number,
): Approval {
  if (actor.kind === 'master') {
    if (requestHash !== undefined && requestHash !== row.requestHash) throw new DomainError('APPROVAL_STALE');
    const operations = row.decision.operations.map((operation) => operation.line);
    return {
      by: 'master',
      at: now,
      lapsesAt: now + APPROVAL_SECONDS,
      requestHash: row.requestHash,
      operations,
      usdMicros: row.decision.usdMicros,
    };
  }
  const { cover, consent } = actor.proof;
  if (cover === undefined || actor.proof.transactionId !== row.id) throw new DomainError('INVALID_NONCE');
  return {
    by: 'owner',
    at: now,
    lapsesAt: now + APPROVAL_SECONDS,
    requestHash: cover.requestHash,
    operations: cover.operations,
    usdMicros: cover.usdMicros,
    ...(consent === undefined ? {} : { consent }),
  };
}

function cancelCode(actor: Actor): string {
  switch (actor.kind) {
    case 'owner':
      return 'CANCELLED_BY_OWNER';
    case 'session':
      return 'CANCELLED_BY_SESSION';
    case 'master':
      return 'CANCELLED_BY_MASTER';
    case 'owner-reader':
    case 'public':
      throw new Error('the guard let another kind of actor in');
  }
}
