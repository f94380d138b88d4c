import { Injectable } from '@nestjs/common';
import type { TransactionRow } from '@waiaas/pipeline';
import type { Tx } from '../../infra/prisma/database.js';
import { toTransactionRow } from './rows.repository.js';

/** Rows that have not come as far as signed bytes. */
@Injectable()
export class OpenRowsRepository {
  async unsigned(tx: Tx, walletId: string | undefined): Promise<readonly TransactionRow[]> {
    const rows = await tx.transaction.findMany({
      where: {
        ...(walletId === undefined ? {} : { walletId }),
        OR: [
          { status: { in: ['PENDING', 'QUEUED'] } },
          { status: 'EXECUTING', attempts: { none: { state: { in: ['SIGNED', 'BROADCAST', 'MINED', 'FINAL'] } } } },
        ],
      },
      orderBy: { id: 'asc' },
    });
    return rows.map(toTransactionRow);
  }

  async awaitingApproval(tx: Tx, walletId: string): Promise<readonly TransactionRow[]> {
    const rows = await tx.transaction.findMany({
      where: { walletId, status: 'QUEUED', waitReason: 'APPROVAL' },
      orderBy: { id: 'asc' },
    });
    return rows.map(toTransactionRow);
  }

  /** Nothing was signed at these nonces: they are free again. */
  async releaseReservations(tx: Tx, transactionId: string, at: number): Promise<void> {
    await tx.attempt.updateMany({
      where: { transactionId, state: 'RESERVED' },
      data: { state: 'DROPPED', updatedAt: BigInt(at) },
    });
    await tx.nonceReservation.deleteMany({ where: { transactionId } });
  }
}
