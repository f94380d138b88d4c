import type { AttemptFate } from '@waiaas/core';
import type { AttemptRow, TransactionRow } from '../ports/rows.js';
import type { Replaceable } from './replace.stage.js';

/** A row with its attempts that may land, and what the chain says of each. */
export interface Tracked {
  readonly row: TransactionRow;
  readonly attempts: readonly { readonly attempt: AttemptRow; readonly fate: AttemptFate }[];
}

/**
 * Of each wallet the row at its lowest open nonce, where its newest bytes were made before `madeBefore`: nothing behind it can land
 * either. One that a block holds is no head any more.
 */
export function stuckHeads(tracked: readonly Tracked[], madeBefore: number): readonly Replaceable[] {
  const heads = new Map<string, Tracked & { readonly nonce: number }>();
  for (const entry of tracked) {
    const nonce = entry.attempts[0]?.attempt.nonce ?? null;
    if (nonce === null || !isWaiting(entry)) continue;
    const head = heads.get(entry.row.walletId);
    if (head === undefined || nonce < head.nonce) heads.set(entry.row.walletId, { ...entry, nonce });
  }
  return [...heads.values()]
    .map(({ row, attempts }) => ({ row, attempts: attempts.map(({ attempt }) => attempt) }))
    .filter(({ attempts }) => (attempts.at(-1)?.createdAt ?? madeBefore) < madeBefore);
}

function isWaiting({ row, attempts }: Tracked): boolean {
  return row.status === 'SUBMITTED' && attempts.every(({ fate }) => fate.state === 'pending' || fate.state === 'absent');
}
