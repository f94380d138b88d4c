import { Injectable } from '@nestjs/common';
import type { Chain, Environment, OwnerState } from '@waiaas/core';
import type { Constraints } from '@waiaas/policy';
import { Database } from '../../infra/prisma/database.js';
import { readHourlySpending, readSpenders, type SpendingColumns } from '../../infra/prisma/spending-reads.js';

export interface OverseenWallet {
  readonly id: string;
  readonly name: string;
  readonly chain: Chain;
  readonly environment: Environment;
  readonly status: 'ACTIVE' | 'SUSPENDED' | 'TERMINATED';
  readonly ownerState: OwnerState;
}

export interface LivingSession {
  readonly id: string;
  readonly label: string | null;
  readonly constraints: Constraints;
}

const COLUMNS = { id: true, name: true, chain: true, environment: true, status: true, ownerState: true } as const;

type Row = Readonly<Record<keyof typeof COLUMNS, string>>;

@Injectable()
export class OversightRepository {
  constructor(private readonly database: Database) {}

  async wallet(id: string): Promise<OverseenWallet | undefined> {
    const row = await this.database.client.wallet.findUnique({ where: { id }, select: COLUMNS });
    return row === null ? undefined : toWallet(row);
  }

  /** Wallets with totals since then or with open lines; those among the newest `limit`, and how many there are. */
  async spenders(since: number, limit: number): Promise<{ readonly wallets: readonly OverseenWallet[]; readonly total: number }> {
    const ids = await readSpenders(this.database.client, since);
    const newest = ids.toSorted().reverse().slice(0, limit);
    const rows = await this.database.client.wallet.findMany({ where: { id: { in: newest } }, select: COLUMNS });
    return { wallets: rows.map(toWallet), total: ids.length };
  }

  /** Ids of the newest wallets that are not ended, and how many there are. */
  async living(limit: number): Promise<{ readonly ids: readonly string[]; readonly total: number }> {
    const where = { status: { not: 'TERMINATED' } };
    const { wallet } = this.database.client;
    const [rows, total] = await Promise.all([
      wallet.findMany({ where, orderBy: { id: 'desc' }, take: limit, select: { id: true } }),
      wallet.count({ where }),
    ]);
    return { ids: rows.map(({ id }) => id), total };
  }

  /** Sessions whose token would pass now, the newest first. */
  async sessions(walletId: string, now: number): Promise<readonly LivingSession[]> {
    const alive = { gt: BigInt(now) };
    const rows = await this.database.client.session.findMany({
      where: {
        ...{ revokedAt: null, heldAt: null, wallets: { some: { walletId } } },
        AND: [
          { OR: [{ expiresAt: null }, { expiresAt: alive }] },
          { OR: [{ absoluteExpiresAt: null }, { absoluteExpiresAt: alive }] },
        ],
      },
      orderBy: { id: 'desc' },
      take: MAX_SESSIONS,
      select: { id: true, label: true, constraints: true },
    });
    return rows.map(({ constraints, ...row }) => ({
      ...row,
      constraints: constraints === null ? {} : (JSON.parse(constraints) as Constraints),
    }));
  }

  async hourly(since: number): Promise<readonly SpendingColumns[]> {
    return readHourlySpending(this.database.client, since);
  }
}

/** A wallet has few; the limit on them is a setting that may have been higher. */
const MAX_SESSIONS = 50;

function toWallet({ chain, environment, status, ownerState, ...row }: Row): OverseenWallet {
  return {
    ...row,
    chain: chain as Chain,
    environment: environment as Environment,
    status: status as OverseenWallet['status'],
    ownerState: ownerState as OwnerState,
  };
}
