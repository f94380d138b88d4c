import { Injectable } from '@nestjs/common';
import type { AuditEventType } from '@waiaas/api-types';
import { isLegalTransition, type JsonValue, type TransactionStatus } from '@waiaas/core';
import type { Transition, TransitionFields } from '@waiaas/pipeline';
import type { Prisma } from '../../infra/prisma/generated/client.js';
import type { Tx } from '../../infra/prisma/database.js';
import { AuditService, type AuditEntry } from '../audit/audit.service.js';
import { EventLog } from '../audit/event-log.service.js';
import { LedgerBook } from './ledger-book.repository.js';

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
  ) {}

  async apply(tx: Tx, transition: Transition): Promise<boolean> {
    const { row, to, at } = transition;
    const isFieldsOnly = row.status === to && to === 'CONFIRMED';
    if (!isFieldsOnly && !isLegalTransition(row.status, to)) throw new Error(`illegal transition ${row.status} to ${to}`);
    const { count } = await tx.transaction.updateMany({
      where: { id: row.id, status: row.status, revision: row.revision },
      data: { status: to, revision: row.revision + 1, updatedAt: BigInt(at), ...columnsOf(transition.set ?? {}) },
    });
    if (count !== 1) return false;
    if (isFieldsOnly) return true;
    await this.events.append(tx, eventOf(transition));
    const audit = auditOf(transition);
    if (audit !== undefined) await this.audit.append(tx, audit);
    if (row.status === to) return true;
    await this.ledger.move(tx, { transactionId: row.id, from: row.status, to, at, isFeePaid: isFeePaid(transition) });
    return true;
  }
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
  const details: Record<string, JsonValue> = { from: row.status, to, ...toldOf(transition.set ?? {}) };
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

/** Fields of a transition as columns; members left out stay as they are. */
export function columnsOf(set: TransitionFields): Prisma.TransactionUpdateManyMutationInput {
  return {
    ...direct(set),
    ...(set.decision === undefined ? {} : { decision: JSON.stringify(set.decision) }),
    ...(set.maxFee === undefined ? {} : { maxFee: set.maxFee.toString() }),
    ...(set.executeAt === undefined ? {} : { executeAt: instant(set.executeAt) }),
    ...(set.expiresAt === undefined ? {} : { expiresAt: instant(set.expiresAt) }),
    ...(set.finalizedAt === undefined ? {} : { finalizedAt: instant(set.finalizedAt) }),
    ...approvalColumns(set),
  };
}

const DIRECT = [
  'tier',
  'servedTier',
  'policySetVersion',
  'usdMicros',
  'waitReason',
  'approvalReason',
  'txHash',
  'errorCode',
  'error',
] as const;

function direct(set: TransitionFields): Prisma.TransactionUpdateManyMutationInput {
  return Object.fromEntries(DIRECT.flatMap((key) => (set[key] === undefined ? [] : [[key, set[key]]])));
}

function approvalColumns(set: TransitionFields): Prisma.TransactionUpdateManyMutationInput {
  if (set.approval === undefined) return {};
  if (set.approval === null) return { approval: null, approvedAt: null, approvedBy: null };
  return { approval: JSON.stringify(set.approval), approvedAt: BigInt(set.approval.at), approvedBy: set.approval.by };
}

function instant(seconds: number | null): bigint | null {
  return seconds === null ? null : BigInt(seconds);
}
