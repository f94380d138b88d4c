import { Injectable } from '@nestjs/common';
import type { Chain, NetworkName } from '@waiaas/core';
import type { ApprovalCover, OwnerAction } from '../../common/auth/actor.js';
import { Database, type Tx } from '../../infra/prisma/database.js';

/** Freeze, keep-owner and reject protect: nothing done in the ordinary pool may crowd them out. */
export type ChallengePool = 'ordinary' | 'protective';

export interface StoredChallenge {
  readonly nonce: string;
  readonly action: OwnerAction;
  readonly pool: ChallengePool;
  readonly address: string;
  readonly chain: Chain;
  readonly walletId: string | null;
  readonly transactionId: string | null;
  readonly message: string;
  readonly bodyHash: string | null;
  readonly cover: ApprovalCover | null;
  /** What the limit counts by: an address, or the network an IPv6 address is handed out from. */
  readonly clientAddress: string;
  /** Unix seconds. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly usedAt: number | null;
  /** Where a contract may answer for an owner that is not pinned yet: the network a verify challenge was asked for. */
  readonly contractNetwork: NetworkName | null;
}

const KEPT_AFTER_EXPIRY_SECONDS = 86_400;

/** One of a time that has not come yet was given out before the clock was set back, and would live on for as long as that was. */
function openAt(now: number) {
  return { usedAt: null, issuedAt: { lte: BigInt(now) }, expiresAt: { gt: BigInt(now) } };
}

type Row = Awaited<ReturnType<Database['client']['ownerChallenge']['findUniqueOrThrow']>>;

@Injectable()
export class OwnerChallengesRepository {
  constructor(private readonly database: Database) {}

  async find(nonce: string): Promise<StoredChallenge | undefined> {
    const row = await this.database.client.ownerChallenge.findUnique({ where: { nonce } });
    // One that somebody wrote into the database was given to nobody.
    return row === null || !this.database.guard.isSound(this.database.client, 'owner_challenges', nonce)
      ? undefined
      : toChallenge(row);
  }

  async insert(tx: Tx, challenge: StoredChallenge): Promise<void> {
    await tx.ownerChallenge.create({
      data: {
        ...challenge,
        cover: challenge.cover === null ? null : JSON.stringify(challenge.cover),
        issuedAt: BigInt(challenge.issuedAt),
        expiresAt: BigInt(challenge.expiresAt),
        usedAt: null,
      },
    });
  }

  async countOpen(
    tx: Tx,
    of: { readonly pool: ChallengePool; readonly clientAddress?: string; readonly now: number },
  ): Promise<number> {
    const { pool, clientAddress, now } = of;
    return tx.ownerChallenge.count({
      where: { pool, ...openAt(now), ...(clientAddress === undefined ? {} : { clientAddress }) },
    });
  }

  /** Takes the oldest unsigned challenge of a full pool away. */
  async dropOldestOpen(tx: Tx, pool: ChallengePool, now: number): Promise<void> {
    const oldest = await tx.ownerChallenge.findFirst({
      where: { pool, ...openAt(now) },
      orderBy: [{ issuedAt: 'asc' }, { nonce: 'asc' }],
      select: { nonce: true },
    });
    if (oldest !== null) await tx.ownerChallenge.delete({ where: { nonce: oldest.nonce } });
  }

  async deleteLongExpired(tx: Tx, now: number): Promise<void> {
    await tx.ownerChallenge.deleteMany({ where: { expiresAt: { lt: BigInt(now - KEPT_AFTER_EXPIRY_SECONDS) } } });
  }

  /** True for the one caller that used it up. */
  async burn(tx: Tx, nonce: string, now: number): Promise<boolean> {
    const { count } = await tx.ownerChallenge.updateMany({
      where: { nonce, ...openAt(now) },
      data: { usedAt: BigInt(now) },
    });
    return count === 1;
  }

  /** A change of owner ends every open challenge about the wallet and its requests. */
  async voidOfWallet(tx: Tx, walletId: string, now: number): Promise<void> {
    await tx.ownerChallenge.updateMany({ where: { walletId, usedAt: null }, data: { usedAt: BigInt(now) } });
  }
}

function toChallenge(row: Row): StoredChallenge {
  return {
    ...row,
    action: row.action as OwnerAction,
    pool: row.pool as ChallengePool,
    chain: row.chain as Chain,
    cover: row.cover === null ? null : (JSON.parse(row.cover) as ApprovalCover),
    issuedAt: Number(row.issuedAt),
    expiresAt: Number(row.expiresAt),
    usedAt: row.usedAt === null ? null : Number(row.usedAt),
    contractNetwork: row.contractNetwork as NetworkName | null,
  };
}
