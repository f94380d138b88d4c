import { Injectable } from '@nestjs/common';
import { isTerminal, type TransactionStatus } from '@waiaas/core';
import type { SendResponse } from '@waiaas/api-types';
import { Clock } from '../../common/time/clock.js';
import { ChangeBell } from './change-bell.js';
import { TransactionsRepository } from './transactions.repository.js';

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
    const deadline = this.clock.nowMs() + waitSeconds * 1000;
    for (;;) {
      const row = await this.transactions.find(body.id);
      const left = deadline - this.clock.nowMs();
      if (row === undefined) return body;
      const status = row.status as TransactionStatus;
      if (isSettled(status) || left <= 0 || isGone())
        return { ...body, status, ...(row.txHash === null ? {} : { txHash: row.txHash }) };
      await this.bell.wait(body.id, Math.min(left, LONGEST_NAP_MS));
    }
  }
}

/** Confirmed is an answer, although a reorganisation may still take it back: finality can be minutes away. */
function isSettled(status: TransactionStatus): boolean {
  return status === 'QUEUED' || status === 'CONFIRMED' || isTerminal(status, false);
}
