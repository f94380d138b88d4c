import { Injectable } from '@nestjs/common';
import type { AuditEventType } from '@waiaas/api-types';
import { isLegalTransition, type JsonValue, type TransactionStatus } from '@waiaas/core';
import { FILL_ORIGIN, type Transition, type TransitionFields } from '@waiaas/pipeline';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { updateRows } from '../../infra/prisma/update-rows.js';
import { AuditService, type AuditEntry } from '../audit/audit.service.js';
import { EventLog } from '../audit/event-log.service.js';
import { LedgerBook, type LedgerStep } from './ledger-book.repository.js';
import { TransactionLog } from './transaction-log.service.js';

/**
 * Makes every transition there is: one guarded update, the event, the audit row and the ledger, in the caller's transaction.
 * A row that has moved on is not touched and the answer is false; a step the state machine does not know is a bug and throws.
 */
@Injectable()
export class TransitionRepository {
  constructor(
    private readonly audit: AuditService,
    private readonly events: EventLog,
    private readonly ledger: LedgerBook,
    private readonly database: Database,
    private readonly log: TransactionLog,
  ) {}

  async apply(tx: Tx, transition: Transition): Promise<boolean> {
    return (await this.applyAll(tx, [transition])).length === 1;
  }

  /** Transitions of different rows, told in the order given; gives those that were made. */
  async applyAll(tx: Tx, transitions: readonly Transition[]): Promise<readonly Transition[]> {
    const made: Transition[] = [];
    for (const transition of transitions) if (await moveRow(tx, transition)) made.push(transition);
    const told = made.filter((transition) => !isFieldsOnly(transition));
    await this.events.append(tx, ...told.map(eventOf));
    const entries = told.map(auditOf).filter((entry) => entry !== undefined);
    if (entries.length > 0) await this.audit.append(tx, ...entries);
    const moved = told.filter(({ row, to }) => row.status !== to);
    await this.ledger.move(tx, moved.map(ledgerStepOf));
    this.#logLater(tx, moved);
    return made;
  }

  #logLater(tx: Tx, moved: readonly Transition[]): void {
    if (moved.length === 0) return;
    this.database.afterCommit(tx, () => {
      for (const transition of moved) this.log.moved(transition);
    });
  }
}

/** Confirmed, and now final: nothing to tell. */
function isFieldsOnly({ row, to }: Transition): boolean {
  return row.status === to && to === 'CONFIRMED';
}

async function moveRow(tx: Tx, transition: Transition): Promise<boolean> {
  const { row, to, at } = transition;
  if (!isFieldsOnly(transition) && !isLegalTransition(row.status, to))
    throw new Error(`illegal transition ${row.status} to ${to}`);
  const columns = {
    ...{ status: to, revision: row.revision + 1, updated_at: BigInt(at) },
    ...columnsOf(transition.set ?? {}),
    ...(isSpent(transition) ? { answer_body: null } : {}),
  };
  const where = { id: row.id, status: row.status, revision: row.revision };
  return (await updateRows(tx, 'transactions', columns, where)) === 1;
}

const SIGN_ROUTES: ReadonlySet<string> = new Set(['sign', 'sign-message']);
const MOVED_NOTHING: ReadonlySet<string> = new Set(['FAILED', 'CANCELLED', 'EXPIRED']);

/** The answer was a signature that can take no effect any more. */
function isSpent({ row, to, set }: Transition): boolean {
  return SIGN_ROUTES.has(row.origin) && (MOVED_NOTHING.has(to) || typeof set?.finalizedAt === 'number');
}

function ledgerStepOf(transition: Transition): LedgerStep {
  const { row, to, at } = transition;
  const isWithdrawn = to === 'CANCELLED' && isWaiting(row.status) && transition.actor === `session:${row.sessionId ?? ''}`;
  return { transactionId: row.id, from: row.status, to, at, isFeePaid: isFeePaid(transition), isWithdrawn };
}

function isWaiting(status: TransactionStatus): boolean {
  return status === 'QUEUED' || status === 'PENDING';
}

/** Ends of which a block holds the bytes. */
const LANDED: ReadonlySet<string> = new Set(['TRANSACTION_REVERTED', 'CANCELLED_BY_REPLACEMENT']);

function isFeePaid({ set }: Transition): boolean {
  return LANDED.has(set?.errorCode ?? '');
}

function eventOf({ row, to, at }: Transition): Parameters<EventLog['append']>[1] {
  return {
    kind: 'transaction',
    walletId: row.walletId,
    ...(row.sessionId === null ? {} : { sessionId: row.sessionId }),
    data: { transactionId: row.id, walletId: row.walletId, from: row.status, to, at },
  };
}

const AUDIT_TYPE: Readonly<Partial<Record<TransactionStatus, AuditEventType>>> = {
  QUEUED: 'TX_QUEUED',
  SUBMITTED: 'TX_SUBMITTED',
  CONFIRMED: 'TX_CONFIRMED',
  DENIED: 'POLICY_DENIED',
  FAILED: 'TX_FAILED',
  CANCELLED: 'TX_CANCELLED',
  EXPIRED: 'TX_EXPIRED',
};

function auditOf(transition: Transition): AuditEntry | undefined {
  const { row, to } = transition;
  const eventType = auditTypeOf(transition);
  if (eventType === undefined) return undefined;
  const reason = transition.isRejection === true ? transition.set?.error : undefined;
  const purpose = row.origin === FILL_ORIGIN ? { purpose: 'nonce-gap' } : {};
  const told = { ...toldOf(transition.set ?? {}), ...purpose, ...(reason === undefined ? {} : { reason }) };
  const details: Record<string, JsonValue> = { from: row.status, to, ...told };
  return {
    eventType,
    actor: transition.actor,
    walletId: row.walletId,
    ...(row.sessionId === null ? {} : { sessionId: row.sessionId }),
    txId: row.id,
    ...addressOf(transition),
    details,
    severity: to === 'FAILED' || eventType === 'TX_REORGED' ? 'warning' : 'info',
  };
}

/** The daemon sends by itself, but for somebody: a request that ran at once is on record with its submission first. */
function addressOf({ row, to, ipAddress }: Transition): Pick<AuditEntry, 'ipAddress'> {
  const address = ipAddress ?? (row.status === 'EXECUTING' && to === 'SUBMITTED' ? row.ipAddress : null);
  return address === null ? {} : { ipAddress: address };
}

const TOLD = ['txHash', 'errorCode', 'waitReason'] as const;

function toldOf(set: TransitionFields): Record<string, JsonValue> {
  return Object.fromEntries(TOLD.flatMap((key) => (set[key] === undefined || set[key] === null ? [] : [[key, set[key]]])));
}

function auditTypeOf({ row, to, set, isRejection }: Transition): AuditEventType | undefined {
  if (row.status === 'CONFIRMED' && to === 'SUBMITTED') return 'TX_REORGED';
  // A yes to what is forbidden by now approved nothing.
  if (to !== 'DENIED' && set?.approval !== undefined && set.approval !== null) return 'TX_APPROVED';
  if (isRejection === true) return 'TX_REJECTED';
  return AUDIT_TYPE[to];
}

type Columns = Record<string, string | number | bigint | null>;

/** Fields of a transition as database columns; members left out stay as they are. */
function columnsOf(set: TransitionFields): Columns {
  return {
    ...direct(set),
    ...(set.decision === undefined ? {} : { decision: JSON.stringify(set.decision) }),
    ...(set.maxFee === undefined ? {} : { max_fee: set.maxFee.toString() }),
    ...(set.executeAt === undefined ? {} : { execute_at: instant(set.executeAt) }),
    ...(set.expiresAt === undefined ? {} : { expires_at: instant(set.expiresAt) }),
    ...(set.finalizedAt === undefined ? {} : { finalized_at: instant(set.finalizedAt) }),
    ...approvalColumns(set),
  };
}

const DIRECT = {
  tier: 'tier',
  servedTier: 'served_tier',
  policySetVersion: 'policy_set_version',
  usdMicros: 'usd_micros',
  waitReason: 'wait_reason',
  approvalReason: 'approval_reason',
  txHash: 'tx_hash',
  errorCode: 'error_code',
  error: 'error',
} as const;

function direct(set: TransitionFields): Columns {
  const columns: Columns = {};
  for (const [member, column] of Object.entries(DIRECT) as [keyof typeof DIRECT, string][]) {
    const value = set[member];
    if (value !== undefined) columns[column] = value;
  }
  return columns;
}

function approvalColumns(set: TransitionFields): Columns {
  if (set.approval === undefined) return {};
  if (set.approval === null) return { approval: null, approved_at: null, approved_by: null };
  return { approval: JSON.stringify(set.approval), approved_at: BigInt(set.approval.at), approved_by: set.approval.by };
}

function instant(seconds: number | null): bigint | null {
  return seconds === null ? null : BigInt(seconds);
}
