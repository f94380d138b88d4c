import { Injectable } from '@nestjs/common';
import { type Actor, actorLabel } from '../../common/auth/actor.js';
import { Clock } from '../../common/time/clock.js';
import type { Tx } from '../../infra/prisma/database.js';
import { OpenTransactions } from '../wallets/open-transactions.port.js';
import { SessionTrail } from './session-trail.service.js';
import { SessionsRepository } from './sessions.repository.js';

export interface SessionOnWallet {
  readonly sessionId: string;
  readonly walletId: string;
}

/**
 * What a session may reach, given and taken in the caller's transaction. What it asked for and nobody has signed ends with what is taken:
 * a delay that runs out afterwards, or a node that answers again, would pay whoever had the token.
 */
@Injectable()
export class SessionChanges {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly trail: SessionTrail,
    private readonly open: OpenTransactions,
    private readonly clock: Clock,
  ) {}

  /** The ids of those that were not revoked before. */
  async revoke(tx: Tx, ids: readonly string[], actor: Actor, reason: string): Promise<readonly string[]> {
    const revoked = await this.sessions.revoke(tx, ids, this.clock.nowSeconds());
    for (const sessionId of revoked)
      await this.trail.record(tx, actor, { act: 'SESSION_REVOKED', sessionId, details: { reason } });
    await this.open.cancelOfSessions(tx, { sessionIds: revoked, ...whoOf(actor) });
    return revoked;
  }

  async link(tx: Tx, { sessionId, walletId }: SessionOnWallet, actor: Actor, at: number): Promise<void> {
    await this.sessions.link(tx, sessionId, walletId, at);
    await this.#record(tx, actor, { sessionId, walletId }, 'linked');
  }

  async unlink(tx: Tx, { sessionId, walletId }: SessionOnWallet, actor: Actor): Promise<void> {
    await this.sessions.unlink(tx, sessionId, walletId);
    await this.#record(tx, actor, { sessionId, walletId }, 'unlinked');
    await this.open.cancelOfSessions(tx, { sessionIds: [sessionId], walletId, ...whoOf(actor) });
  }

  async #record(tx: Tx, actor: Actor, subject: SessionOnWallet, change: 'linked' | 'unlinked'): Promise<void> {
    await this.trail.record(tx, actor, { act: 'SESSION_WALLETS_CHANGED', ...subject, details: { change } });
  }
}

function whoOf(actor: Actor): { readonly actor: string; readonly ipAddress: string } {
  return { actor: actorLabel(actor), ipAddress: actor.clientAddress };
}
