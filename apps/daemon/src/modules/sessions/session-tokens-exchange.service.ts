import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import type { Actor, SessionActor } from '../../common/auth/actor.js';
import { Clock } from '../../common/time/clock.js';
import { Database } from '../../infra/prisma/database.js';
import { SessionCache } from '../session-tokens/session-cache.service.js';
import { demandStepUpForRealMoney } from './real-money.js';
import { SessionIssuer } from './session-issuer.service.js';
import { renewedExpiry } from './session-terms.js';
import { SessionTrail } from './session-trail.service.js';
import { SessionsRepository, type StoredSession } from './sessions.repository.js';

export interface ExchangedToken {
  readonly token: string;
  readonly expiresAt: number | null;
  readonly renewalCount: number;
  readonly tokenIssuedCount: number;
}

/** Renewal and rotation: a new token takes the old one's place at once. Of several that try with one token exactly one wins. */
@Injectable()
export class SessionTokensExchange {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionsRepository,
    private readonly issuer: SessionIssuer,
    private readonly trail: SessionTrail,
    private readonly cache: SessionCache,
    private readonly clock: Clock,
  ) {}

  async renew(id: string, actor: SessionActor): Promise<ExchangedToken> {
    if (id !== actor.sessionId) throw new DomainError('SESSION_RENEWAL_MISMATCH');
    const session = await this.#find(id);
    // The guard accepted this token a moment ago; that it is not the current one now means that another renewal came between.
    if (session.currentJti !== actor.tokenId) throw new DomainError('RENEWAL_CONFLICT');
    const expiresAt = renewedExpiry(session, this.clock.nowSeconds(), actor.isUnderRetiringSecret);
    const issued = await this.issuer.issue(id, expiresAt);
    await this.database.transaction(async (tx) => {
      const isMine = await this.sessions.replaceToken(tx, session, { jti: issued.jti, at: issued.at, renewal: { expiresAt } });
      if (!isMine) throw new DomainError('RENEWAL_CONFLICT');
      await this.trail.record(tx, actor, {
        act: 'SESSION_RENEWED',
        sessionId: id,
        details: { expiresAt, renewalCount: session.renewalCount + 1 },
      });
    });
    this.cache.invalidate(id);
    return {
      token: issued.token,
      expiresAt,
      renewalCount: session.renewalCount + 1,
      tokenIssuedCount: session.tokenIssuedCount + 1,
    };
  }

  /** Also releases a session that is held because a replaced token came back. The expiry stays what it was. */
  async rotate(id: string, actor: Actor): Promise<ExchangedToken> {
    const session = await this.#find(id);
    if (session.revokedAt !== null) throw revoked();
    demandStepUpForRealMoney(
      actor,
      session.links.map(({ wallet }) => wallet),
    );
    const issued = await this.issuer.issue(id, session.expiresAt);
    await this.database.transaction(async (tx) => {
      if (!(await this.sessions.replaceToken(tx, session, issued))) throw new DomainError('RENEWAL_CONFLICT');
      await this.trail.record(tx, actor, {
        act: 'SESSION_ROTATED',
        sessionId: id,
        details: { tokenIssuedCount: session.tokenIssuedCount + 1, wasHeld: session.heldAt !== null },
      });
    });
    this.cache.invalidate(id);
    return {
      token: issued.token,
      expiresAt: session.expiresAt,
      renewalCount: session.renewalCount,
      tokenIssuedCount: session.tokenIssuedCount + 1,
    };
  }

  async #find(id: string): Promise<StoredSession> {
    const session = await this.sessions.find(id);
    if (session === undefined) throw new DomainError('SESSION_NOT_FOUND');
    return session;
  }
}

function revoked(): DomainError {
  return new DomainError('INVALID_STATE_TRANSITION', { hint: 'The session is revoked; create a new one.' });
}
