import { Injectable } from '@nestjs/common';
import type { AttemptRow, TakeBackStorePort } from '@waiaas/pipeline';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { insertRows } from '../../infra/prisma/insert-rows.js';
import { attemptColumns } from './attempt.columns.js';
import { LedgerBook } from './ledger-book.repository.js';
import { signable } from './reservations.repository.js';

/** Bytes that void signatures which were handed out, durable before they leave. */
@Injectable()
export class TakeBacksRepository implements TakeBackStorePort {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerBook,
  ) {}

  async maySign(transactionId: string, walletId: string): Promise<boolean> {
    return maySign(this.database.client, transactionId, walletId);
  }

  async keep(attempt: AttemptRow, maxFee: bigint): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const { transactionId, number, createdAt } = attempt;
      const row = await tx.transaction.findUnique({ where: { id: transactionId }, select: { maxFee: true } });
      if (row === null || !(await maySign(tx, transactionId, attempt.walletId))) return false;
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

async function maySign(tx: Tx | Database['client'], transactionId: string, walletId: string): Promise<boolean> {
  const allowed = await signable(tx, walletId);
  if (allowed === undefined) return false;
  return (await tx.transaction.count({ where: { id: transactionId, status: 'SIGNED', ...allowed } })) === 1;
}
