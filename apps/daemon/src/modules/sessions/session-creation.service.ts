import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import type { Actor } from '../../common/auth/actor.js';
import { Clock } from '../../common/time/clock.js';
import { IdSource } from '../../common/time/id-source.js';
import type { Tx } from '../../infra/prisma/database.js';
import { parseConstraints } from './session-constraints.js';
import { demandStepUpForRealMoney } from './real-money.js';
import { SessionIssuer } from './session-issuer.service.js';
import { SessionLimit } from './session-limit.service.js';
import { type RequestedTerms, termsOf } from './session-terms.js';
import { SessionTrail } from './session-trail.service.js';
import { type LinkedWallet, SessionsRepository, type StoredSession } from './sessions.repository.js';

export type { StoredSession };

export interface NewSession extends RequestedTerms {
  readonly constraints?: Readonly<Record<string, unknown>> | undefined;
  readonly duplicateGuard?: boolean | undefined;
  readonly idempotencyScope?: 'session' | 'wallet' | undefined;
  readonly certificate?: string | undefined;
  readonly label?: string | undefined;
  readonly source?: 'api' | 'mcp' | undefined;
}

export interface PreparedSession {
  readonly session: StoredSession;
  readonly token: string;
}

/** Two steps, so that a wallet and its first session can be one transaction: sign and check outside, write inside. */
@Injectable()
export class SessionCreation {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly issuer: SessionIssuer,
    private readonly limit: SessionLimit,
    private readonly trail: SessionTrail,
    private readonly ids: IdSource,
    private readonly clock: Clock,
  ) {}

  async prepare(request: NewSession): Promise<PreparedSession> {
    const constraints = parseConstraints(request.constraints);
    const id = this.ids.next();
    const now = this.clock.nowSeconds();
    const terms = termsOf(request, now);
    const issued = await this.issuer.issue(id, terms.expiresAt);
    const session: StoredSession = {
      ...terms,
      id,
      label: request.label ?? null,
      source: request.source ?? 'api',
      renewalCount: 0,
      tokenIssuedCount: 1,
      currentJti: issued.jti,
      jtiChangedAt: issued.at,
      heldAt: null,
      revokedAt: null,
      constraints,
      duplicateGuard: request.duplicateGuard ?? false,
      idempotencyScope: request.idempotencyScope ?? 'session',
      certificate: request.certificate?.toLowerCase() ?? null,
      createdAt: now,
      lastRenewedAt: null,
      links: [],
    };
    return { session, token: issued.token };
  }

  /** Writes it with its wallets, in the order they were named. */
  async write(tx: Tx, prepared: PreparedSession, walletIds: readonly string[], actor: Actor): Promise<StoredSession> {
    const wallets = await this.#livingWallets(tx, walletIds);
    demandStepUpForRealMoney(actor, wallets);
    for (const wallet of wallets) await this.limit.check(tx, wallet.id);
    const { createdAt } = prepared.session;
    const session = { ...prepared.session, links: wallets.map((wallet) => ({ wallet, createdAt })) };
    await this.sessions.insert(tx, session);
    await this.trail.record(tx, actor, {
      act: 'SESSION_CREATED',
      sessionId: session.id,
      ...(wallets[0] === undefined ? {} : { walletId: wallets[0].id }),
      details: {
        walletIds: wallets.map((wallet) => wallet.id),
        ttl: session.ttl,
        absoluteExpiresAt: session.absoluteExpiresAt,
        isConstrained: session.constraints !== null,
        source: session.source,
      },
    });
    return session;
  }

  async #livingWallets(tx: Tx, ids: readonly string[]): Promise<readonly LinkedWallet[]> {
    const found = new Map((await this.sessions.wallets(tx, ids)).map((wallet) => [wallet.id, wallet]));
    return ids.map((id) => {
      const wallet = found.get(id);
      if (wallet === undefined) throw new DomainError('WALLET_NOT_FOUND');
      if (wallet.status === 'TERMINATED') throw new DomainError('WALLET_TERMINATED');
      return wallet;
    });
  }
}
