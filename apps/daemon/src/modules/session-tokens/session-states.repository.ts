import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { integrityError } from '../../infra/prisma/row-guard.js';

/** What a token is judged against. Times are Unix seconds. */
export interface SessionState {
  readonly id: string;
  readonly currentJti: string;
  readonly jtiChangedAt: number;
  readonly expiresAt: number | null;
  readonly absoluteExpiresAt: number | null;
  readonly isRevoked: boolean;
  readonly isHeld: boolean;
  readonly walletIds: readonly string[];
  readonly certificate: string | null;
}

@Injectable()
export class SessionStatesRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<SessionState | undefined> {
    const row = await this.database.client.session.findUnique({
      where: { id },
      select: {
        id: true,
        currentJti: true,
        jtiChangedAt: true,
        expiresAt: true,
        absoluteExpiresAt: true,
        revokedAt: true,
        heldAt: true,
        certificate: true,
        wallets: { select: { walletId: true }, orderBy: [{ createdAt: 'asc' }, { walletId: 'asc' }] },
      },
    });
    if (row === null) return undefined;
    // A session that somebody wrote into the database lets nobody in.
    if (!this.database.guard.isSound(this.database.client, 'sessions', id)) throw integrityError();
    return {
      id: row.id,
      currentJti: row.currentJti,
      jtiChangedAt: Number(row.jtiChangedAt),
      expiresAt: row.expiresAt === null ? null : Number(row.expiresAt),
      absoluteExpiresAt: row.absoluteExpiresAt === null ? null : Number(row.absoluteExpiresAt),
      isRevoked: row.revokedAt !== null,
      isHeld: row.heldAt !== null,
      certificate: row.certificate,
      walletIds: row.wallets.map((link) => link.walletId),
    };
  }

  /** False where the session is held already, or its token was changed after it was read. */
  async hold(tx: Tx, session: SessionState, at: number): Promise<boolean> {
    const { count } = await tx.session.updateMany({
      where: { id: session.id, heldAt: null, jtiChangedAt: BigInt(session.jtiChangedAt) },
      data: { heldAt: BigInt(at) },
    });
    return count === 1;
  }
}
