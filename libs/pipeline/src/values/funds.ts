import type { Intent } from '@waiaas/core';
import type { Promised } from '../ports/ledger.port.js';

/** What one request needs of a wallet: its amount and the most its fee can cost. */
export interface Need {
  readonly intent: Intent;
  readonly maxFee: bigint;
}

/** What a node said the wallet has. */
export interface Holdings {
  readonly nativeBalance: bigint;
  readonly tokenBalance?: bigint;
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
  const native = intent.type === 'TRANSFER' ? BigInt(intent.amount) : 0n;
  const free = holdings.nativeBalance - promised.native;
  if (native > free) return { code: 'INSUFFICIENT_BALANCE', needed: native, free };
  if (intent.type === 'TOKEN_TRANSFER') {
    const wanted = BigInt(intent.amount);
    const freeTokens = (holdings.tokenBalance ?? 0n) - (promised.tokens.get(intent.token.address) ?? 0n);
    if (wanted > freeTokens) return { code: 'INSUFFICIENT_TOKEN_BALANCE', needed: wanted, free: freeTokens };
  }
  return native + maxFee > free ? { code: 'INSUFFICIENT_FOR_FEE', needed: native + maxFee, free } : undefined;
}

/** The same promises and one request more. */
export function withNeed(promised: Promised, { intent, maxFee }: Need): Promised {
  const native = promised.native + maxFee + (intent.type === 'TRANSFER' ? BigInt(intent.amount) : 0n);
  if (intent.type !== 'TOKEN_TRANSFER') return { native, tokens: promised.tokens };
  const { address } = intent.token;
  const tokens = new Map(promised.tokens).set(address, (promised.tokens.get(address) ?? 0n) + BigInt(intent.amount));
  return { native, tokens };
}
