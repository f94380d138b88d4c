import { Injectable } from '@nestjs/common';
import type { StatsResponse } from '@waiaas/api-types';
import { Clock } from '../../common/time/clock.js';
import { Database } from '../../infra/prisma/database.js';

const DAY_SECONDS = 86_400;

/** How much there is of everything. */
@Injectable()
export class StatsRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async read(): Promise<StatsResponse> {
    const { client } = this.database;
    const now = this.clock.nowSeconds();
    const since = BigInt(now - DAY_SECONDS);
    const [wallets, sessions, policies, auditRows, byStatus, lastDay] = await Promise.all([
      client.wallet.groupBy({ by: ['status'], _count: { _all: true } }),
      client.session.count({ where: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: BigInt(now) } }] } }),
      client.policy.count({ where: { deletedAt: null, enabled: true } }),
      client.auditLog.findFirst({ orderBy: { id: 'desc' }, select: { id: true } }),
      client.transaction.groupBy({ by: ['status'], _count: { _all: true } }),
      client.transaction.groupBy({ by: ['status'], where: { createdAt: { gte: since } }, _count: { _all: true } }),
    ]);
    return {
      asOf: now,
      wallets: counted(wallets),
      activeSessions: sessions,
      policies,
      auditRows: Number(auditRows?.id ?? 0n),
      transactions: { total: counted(byStatus), last24h: counted(lastDay) },
    };
  }
}

function counted(
  groups: readonly { readonly status: string; readonly _count: { readonly _all: number } }[],
): Record<string, number> {
  return Object.fromEntries(groups.map(({ status, _count }) => [status, _count._all]));
}
