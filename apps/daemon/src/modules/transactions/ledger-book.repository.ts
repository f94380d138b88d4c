import { Injectable } from '@nestjs/common';
import type { TransactionStatus } from '@waiaas/core';
import { FEE_CATEGORY } from '@waiaas/policy';
import type { LedgerEntry, LedgerHour } from '../../infra/prisma/generated/client.js';
import type { Tx } from '../../infra/prisma/database.js';

export type LedgerState = 'OPEN' | 'SETTLED' | 'VOID';

export interface LedgerStep {
  readonly transactionId: string;
  readonly from: TransactionStatus;
  readonly to: TransactionStatus;
  readonly at: number;
  /** Bytes that moved nothing are in a block all the same: a revert, or the replacement that cancelled. Their fee is spent. */
  readonly isFeePaid?: boolean;
}

const HOUR_SECONDS = 3600n;

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
  async move(tx: Tx, step: LedgerStep): Promise<void> {
    // What is open and stays open counts the same: most steps end here.
    if (ledgerStateOf(step.to) === 'OPEN' && ledgerStateOf(step.from) === 'OPEN') return;
    const lines = await tx.ledgerEntry.findMany({ where: { transactionId: step.transactionId } });
    for (const line of lines) {
      const moved = { ...line, ...after(line, step) };
      if (line.state === 'SETTLED') await this.#addToHour(tx, line, -1);
      if (moved.state === 'SETTLED') await this.#addToHour(tx, moved, 1);
    }
    const fee = lines.find(({ category }) => category === FEE_CATEGORY);
    const [first] = lines.filter((line) => line !== fee);
    const { transactionId } = step;
    if (fee !== undefined)
      await tx.ledgerEntry.updateMany({ where: { transactionId, category: FEE_CATEGORY }, data: changed(fee, step) });
    if (first !== undefined)
      await tx.ledgerEntry.updateMany({ where: { transactionId, line: { not: fee?.line ?? -1 } }, data: changed(first, step) });
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

  async #addToHour(tx: Tx, line: LedgerEntry, sign: 1 | -1): Promise<void> {
    const key = { walletId: line.walletId, hour: hourOf(line.at), bucket: bucketOf(line) };
    const present = await tx.ledgerHour.findUnique({ where: { walletId_hour_bucket: key } });
    const next = added(present, line, sign);
    if (present === null) {
      await tx.ledgerHour.create({
        data: {
          ...key,
          chain: line.chain,
          network: line.network,
          asset: line.asset ?? '',
          sessionId: line.sessionId ?? '',
          category: line.category ?? '',
          ...next,
        },
      });
    } else {
      await tx.ledgerHour.update({ where: { walletId_hour_bucket: key }, data: next });
    }
  }
}

type Moved = Pick<LedgerEntry, 'state' | 'status' | 'at'>;

function after(line: LedgerEntry, { to, at, isFeePaid }: LedgerStep): Moved {
  if (isFeePaid === true && line.category === FEE_CATEGORY) return { state: 'SETTLED', status: 'CONFIRMED', at: BigInt(at) };
  return { state: ledgerStateOf(to), status: to, at: to === 'CONFIRMED' ? BigInt(at) : line.at };
}

/** Lines of one request and kind were asked for at one time, so they move alike. */
function changed(line: LedgerEntry, step: LedgerStep): Partial<Moved> {
  const { at, ...rest } = after(line, step);
  return at === line.at ? rest : { ...rest, at };
}

export function hourOf(at: bigint): bigint {
  return (at / HOUR_SECONDS) * HOUR_SECONDS;
}

function bucketOf(line: LedgerEntry): string {
  return [line.network, line.asset ?? '', line.sessionId ?? '', line.category ?? ''].join('|');
}

interface Totals {
  readonly requests: number;
  readonly usdMicros: string;
  readonly unvalued: string;
}

const EMPTY: Totals = { requests: 0, usdMicros: '0', unvalued: '0' };

function added(present: LedgerHour | null, line: LedgerEntry, sign: 1 | -1): Totals {
  const before: Totals = present ?? EMPTY;
  const [usd, unvalued] = line.status === 'CONFIRMED' ? valueOf(line) : [0n, 0n];
  return {
    requests: before.requests + (line.line === 0 ? sign : 0),
    usdMicros: (BigInt(before.usdMicros) + BigInt(sign) * usd).toString(),
    unvalued: (BigInt(before.unvalued) + BigInt(sign) * unvalued).toString(),
  };
}

/** What a line adds: its USD value, or its amount where it has none. */
function valueOf(line: LedgerEntry): readonly [usdMicros: bigint, unvalued: bigint] {
  return line.usdMicros === null ? [0n, BigInt(line.amount ?? '0')] : [BigInt(line.usdMicros), 0n];
}
