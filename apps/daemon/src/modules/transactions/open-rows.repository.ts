import { Injectable } from '@nestjs/common';
import type { TransactionStatus } from '@waiaas/core';
import type { MovedRow, TransactionRow } from '@waiaas/pipeline';
import type { Tx } from '../../infra/prisma/database.js';
import { listed, rowsFrom } from '../../infra/prisma/rows-from.js';
import { guardOf } from '../../infra/prisma/statements.js';
import { toTransactionRow } from './rows.repository.js';

interface MovedColumns {
  readonly id: string;
  readonly wallet_id: string;
  readonly session_id: string | null;
  readonly origin: string;
  readonly ip_address: string | null;
  readonly status: TransactionStatus;
  readonly revision: string;
}

/** All rows where nothing is named. */
interface Whose {
  readonly walletId?: string | undefined;
  readonly sessionIds?: readonly string[];
}

/** Rows that have not come as far as signed bytes. */
@Injectable()
export class OpenRowsRepository {
  async unsigned(tx: Tx, { walletId, sessionIds }: Whose): Promise<readonly MovedRow[]> {
    if (sessionIds?.length === 0) return [];
    const unreadable = guardOf(tx).unreadable(tx);
    const rows = await tx.transaction.findMany({
      where: {
        id: { notIn: [...unreadable] },
        ...(walletId === undefined ? {} : { walletId }),
        ...(sessionIds === undefined ? {} : { sessionId: { in: [...sessionIds] } }),
        OR: [
          { status: { in: ['PENDING', 'QUEUED'] } },
          { status: 'EXECUTING', attempts: { none: { state: { in: ['SIGNED', 'BROADCAST', 'MINED', 'FINAL'] } } } },
        ],
      },
      orderBy: { id: 'asc' },
    });
    const isOf = (row: MovedRow): boolean =>
      (walletId === undefined || row.walletId === walletId) &&
      (sessionIds === undefined || (row.sessionId !== null && sessionIds.includes(row.sessionId)));
    return [...rows.map(toTransactionRow), ...(await this.#unreadable(tx, unreadable)).filter(isOf)];
  }

  /**
   * Of rows that nobody can read, what their end takes: whoever damages one before a stop and mends it after must not find it waiting.
   * What runs already had its bytes, or has none and is not given any.
   */
  async #unreadable(tx: Tx, ids: readonly string[]): Promise<readonly MovedRow[]> {
    if (ids.length === 0) return [];
    const rows = await rowsFrom<MovedColumns>(tx)`
      SELECT id, wallet_id, session_id, origin, ip_address, status, CAST(revision AS TEXT) AS revision FROM transactions
      WHERE id IN ${listed(ids)} AND status IN ('PENDING', 'QUEUED') ORDER BY id`;
    return rows.map(toMovedRow);
  }

  async awaitingApproval(tx: Tx, walletId: string): Promise<readonly TransactionRow[]> {
    const rows = await tx.transaction.findMany({
      where: { walletId, status: 'QUEUED', waitReason: 'APPROVAL', id: { notIn: [...guardOf(tx).unreadable(tx)] } },
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

function toMovedRow(row: MovedColumns): MovedRow {
  return {
    id: row.id,
    walletId: row.wallet_id,
    sessionId: row.session_id,
    origin: row.origin,
    ipAddress: row.ip_address,
    status: row.status,
    revision: Number(row.revision),
  };
}
