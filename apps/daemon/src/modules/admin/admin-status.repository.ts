import { Injectable } from '@nestjs/common';
import { Database } from '../../infra/prisma/database.js';

export interface StatusCounts {
  readonly wallets: number;
  readonly activeSessions: number;
  readonly policies: number;
  readonly recentTransactions: number;
  readonly failedTransactions: number;
  readonly pendingApprovals: number;
}

/** A row of the short list. `createdAt` in Unix seconds, `amount` in base units. */
export interface RecentRow {
  readonly id: string;
  readonly walletId: string;
  readonly type: string;
  readonly status: string;
  readonly waitReason: string | null;
  readonly toAddress: string | null;
  readonly amount: string | null;
  readonly amountDecimals: number | null;
  readonly amountSymbol: string | null;
  readonly network: string;
  readonly txHash: string | null;
  readonly createdAt: number;
  readonly walletName: string | null;
}

@Injectable()
export class AdminStatusRepository {
  constructor(private readonly database: Database) {}

  async counts(now: number, since: number): Promise<StatusCounts> {
    const { client } = this.database;
    const living = { OR: [{ expiresAt: null }, { expiresAt: { gt: BigInt(now) } }] };
    const recent = { createdAt: { gte: BigInt(since) } };
    const [wallets, activeSessions, policies, recentTransactions, failedTransactions, pendingApprovals] = await Promise.all([
      client.wallet.count(),
      client.session.count({ where: { revokedAt: null, ...living } }),
      client.policy.count({ where: { deletedAt: null } }),
      client.transaction.count({ where: recent }),
      client.transaction.count({ where: { ...recent, status: 'FAILED' } }),
      client.transaction.count({ where: { status: 'QUEUED', waitReason: 'APPROVAL' } }),
    ]);
    return { wallets, activeSessions, policies, recentTransactions, failedTransactions, pendingApprovals };
  }

  async recent(limit: number): Promise<readonly RecentRow[]> {
    const { client } = this.database;
    const rows = await client.transaction.findMany({
      orderBy: { id: 'desc' },
      take: limit,
      select: {
        id: true,
        walletId: true,
        type: true,
        status: true,
        waitReason: true,
        toAddress: true,
        amount: true,
        amountDecimals: true,
        amountSymbol: true,
        network: true,
        txHash: true,
        createdAt: true,
      },
    });
    const ids = [...new Set(rows.map((row) => row.walletId))];
    const wallets = await client.wallet.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
    const names = new Map(wallets.map(({ id, name }) => [id, name]));
    return rows.map((row) => ({ ...row, createdAt: Number(row.createdAt), walletName: names.get(row.walletId) ?? null }));
  }
}
