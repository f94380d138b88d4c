import type { Chain } from '@waiaas/core';

/** Whose stream it is, and what it may show now. */
export interface EventScope {
  /** Numbers belong to a principal: nobody learns from gaps how busy the others are. */
  readonly principal: string;
  /** Null sees everything. */
  readonly walletIds: readonly string[] | null;
  /** The one session whose own session events are shown; null hides none. */
  readonly ofSession: string | null;
}

export const MASTER_SCOPE: EventScope = { principal: 'master', walletIds: null, ofSession: null };

export function sessionScope(sessionId: string, walletIds: readonly string[]): EventScope {
  return { principal: `session:${sessionId}`, walletIds, ofSession: sessionId };
}

export function ownerScope(owner: { readonly chain: Chain; readonly address: string }, walletIds: readonly string[]): EventScope {
  return { principal: `owner:${owner.chain}:${owner.address}`, walletIds, ofSession: null };
}
