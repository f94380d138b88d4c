import { Injectable } from '@nestjs/common';
import { FEE_CATEGORY, type AskedValue } from '@waiaas/policy';
import type { Chain } from '@waiaas/core';
import { Database } from '../../infra/prisma/database.js';
import { rowsFrom } from '../../infra/prisma/rows-from.js';
import { type RefusedStep, UnstoredRefusals } from '../refusals/unstored-refusals.service.js';
import { isForgiven, newestMoment } from './rules/recent.js';
import type { RunningWallet } from './rules/rule.port.js';

const DAY_SECONDS = 86_400;

export interface EndedRequest {
  readonly status: string;
  readonly createdAt: number;
}

export interface Request {
  readonly createdAt: number;
  readonly network: string;
  readonly asked: AskedValue;
}

/** What sessions asked of a wallet, newest first: each question reads the newest rows of one index, however many there are. */
@Injectable()
export class ActivityRepository {
  constructor(
    private readonly database: Database,
    private readonly refusals: UnstoredRefusals,
  ) {}

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

  /** When the newest requests were made. */
  async newestTimes(walletId: string, limit: number): Promise<readonly { readonly createdAt: number }[]> {
    const rows = await rowsFrom<{ readonly created_at: bigint }>(this.database.client)`
      SELECT created_at FROM transactions WHERE wallet_id = ${walletId} AND session_id IS NOT NULL ORDER BY id DESC LIMIT ${limit}`;
    return rows.map(({ created_at }) => ({ createdAt: Number(created_at) }));
  }

  /**
   * When something was last asked, of what is stored and of what was refused without a row: that one to within the step it was counted
   * in. The first may be ahead where the clock was set back since.
   */
  async lastTimes(walletId: string, now: number): Promise<readonly number[]> {
    const [stored] = await this.newestTimes(walletId, 1);
    const [refused] = await this.refusals.between(walletId, now - DAY_SECONDS, newestMoment(now));
    return [stored?.createdAt, refused?.at].filter((at) => at !== undefined);
  }

  /** What was refused without a row from then on and counts: a step counts as a whole, by the second it begins at. */
  async refusedSince(wallet: RunningWallet, from: number, now: number): Promise<Omit<RefusedStep, 'at'>> {
    const steps = await this.refusals.between(wallet.id, from, newestMoment(now));
    const counted = steps.filter(({ at }) => !isForgiven(wallet, at, now));
    return {
      requests: counted.reduce((sum, { requests }) => sum + requests, 0),
      nearLimit: counted.reduce((sum, { nearLimit }) => sum + nearLimit, 0),
    };
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

  /** Wallets whose requests changed since then, or were refused. */
  async walletsChangedSince(at: number): Promise<readonly string[]> {
    const rows = await this.database.client.transaction.groupBy({
      by: ['walletId'],
      where: { updatedAt: { gte: BigInt(at) } },
    });
    return [...new Set([...rows.map(({ walletId }) => walletId), ...(await this.refusals.walletsSince(at))])];
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
