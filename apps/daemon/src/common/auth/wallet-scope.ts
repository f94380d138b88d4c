import { DomainError } from '@waiaas/core';
import type { Actor, SessionActor } from './actor.js';

/**
 * The wallet a session request is about: the body's, else the query's, else the session's only one. One that is not linked is
 * refused the same way whether it exists or not.
 */
export function walletOfSession(actor: SessionActor, inBody: string | undefined, inQuery?: string): string {
  const [only, ...others] = actor.walletIds;
  const named = inBody ?? inQuery;
  if (named === undefined) {
    if (only === undefined) throw new DomainError('WALLET_ACCESS_DENIED');
    if (others.length > 0) throw new DomainError('WALLET_ID_REQUIRED');
    return only;
  }
  if (!actor.walletIds.includes(named)) throw new DomainError('WALLET_ACCESS_DENIED');
  return named;
}

/** The wallets a session list covers: all of them, or the one that was named. */
export function walletsOfSession(actor: SessionActor, inQuery: string | undefined): readonly string[] {
  return inQuery === undefined ? actor.walletIds : [walletOfSession(actor, undefined, inQuery)];
}

/** Narrows an actor a guard has let in; another kind here is a bug of the route table. */
export function asSession(actor: Actor | undefined): SessionActor {
  if (actor?.kind !== 'session') throw new Error('the guard let another kind of actor in');
  return actor;
}
