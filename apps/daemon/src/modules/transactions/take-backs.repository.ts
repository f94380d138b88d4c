import { Injectable } from '@nestjs/common';
import type { AttemptRow, TakeBackStorePort } from '@waiaas/pipeline';
import { Database } from '../../infra/prisma/database.js';
import { insertRows } from '../../infra/prisma/insert-rows.js';
import { attemptColumns } from './attempt.columns.js';
import { LedgerBook } from './ledger-book.repository.js';
import { maySign } from './reservations.repository.js';

/** Bytes that void signatures which were handed out, durable before they leave. */
@Injectable()
export class TakeBacksRepository implements TakeBackStorePort {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerBook,
  ) {}

  async maySign(walletId: string): Promise<boolean> {
    return maySign(this.database.client, walletId);
  }

  async keep(attempt: AttemptRow, maxFee: bigint): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const { transactionId, number, createdAt } = attempt;
      const row = await tx.transaction.findUnique({ where: { id: transactionId }, select: { status: true, maxFee: true } });
      if (row?.status !== 'SIGNED' || !(await maySign(tx, attempt.walletId))) return false;
      if ((await tx.attempt.count({ where: { transactionId, number: { gte: number } } })) > 0) return false;
      await insertRows(tx, 'attempts', [
        {
          ...attemptColumns(attempt),
          outcome: attempt.outcome,
          raw_transaction: attempt.raw,
          tx_hash: attempt.txHash,
          broadcast_at: createdAt,
          last_broadcast_at: createdAt,
        },
      ]);
      // One of the two lands: what counts is the dearer.
      if (maxFee > BigInt(row.maxFee)) {
        await tx.transaction.update({ where: { id: transactionId }, data: { maxFee: maxFee.toString() } });
        await this.ledger.refee(tx, transactionId, maxFee);
      }
      return true;
    });
  }
}
