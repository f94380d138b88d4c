import type { Intent } from '@waiaas/core';
import { outgoingOf, type Promised } from '@waiaas/pipeline';

/** What of a row says how much it holds back. */
interface Promising {
  readonly maxFee: string;
  readonly request: string;
}

/** Amounts and fee caps of rows, summed per asset. The request says what leaves; the ledger also holds what others are allowed to take. */
export function sumOfPromises(rows: readonly Promising[]): Promised {
  const tokens = new Map<string, bigint>();
  let native = 0n;
  for (const row of rows) {
    const outgoing = outgoingOf(JSON.parse(row.request) as Intent);
    native += BigInt(row.maxFee) + outgoing.native;
    for (const [key, amount] of outgoing.tokens) tokens.set(key, (tokens.get(key) ?? 0n) + amount);
  }
  return { native, tokens };
}
