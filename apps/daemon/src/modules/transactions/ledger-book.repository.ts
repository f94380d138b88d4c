import { Injectable } from '@nestjs/common';
import type { TransactionStatus } from '@waiaas/core';
import type { LedgerEntry, LedgerHour } from '../../infra/prisma/generated/client.js';
import type { Tx } from '../../infra/prisma/database.js';

export type LedgerState = 'OPEN' | 'SETTLED' | 'VOID';

export interface LedgerStep {
  readonly transactionId: string;
  readonly from: TransactionStatus;
  readonly to: TransactionStatus;
  readonly at: number;
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
    const { transactionId, to, at } = step;
    const state = ledgerStateOf(to);
    // What is open and stays open counts the same: most steps end here.
    if (state === 'OPEN' && ledgerStateOf(step.from) === 'OPEN') return;
    const lines = await tx.ledgerEntry.findMany({ where: { transactionId } });
    const left = to === 'CONFIRMED' ? BigInt(at) : undefined;
    for (const line of lines) {
      if (line.state === 'SETTLED') await this.#addToHour(tx, line, -1);
      const moved = { ...line, state, status: to, at: left ?? line.at };
      if (state === 'SETTLED') await this.#addToHour(tx, moved, 1);
    }
    await tx.ledgerEntry.updateMany({
      where: { transactionId },
      data: { state, status: to, ...(left === undefined ? {} : { at: left }) },
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
