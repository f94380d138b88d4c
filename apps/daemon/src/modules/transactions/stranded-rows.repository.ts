import { Injectable } from '@nestjs/common';
import type { Tx } from '../../infra/prisma/database.js';
import { guardOf } from '../../infra/prisma/statements.js';
import { OpenRowsRepository } from './open-rows.repository.js';
import { toTransactionRow } from './rows.repository.js';
import { TransitionRepository } from './transition.repository.js';

/**
 * Rows that were sent, of which nothing can land any more, and whose wallet never signs again: they end here. Both ways into that state
 * pass by in the transaction that makes it, the wallet's termination and the proof that the last bytes are dead.
 */
@Injectable()
export class StrandedRows {
  constructor(
    private readonly open: OpenRowsRepository,
    private readonly transitions: TransitionRepository,
  ) {}

  /** Of these wallets, those that are terminated. */
  async end(
    tx: Tx,
    walletIds: readonly string[],
    why: { readonly at: number; readonly actor: string; readonly ipAddress?: string },
  ): Promise<void> {
    const terminated = await tx.wallet.findMany({
      where: { id: { in: [...walletIds] }, status: 'TERMINATED' },
      select: { id: true },
    });
    if (terminated.length === 0) return;
    const stranded = await tx.transaction.findMany({
      where: {
        walletId: { in: terminated.map(({ id }) => id) },
        status: 'SUBMITTED',
        id: { notIn: [...guardOf(tx).held(tx)] },
        attempts: { none: { state: { in: ['SIGNED', 'BROADCAST', 'MINED', 'FINAL'] } } },
      },
      orderBy: { id: 'asc' },
    });
    for (const stored of stranded) {
      const row = toTransactionRow(stored);
      const isMine = await this.transitions.apply(tx, { row, to: 'FAILED', ...why, set: { errorCode: 'TRANSACTION_DROPPED' } });
      if (isMine) await this.open.releaseReservations(tx, row.id, why.at);
    }
  }
}
