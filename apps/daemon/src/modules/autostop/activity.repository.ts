import { Injectable } from '@nestjs/common';
import { FEE_CATEGORY, type AskedValue } from '@waiaas/policy';
import type { Chain } from '@waiaas/core';
import { Database } from '../../infra/prisma/database.js';
import type { RunningWallet } from './rules/rule.port.js';

export interface EndedRequest {
  readonly status: string;
  readonly createdAt: number;
}

export interface Request {
  readonly createdAt: number;
  readonly network: string;
  readonly asked: AskedValue;
}

/** What sessions asked of a wallet, newest first: each question reads a few rows of one index, however many there are. */
@Injectable()
export class ActivityRepository {
  constructor(private readonly database: Database) {}

  /** Those of these wallets that run. */
  async running(ids: readonly string[]): Promise<readonly RunningWallet[]> {
    const rows = await this.database.client.wallet.findMany({
      where: { id: { in: [...ids] }, status: 'ACTIVE' },
      select: { id: true, activeSince: true, createdAt: true },
    });
    return rows.map(toRunningWallet);
  }

  async newestEnded(walletId: string, limit: number): Promise<readonly EndedRequest[]> {
    const rows = await this.database.client.transaction.findMany({
      where: { walletId, sessionId: { not: null }, status: { in: ['CONFIRMED', 'FAILED'] } },
      orderBy: { id: 'desc' },
      take: limit,
      select: { status: true, createdAt: true },
    });
    return rows.map(({ status, createdAt }) => ({ status, createdAt: Number(createdAt) }));
  }

  /** When the newest request but so many was made, counted from one; undefined where there are fewer. */
  async requestedAt(walletId: string, place: number): Promise<number | undefined> {
    const [row] = await this.database.client.transaction.findMany({
      where: { walletId, sessionId: { not: null } },
      orderBy: { id: 'desc' },
      skip: place - 1,
      take: 1,
      select: { createdAt: true },
    });
    return row === undefined ? undefined : Number(row.createdAt);
  }

  async newestRequests(walletId: string, limit: number): Promise<readonly Request[]> {
    const rows = await this.database.client.transaction.findMany({
      where: { walletId, sessionId: { not: null } },
      orderBy: { id: 'desc' },
      take: limit,
      select: {
        createdAt: true,
        network: true,
        usdMicros: true,
        amountDecimals: true,
        ledger: { select: { chain: true, network: true, asset: true, amount: true, category: true } },
      },
    });
    return rows.map(({ createdAt, network, usdMicros, amountDecimals, ledger }) => ({
      createdAt: Number(createdAt),
      network,
      asked: {
        usdMicros: usdMicros === null ? undefined : BigInt(usdMicros),
        amounts: ledger.flatMap(({ chain, network: where, asset, amount, category }) =>
          asset === null || amount === null || category === FEE_CATEGORY
            ? []
            : [
                {
                  chain: chain as Chain,
                  network: where,
                  asset,
                  amount: BigInt(amount),
                  decimals: amountDecimals ?? undefined,
                },
              ],
        ),
      },
    }));
  }

  /** Wallets whose requests changed since then. */
  async walletsChangedSince(at: number): Promise<readonly string[]> {
    const rows = await this.database.client.transaction.groupBy({
      by: ['walletId'],
      where: { updatedAt: { gte: BigInt(at) } },
    });
    return rows.map(({ walletId }) => walletId);
  }

  /** Running wallets that are older than that and have a living session, but none that is newer. */
  async idleCandidates(before: number, now: number): Promise<readonly RunningWallet[]> {
    const cutoff = BigInt(before);
    const rows = await this.database.client.wallet.findMany({
      where: {
        status: 'ACTIVE',
        createdAt: { lt: cutoff },
        OR: [{ activeSince: null }, { activeSince: { lt: cutoff } }],
        sessions: {
          some: { session: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: BigInt(now) } }] } },
          none: { createdAt: { gte: cutoff } },
        },
      },
      select: { id: true, activeSince: true, createdAt: true },
    });
    return rows.map(toRunningWallet);
  }
}

function toRunningWallet(row: {
  readonly id: string;
  readonly createdAt: bigint;
  readonly activeSince: bigint | null;
}): RunningWallet {
  const { id, createdAt, activeSince } = row;
  return { id, createdAt: Number(createdAt), resumedAt: activeSince === null ? null : Number(activeSince) };
}
