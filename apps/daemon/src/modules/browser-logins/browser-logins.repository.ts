import { Injectable } from '@nestjs/common';
import type { Chain } from '@waiaas/core';
import type { LoginKind } from '../../common/auth/cookies.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { integrityError } from '../../infra/prisma/row-guard.js';

/** Times in Unix seconds. */
export interface StoredLogin {
  readonly id: string;
  readonly kind: LoginKind;
  readonly tokenHash: string;
  readonly csrfHash: string;
  readonly ownerAddress: string | null;
  readonly ownerChain: Chain | null;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  readonly stepUpHash: string | null;
  readonly stepUpExpiresAt: number | null;
  readonly clientAddress: string;
}

export interface StepUp {
  readonly hash: string;
  readonly expiresAt: number;
}

type Row = Awaited<ReturnType<Database['client']['browserLogin']['findUniqueOrThrow']>>;

@Injectable()
export class BrowserLoginsRepository {
  constructor(private readonly database: Database) {}

  async findByTokens(kind: LoginKind, tokenHashes: readonly string[]): Promise<readonly StoredLogin[]> {
    const rows = await this.database.client.browserLogin.findMany({ where: { kind, tokenHash: { in: [...tokenHashes] } } });
    return rows.filter(({ id }) => this.#isSound(id)).map(toLogin);
  }

  /** A login that somebody wrote into the database lets nobody in. */
  #isSound(id: string, handle: Tx | Database['client'] = this.database.client): boolean {
    return this.database.guard.isSound(handle, 'browser_logins', id);
  }

  async find(id: string): Promise<StoredLogin | undefined> {
    const row = await this.database.client.browserLogin.findUnique({ where: { id } });
    return row === null || !this.#isSound(id) ? undefined : toLogin(row);
  }

  /** Throws `INTEGRITY_VIOLATION` where nobody would believe the row: triggers or views were put into the file. */
  async insert(tx: Tx, login: StoredLogin): Promise<void> {
    await tx.browserLogin.create({
      data: {
        ...login,
        createdAt: BigInt(login.createdAt),
        lastSeenAt: BigInt(login.lastSeenAt),
        expiresAt: BigInt(login.expiresAt),
        stepUpExpiresAt: null,
      },
    });
    if (!this.#isSound(login.id, tx)) throw integrityError();
  }

  /** Never moves the idle clock back. */
  async touch(tx: Tx, id: string, now: number): Promise<void> {
    const at = BigInt(now);
    await tx.browserLogin.updateMany({ where: { id, lastSeenAt: { lt: at } }, data: { lastSeenAt: at } });
  }

  /** False where the login has ended meanwhile. */
  async setStepUp(tx: Tx, id: string, stepUp: StepUp | null): Promise<boolean> {
    const data = {
      stepUpHash: stepUp === null ? null : stepUp.hash,
      stepUpExpiresAt: stepUp === null ? null : BigInt(stepUp.expiresAt),
    };
    return (await tx.browserLogin.updateMany({ where: { id }, data })).count === 1;
  }

  async moveBack(tx: Tx, seconds: number): Promise<void> {
    const decrement = BigInt(seconds);
    await tx.browserLogin.updateMany({
      data: {
        createdAt: { decrement },
        lastSeenAt: { decrement },
        expiresAt: { decrement },
        stepUpExpiresAt: { decrement },
      },
    });
  }

  async delete(tx: Tx, id: string): Promise<boolean> {
    return (await tx.browserLogin.deleteMany({ where: { id } })).count === 1;
  }

  async deleteAdminsBut(tx: Tx, keptId: string | undefined): Promise<number> {
    const kept = keptId === undefined ? {} : { id: { not: keptId } };
    return (await tx.browserLogin.deleteMany({ where: { kind: 'admin', ...kept } })).count;
  }

  /** What no cookie opens any more. */
  async deleteOver(tx: Tx, now: number, seenBefore: number): Promise<void> {
    await tx.browserLogin.deleteMany({
      where: { OR: [{ expiresAt: { lte: BigInt(now) } }, { lastSeenAt: { lte: BigInt(seenBefore) } }] },
    });
  }

  /** Keeps the newest of one principal, by their ids: a login is not old because the clock was set back. */
  async deleteOldest(
    tx: Tx,
    of: { readonly kind: LoginKind; readonly ownerAddress: string | null; readonly keep: number },
  ): Promise<void> {
    const older = await tx.browserLogin.findMany({
      where: { kind: of.kind, ownerAddress: of.ownerAddress },
      orderBy: { id: 'desc' },
      skip: of.keep,
      select: { id: true },
    });
    await tx.browserLogin.deleteMany({ where: { id: { in: older.map(({ id }) => id) } } });
  }
}

function toLogin(row: Row): StoredLogin {
  return {
    ...row,
    kind: row.kind === 'owner' ? 'owner' : 'admin',
    ownerChain: row.ownerChain as Chain | null,
    createdAt: Number(row.createdAt),
    lastSeenAt: Number(row.lastSeenAt),
    expiresAt: Number(row.expiresAt),
    stepUpExpiresAt: row.stepUpExpiresAt === null ? null : Number(row.stepUpExpiresAt),
  };
}
