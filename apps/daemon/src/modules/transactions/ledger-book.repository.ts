import { Injectable } from '@nestjs/common';
import type { TransactionStatus } from '@waiaas/core';
import { FEE_CATEGORY } from '@waiaas/policy';
import type { LedgerEntry } from '../../infra/prisma/generated/client.js';
import type { Tx } from '../../infra/prisma/database.js';
import { listed, modelsFrom } from '../../infra/prisma/rows-from.js';
import { HourChanges } from './ledger-hours.repository.js';
import { LineChanges } from './ledger-lines.repository.js';

export type LedgerState = 'OPEN' | 'SETTLED' | 'VOID';

export interface LedgerStep {
  readonly transactionId: string;
  readonly from: TransactionStatus;
  readonly to: TransactionStatus;
  readonly at: number;
  /** Bytes that moved nothing are in a block all the same: a revert, or the replacement that cancelled. Their fee is spent. */
  readonly isFeePaid?: boolean;
  /** Its own session took it back: it moved nothing, but it was a request. */
  readonly isWithdrawn?: boolean;
}

/**
 * How a status counts: in full, in the windows from the moment value left, or not at all. A failed request moved nothing, but it
 * was a request: rate windows count it.
 */
const STATE_OF: Readonly<Record<TransactionStatus, LedgerState>> = {
  PENDING: 'OPEN',
  QUEUED: 'OPEN',
  EXECUTING: 'OPEN',
  SUBMITTED: 'OPEN',
  SIGNED: 'OPEN',
  CONFIRMED: 'SETTLED',
  FAILED: 'SETTLED',
  DENIED: 'VOID',
  CANCELLED: 'VOID',
  EXPIRED: 'VOID',
};

export function ledgerStateOf(status: TransactionStatus): LedgerState {
  return STATE_OF[status];
}

/**
 * Keeps ledger lines and hourly totals equal to what the transactions say. Called by the transition writer alone, in its
 * transaction: a line is in exactly one hour, or in none.
 */
@Injectable()
export class LedgerBook {
  /** Steps of different transactions, each from where its lines stand now. */
  async move(tx: Tx, steps: readonly LedgerStep[]): Promise<void> {
    // What is open and stays open counts the same: most steps end here.
    const counting = steps.filter(({ from, to }) => ledgerStateOf(from) !== 'OPEN' || ledgerStateOf(to) !== 'OPEN');
    if (counting.length === 0) return;
    const stepOf = new Map(counting.map((step) => [step.transactionId, step]));
    const lines = await modelsFrom<LedgerEntry>(tx)`
      SELECT * FROM ledger_entries WHERE transaction_id IN ${listed([...stepOf.keys()])}`;
    const hours = new HourChanges();
    const changes = new LineChanges();
    for (const line of lines) {
      const step = stepOf.get(line.transactionId);
      if (step === undefined) continue;
      const moved = { ...line, ...after(line, step) };
      if (line.state === 'SETTLED') hours.add(line, -1);
      if (moved.state === 'SETTLED') hours.add(moved, 1);
      changes.add(moved);
    }
    await changes.write(tx);
    await hours.write(tx);
  }

  /** The bytes of an attempt may cost more, or less, than those the verdict saw: what counts is what is signed. */
  async refee(tx: Tx, transactionId: string, maxFee: bigint): Promise<void> {
    const fee = await tx.ledgerEntry.findFirst({ where: { transactionId, category: FEE_CATEGORY } });
    if (fee === null) return;
    const before = BigInt(fee.amount ?? '0');
    const usd = fee.usdMicros === null || before === 0n ? null : (BigInt(fee.usdMicros) * maxFee + before - 1n) / before;
    await tx.ledgerEntry.update({
      where: { transactionId_line: { transactionId, line: fee.line } },
      data: { amount: maxFee.toString(), usdMicros: usd === null ? fee.usdMicros : usd.toString() },
    });
  }
}

type Moved = Pick<LedgerEntry, 'state' | 'status' | 'at'>;

function after(line: LedgerEntry, { to, at, isFeePaid, isWithdrawn }: LedgerStep): Moved {
  // As one that failed, which is what the windows take it for.
  if (isWithdrawn === true) return { state: 'SETTLED', status: 'FAILED', at: line.at };
  if (isFeePaid === true && line.category === FEE_CATEGORY) return { state: 'SETTLED', status: 'CONFIRMED', at: BigInt(at) };
  return { state: ledgerStateOf(to), status: to, at: to === 'CONFIRMED' ? BigInt(at) : line.at };
}
