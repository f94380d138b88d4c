import { Injectable } from '@nestjs/common';
import type { TransactionRow } from '@waiaas/pipeline';
import { Database } from '../../infra/prisma/database.js';
import { toTransactionRow } from './rows.repository.js';

/** Far more than may wait; those for gas are looked at by one question per network. */
const GAS_BATCH = 1000;

/** Rows that wait, by what they wait for. */
@Injectable()
export class WaitingRowsRepository {
  constructor(private readonly database: Database) {}

  /** Whose delay or patience is over. */
  async due(nowSeconds: number): Promise<readonly TransactionRow[]> {
    const now = BigInt(nowSeconds);
    const rows = await this.database.client.transaction.findMany({
      where: { status: 'QUEUED', OR: [{ executeAt: { lte: now } }, { expiresAt: { lte: now } }] },
      orderBy: { id: 'asc' },
    });
    return rows.map(toTransactionRow);
  }

  async expired(nowSeconds: number): Promise<readonly TransactionRow[]> {
    const rows = await this.database.client.transaction.findMany({
      where: { status: 'QUEUED', expiresAt: { lte: BigInt(nowSeconds) } },
      orderBy: { id: 'asc' },
    });
    return rows.map(toTransactionRow);
  }

  /** A wallet whose rows are not what the daemon wrote counts as stopped. */
  async isOfActiveWallet({ walletId }: TransactionRow): Promise<boolean> {
    if (this.database.guard.unsoundFor(this.database.client, { walletId }) !== undefined) return false;
    const wallet = await this.database.client.wallet.findUnique({ where: { id: walletId }, select: { status: true } });
    return wallet?.status === 'ACTIVE';
  }

  async forGas(nowSeconds: number): Promise<readonly TransactionRow[]> {
    const rows = await this.database.client.transaction.findMany({
      where: { status: 'QUEUED', waitReason: 'GAS', expiresAt: { gt: BigInt(nowSeconds) } },
      orderBy: { id: 'asc' },
      take: GAS_BATCH,
    });
    return rows.map(toTransactionRow);
  }
}
