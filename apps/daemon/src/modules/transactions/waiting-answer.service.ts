import { Injectable } from '@nestjs/common';
import { isTerminal, type TransactionStatus } from '@waiaas/core';
import type { SendResponse } from '@waiaas/api-types';
import { Clock } from '../../common/time/clock.js';
import { ChangeBell } from './change-bell.js';
import { TransactionsRepository, type StoredTransaction } from './transactions.repository.js';

const LONGEST_NAP_MS = 1000;

/** Holds an answer until the row waits for somebody or has ended, or the client's patience has. */
@Injectable()
export class WaitingAnswerService {
  constructor(
    private readonly transactions: TransactionsRepository,
    private readonly bell: ChangeBell,
    private readonly clock: Clock,
  ) {}

  async settle(body: SendResponse, waitSeconds: number, isGone: () => boolean): Promise<SendResponse> {
    const row = await this.settled(body.id, this.clock.nowMs() + waitSeconds * 1000, isGone);
    if (row === undefined) return body;
    return { ...body, status: row.status as TransactionStatus, ...(row.txHash === null ? {} : { txHash: row.txHash }) };
  }

  /** The row once it waits for somebody or has ended, or as it is when patience is over. */
  async settled(id: string, deadlineMs: number, isGone: () => boolean): Promise<StoredTransaction | undefined> {
    for (;;) {
      const row = await this.transactions.find(id);
      const left = deadlineMs - this.clock.nowMs();
      if (row === undefined || isSettled(row.status as TransactionStatus) || left <= 0 || isGone()) return row;
      await this.bell.wait(id, Math.min(left, LONGEST_NAP_MS));
    }
  }
}

/** Confirmed is an answer, although a reorganisation may still take it back: finality can be minutes away. */
function isSettled(status: TransactionStatus): boolean {
  return status === 'QUEUED' || status === 'CONFIRMED' || isTerminal(status, false);
}
