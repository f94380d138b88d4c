import type { Holding, Intent } from '@waiaas/core';
import type { Promised } from '../ports/ledger.port.js';
import { holdingKey, outgoingOf } from './outgoing.js';

/** What one request needs of a wallet: its amount and the most its fee can cost. */
export interface Need {
  readonly intent: Intent;
  readonly maxFee: bigint;
}

/** What a node said the wallet has. */
export interface Holdings {
  readonly nativeBalance: bigint;
  readonly holdings: readonly Holding[];
}

export interface Shortage {
  readonly code: 'INSUFFICIENT_BALANCE' | 'INSUFFICIENT_TOKEN_BALANCE' | 'INSUFFICIENT_FOR_FEE';
  readonly needed: bigint;
  /** What is there beside everything promised; negative where even the promises are not covered. */
  readonly free: bigint;
}

export const NOTHING_PROMISED: Promised = { native: 0n, tokens: new Map() };

/** What a request lacks once all that is promised to others is set aside; undefined where it can be paid. */
export function shortageOf({ intent, maxFee }: Need, holdings: Holdings, promised: Promised): Shortage | undefined {
  const { native, tokens } = outgoingOf(intent);
  const free = holdings.nativeBalance - promised.native;
  if (native > free) return { code: 'INSUFFICIENT_BALANCE', needed: native, free };
  const held = new Map(holdings.holdings.map(({ token, tokenId, amount }) => [holdingKey(token, tokenId), amount]));
  for (const [key, wanted] of tokens) {
    const freeTokens = (held.get(key) ?? 0n) - (promised.tokens.get(key) ?? 0n);
    if (wanted > freeTokens) return { code: 'INSUFFICIENT_TOKEN_BALANCE', needed: wanted, free: freeTokens };
  }
  return native + maxFee > free ? { code: 'INSUFFICIENT_FOR_FEE', needed: native + maxFee, free } : undefined;
}

/** The same promises and one request more. */
export function withNeed(promised: Promised, { intent, maxFee }: Need): Promised {
  const { native, tokens } = outgoingOf(intent);
  const sums = new Map(promised.tokens);
  for (const [key, amount] of tokens) sums.set(key, (sums.get(key) ?? 0n) + amount);
  return { native: promised.native + maxFee + native, tokens: sums };
}
