import { Injectable } from '@nestjs/common';
import type { Chain, Environment, JsonValue } from '@waiaas/core';
import { Database, type Tx } from '../../infra/prisma/database.js';
import type { Prisma } from '../../infra/prisma/generated/client.js';
import type { SessionTerms } from './session-terms.js';

export interface LinkedWallet {
  readonly id: string;
  readonly name: string;
  readonly chain: Chain;
  readonly environment: Environment;
  readonly status: string;
}

export interface SessionLink {
  readonly wallet: LinkedWallet;
  readonly createdAt: number;
}

export interface StoredSession extends SessionTerms {
  readonly id: string;
  readonly label: string | null;
  readonly source: string;
  readonly renewalCount: number;
  readonly tokenIssuedCount: number;
  readonly currentJti: string;
  readonly jtiChangedAt: number;
  readonly heldAt: number | null;
  readonly revokedAt: number | null;
  readonly constraints: Readonly<Record<string, JsonValue>> | null;
  readonly duplicateGuard: boolean;
  readonly idempotencyScope: 'session' | 'wallet';
  readonly certificate: string | null;
  readonly createdAt: number;
  readonly lastRenewedAt: number | null;
  /** In the order they were linked. */
  readonly links: readonly SessionLink[];
}

export interface SessionPage {
  readonly walletId?: string | undefined;
  readonly includeRevoked: boolean;
  readonly limit: number;
  readonly offset: number;
}

export interface TokenChange {
  readonly jti: string;
  readonly at: number;
  readonly renewal?: { readonly expiresAt: number };
}

const WALLET = { id: true, name: true, chain: true, environment: true, status: true } as const;
const WITH_LINKS = {
  wallets: {
    orderBy: [{ createdAt: 'asc' }, { walletId: 'asc' }],
    select: { createdAt: true, wallet: { select: WALLET } },
  },
} as const satisfies Prisma.SessionInclude;

type Row = Prisma.SessionGetPayload<{ include: typeof WITH_LINKS }>;

@Injectable()
export class SessionsRepository {
  constructor(private readonly database: Database) {}

  async find(id: string, tx?: Tx): Promise<StoredSession | undefined> {
    const row = await (tx ?? this.database.client).session.findUnique({ where: { id }, include: WITH_LINKS });
    return row === null ? undefined : toSession(row);
  }

  async insert(tx: Tx, session: StoredSession): Promise<void> {
    await tx.session.create({ data: columnsOf(session) });
    await tx.sessionWallet.createMany({
      data: session.links.map((link) => ({ sessionId: session.id, walletId: link.wallet.id, createdAt: BigInt(link.createdAt) })),
    });
  }

  /** Newest first. */
  async list(page: SessionPage): Promise<{ readonly sessions: readonly StoredSession[]; readonly total: number }> {
    const where: Prisma.SessionWhereInput = {
      ...(page.includeRevoked ? {} : { revokedAt: null }),
      ...(page.walletId === undefined ? {} : { wallets: { some: { walletId: page.walletId } } }),
    };
    const [rows, total] = await Promise.all([
      this.database.client.session.findMany({
        where,
        include: WITH_LINKS,
        orderBy: { id: 'desc' },
        skip: page.offset,
        take: page.limit,
      }),
      this.database.client.session.count({ where }),
    ]);
    return { sessions: rows.map(toSession), total };
  }

  /** Each session's newest request, by one look-up in the index for each. */
  async lastRequests(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await Promise.all(
      ids.map((sessionId) =>
        this.database.client.transaction.findFirst({
          where: { sessionId },
          orderBy: { id: 'desc' },
          select: { sessionId: true, createdAt: true },
        }),
      ),
    );
    return new Map(
      rows.flatMap((row) => (row === null || row.sessionId === null ? [] : [[row.sessionId, Number(row.createdAt)]])),
    );
  }

  async wallets(tx: Tx, ids: readonly string[]): Promise<readonly LinkedWallet[]> {
    const rows = await tx.wallet.findMany({ where: { id: { in: [...ids] } }, select: WALLET });
    return rows.map(toWallet);
  }

  /** Sessions of the wallet that could still be used. */
  async countLiving(tx: Tx, walletId: string, now: number): Promise<number> {
    const alive = { gt: BigInt(now) };
    return tx.session.count({
      where: {
        revokedAt: null,
        wallets: { some: { walletId } },
        AND: [
          { OR: [{ expiresAt: null }, { expiresAt: alive }] },
          { OR: [{ absoluteExpiresAt: null }, { absoluteExpiresAt: alive }] },
        ],
      },
    });
  }

  /**
   * Puts another token in the place of exactly this one. False where somebody else was faster, or the session has ended.
   * A held session is released by a rotation only, never by a renewal.
   */
  async replaceToken(tx: Tx, session: StoredSession, change: TokenChange): Promise<boolean> {
    const at = BigInt(change.at);
    const { count } = await tx.session.updateMany({
      where: {
        id: session.id,
        currentJti: session.currentJti,
        revokedAt: null,
        ...(change.renewal === undefined ? {} : { heldAt: null }),
      },
      data: {
        currentJti: change.jti,
        jtiChangedAt: at,
        tokenIssuedCount: { increment: 1 },
        heldAt: null,
        ...(change.renewal === undefined
          ? {}
          : { expiresAt: BigInt(change.renewal.expiresAt), lastRenewedAt: at, renewalCount: { increment: 1 } }),
      },
    });
    return count === 1;
  }

  /** The ids of those that were not revoked before. */
  async revoke(tx: Tx, ids: readonly string[], now: number): Promise<readonly string[]> {
    const living = await tx.session.findMany({ where: { id: { in: [...ids] }, revokedAt: null }, select: { id: true } });
    const revoked = living.map((row) => row.id);
    if (revoked.length > 0) await tx.session.updateMany({ where: { id: { in: revoked } }, data: { revokedAt: BigInt(now) } });
    return revoked;
  }

  /** Sessions whose only living wallet is this one. */
  async idsLeftWithout(tx: Tx, walletId: string): Promise<readonly string[]> {
    const rows = await tx.session.findMany({
      where: {
        revokedAt: null,
        wallets: { some: { walletId }, none: { walletId: { not: walletId }, wallet: { status: { not: 'TERMINATED' } } } },
      },
      select: { id: true },
    });
    return rows.map((row) => row.id);
  }

  async idsOfWallet(tx: Tx, walletId: string): Promise<readonly string[]> {
    const rows = await tx.sessionWallet.findMany({ where: { walletId }, select: { sessionId: true } });
    return rows.map((row) => row.sessionId);
  }

  /** Those of the wallet that were made for one purpose, by the label such sessions carry. */
  async idsLabelled(tx: Tx, walletId: string, { source, label }: { readonly source: string; readonly label: string }) {
    const rows = await tx.session.findMany({
      where: { revokedAt: null, source, label, wallets: { some: { walletId } } },
      select: { id: true },
    });
    return rows.map((row) => row.id);
  }

  async allUnrevokedIds(tx: Tx): Promise<readonly string[]> {
    const rows = await tx.session.findMany({ where: { revokedAt: null }, select: { id: true } });
    return rows.map((row) => row.id);
  }

  async link(tx: Tx, sessionId: string, walletId: string, now: number): Promise<void> {
    await tx.sessionWallet.create({ data: { sessionId, walletId, createdAt: BigInt(now) } });
  }

  async unlink(tx: Tx, sessionId: string, walletId: string): Promise<void> {
    await tx.sessionWallet.delete({ where: { sessionId_walletId: { sessionId, walletId } } });
  }
}

function columnsOf(session: StoredSession): Prisma.SessionUncheckedCreateInput {
  const { links: _links, constraints, ...rest } = session;
  return {
    ...rest,
    constraints: constraints === null ? null : JSON.stringify(constraints),
    expiresAt: nullableBig(session.expiresAt),
    absoluteExpiresAt: nullableBig(session.absoluteExpiresAt),
    jtiChangedAt: BigInt(session.jtiChangedAt),
    heldAt: nullableBig(session.heldAt),
    revokedAt: nullableBig(session.revokedAt),
    createdAt: BigInt(session.createdAt),
    lastRenewedAt: nullableBig(session.lastRenewedAt),
  };
}

function toSession(row: Row): StoredSession {
  const { wallets, ...columns } = row;
  return {
    ...columns,
    idempotencyScope: row.idempotencyScope === 'wallet' ? 'wallet' : 'session',
    constraints: row.constraints === null ? null : (JSON.parse(row.constraints) as Record<string, JsonValue>),
    expiresAt: nullableNumber(row.expiresAt),
    absoluteExpiresAt: nullableNumber(row.absoluteExpiresAt),
    jtiChangedAt: Number(row.jtiChangedAt),
    heldAt: nullableNumber(row.heldAt),
    revokedAt: nullableNumber(row.revokedAt),
    createdAt: Number(row.createdAt),
    lastRenewedAt: nullableNumber(row.lastRenewedAt),
    links: wallets.map((link) => ({ wallet: toWallet(link.wallet), createdAt: Number(link.createdAt) })),
  };
}

function toWallet(row: { id: string; name: string; chain: string; environment: string; status: string }): LinkedWallet {
  return { ...row, chain: row.chain as Chain, environment: row.environment as Environment };
}

function nullableBig(value: number | null): bigint | null {
  return value === null ? null : BigInt(value);
}

function nullableNumber(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}
