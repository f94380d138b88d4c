import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import type { Actor } from '../../common/auth/actor.js';
import { Clock } from '../../common/time/clock.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { SessionCache } from '../session-tokens/session-cache.service.js';
import { demandStepUpForRealMoney } from './real-money.js';
import { SessionChanges } from './session-changes.service.js';
import { SessionLimit } from './session-limit.service.js';
import { type SessionLink, SessionsRepository, type StoredSession } from './sessions.repository.js';

/** Which wallets a session reaches. */
@Injectable()
export class SessionWalletsService {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionsRepository,
    private readonly limit: SessionLimit,
    private readonly changes: SessionChanges,
    private readonly cache: SessionCache,
    private readonly clock: Clock,
  ) {}

  async list(sessionId: string): Promise<readonly SessionLink[]> {
    return found(await this.sessions.find(sessionId)).links;
  }

  async link(sessionId: string, walletId: string, actor: Actor): Promise<{ readonly createdAt: number }> {
    const createdAt = this.clock.nowSeconds();
    await this.database.transaction(async (tx) => {
      const session = await this.#changeable(tx, sessionId);
      if (session.links.some((link) => link.wallet.id === walletId)) throw new DomainError('WALLET_ALREADY_LINKED');
      const [wallet] = await this.sessions.wallets(tx, [walletId]);
      if (wallet === undefined) throw new DomainError('WALLET_NOT_FOUND');
      if (wallet.status === 'TERMINATED') throw new DomainError('WALLET_TERMINATED');
      demandStepUpForRealMoney(actor, [wallet]);
      await this.limit.check(tx, walletId);
      await this.changes.link(tx, { sessionId, walletId }, actor, createdAt);
    });
    this.cache.invalidate(sessionId);
    return { createdAt };
  }

  async unlink(sessionId: string, walletId: string, actor: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      const session = await this.#changeable(tx, sessionId);
      if (!session.links.some((link) => link.wallet.id === walletId)) throw new DomainError('WALLET_NOT_FOUND');
      if (session.links.length === 1) throw new DomainError('SESSION_REQUIRES_WALLET');
      await this.changes.unlink(tx, { sessionId, walletId }, actor);
    });
    this.cache.invalidate(sessionId);
  }

  async #changeable(tx: Tx, sessionId: string): Promise<StoredSession> {
    const session = found(await this.sessions.find(sessionId, tx));
    if (session.revokedAt !== null) throw new DomainError('INVALID_STATE_TRANSITION', { hint: 'The session is revoked.' });
    return session;
  }
}

function found(session: StoredSession | undefined): StoredSession {
  if (session === undefined) throw new DomainError('SESSION_NOT_FOUND');
  return session;
}
