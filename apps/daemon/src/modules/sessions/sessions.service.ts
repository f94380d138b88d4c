import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import type { Actor } from '../../common/auth/actor.js';
import { Clock } from '../../common/time/clock.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { SessionCache } from '../session-tokens/session-cache.service.js';
import { type NewSession, SessionCreation } from './session-creation.service.js';
import { SessionChanges } from './session-changes.service.js';
import { isLiving } from './session-terms.js';
import { type SessionPage, SessionsRepository, type StoredSession } from './sessions.repository.js';

export interface CreatedSession {
  readonly session: StoredSession;
  readonly token: string;
}

type Labelled = NewSession & { readonly source: 'api' | 'mcp'; readonly label: string };

@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionsRepository,
    private readonly creation: SessionCreation,
    private readonly changes: SessionChanges,
    private readonly cache: SessionCache,
    private readonly clock: Clock,
  ) {}

  async create(request: NewSession, walletIds: readonly string[], actor: Actor): Promise<CreatedSession> {
    const prepared = await this.creation.prepare(request);
    const session = await this.database.transaction((tx) => this.creation.write(tx, prepared, walletIds, actor));
    return { session, token: prepared.token };
  }

  /** A session in the place of all that this wallet has of the same source and label: they end in the transaction that makes it. */
  async replace(request: Labelled, walletId: string, actor: Actor): Promise<CreatedSession> {
    const prepared = await this.creation.prepare(request);
    const { session, revoked } = await this.database.transaction(async (tx) => {
      const earlier = await this.sessions.idsLabelled(tx, walletId, request);
      const ended = await this.changes.revoke(tx, earlier, actor, 'REPLACED');
      return { session: await this.creation.write(tx, prepared, [walletId], actor), revoked: ended };
    });
    this.forget(revoked);
    return { session, token: prepared.token };
  }

  async list(page: SessionPage): Promise<{ readonly sessions: readonly StoredSession[]; readonly total: number }> {
    return this.sessions.list(page);
  }

  /** When each of them last asked for something that was stored. */
  async lastRequests(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.sessions.lastRequests(ids);
  }

  async get(id: string): Promise<StoredSession> {
    const session = await this.sessions.find(id);
    if (session === undefined) throw new DomainError('SESSION_NOT_FOUND');
    return session;
  }

  /** Whether a token of it could still be good for something. */
  async isLiving(id: string): Promise<boolean> {
    const session = await this.get(id);
    return session.revokedAt === null && isLiving(session, this.clock.nowSeconds());
  }

  /** True where this call revoked it, false where it was revoked before. */
  async revoke(id: string, actor: Actor): Promise<boolean> {
    const revoked = await this.database.transaction(async (tx) => {
      if ((await this.sessions.find(id, tx)) === undefined) throw new DomainError('SESSION_NOT_FOUND');
      return this.changes.revoke(tx, [id], actor, 'MANUAL');
    });
    this.forget(revoked);
    return revoked.length > 0;
  }

  /** Revokes, in the caller's transaction, the sessions that have no other living wallet. Call `forget` with the ids after the commit. */
  async revokeLeftWithout(tx: Tx, walletId: string, actor: Actor): Promise<readonly string[]> {
    return this.changes.revoke(tx, await this.sessions.idsLeftWithout(tx, walletId), actor, 'WALLET_TERMINATED');
  }

  /** Every session linked to the wallet: what the guard knows of them changes with the wallet. */
  async idsOfWallet(tx: Tx, walletId: string): Promise<readonly string[]> {
    return this.sessions.idsOfWallet(tx, walletId);
  }

  /** Makes the guard read these sessions anew. */
  forget(ids: readonly string[]): void {
    for (const id of ids) this.cache.invalidate(id);
  }
}
