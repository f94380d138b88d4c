import { Injectable } from '@nestjs/common';
import type { Transition } from '@waiaas/pipeline';
import { Logger } from '../../common/logging/logger.js';

export interface Answered {
  readonly transactionId: string;
  readonly status: number;
  readonly isReplay: boolean;
}

/**
 * The way of a request through the log: what a client knows, its request id, stands beside the transaction's id once, and everything
 * later goes by that one, the signer's lines too (`trace`). A log is no evidence, so nothing here is durable: that is the audit chain.
 */
@Injectable()
export class TransactionLog {
  constructor(private readonly logger: Logger) {}

  /** After the commit that decided it, or when an earlier answer is given again. */
  answered(requestId: string, { transactionId, status, isReplay }: Answered): void {
    this.logger.info('a request became a transaction', { requestId, transactionId, status, isReplay });
  }

  /** After the commit of the step. */
  moved({ row, to, actor, set }: Transition): void {
    const { id: transactionId, walletId, status: from } = row;
    const code = set?.errorCode ?? undefined;
    this.logger.info('a transaction moved on', { transactionId, walletId, from, to, actor, code });
  }
}
