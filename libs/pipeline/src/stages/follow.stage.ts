import type { AttemptFate, ChainPort } from '@waiaas/core';
import type { AttemptUpdate } from '../ports/execution-store.port.js';
import type { AttemptRow, TransactionRow, Transition } from '../ports/rows.js';

/** A transaction that was handed out signed, with what the chain is asked for. */
export interface HandedOut {
  readonly row: TransactionRow;
  readonly attempt: AttemptRow;
  readonly from: string;
}

export interface FollowOptions {
  readonly chain: ChainPort;
  readonly now: number;
}

export interface Followed {
  readonly updates: readonly AttemptUpdate[];
  readonly transitions: readonly Transition[];
}

/**
 * What became of transactions that others send. One stays SIGNED, and its budget taken, until a final block holds it or it can no
 * longer land. Nothing is released on less than the proof a sent transaction needs.
 */
export async function followHandedOut(rows: readonly HandedOut[], options: FollowOptions): Promise<Followed> {
  const fates = await options.chain.fates(
    rows.map(({ attempt, from }) => ({
      hash: attempt.txHash ?? '',
      from,
      ...(attempt.nonce === null ? {} : { nonce: attempt.nonce }),
      ...(attempt.lastValidBlockHeight === null ? {} : { lastValidBlockHeight: attempt.lastValidBlockHeight }),
    })),
  );
  const steps = rows.map((row, index) => stepOf(row, fates[index] ?? { state: 'absent' }, options));
  return { updates: steps.flatMap(({ updates }) => updates), transitions: steps.flatMap(({ transitions }) => transitions) };
}

const NOTHING: Followed = { updates: [], transitions: [] };

function stepOf(handed: HandedOut, fate: AttemptFate, { now }: FollowOptions): Followed {
  switch (fate.state) {
    case 'mined':
      return minedStep(handed, fate, now);
    case 'dead':
      return deadStep(handed, now);
    case 'absent':
    case 'pending':
      return NOTHING;
  }
}

function minedStep({ row, attempt }: HandedOut, fate: Extract<AttemptFate, { state: 'mined' }>, now: number): Followed {
  const updates: readonly AttemptUpdate[] = [{ attempt, state: fate.isFinal ? 'FINAL' : 'SIGNED', outcome: 'known', fate }];
  if (!fate.isFinal) return { updates: attempt.blockNumber === fate.blockNumber ? [] : updates, transitions: [] };
  const step = { row, at: now, actor: 'system' } as const;
  const set = { txHash: attempt.txHash, finalizedAt: now };
  if (fate.succeeded) return { updates, transitions: [{ ...step, to: 'CONFIRMED', set }] };
  return { updates, transitions: [{ ...step, to: 'FAILED', set: { ...set, errorCode: 'TRANSACTION_REVERTED' } }] };
}

function deadStep({ row, attempt }: HandedOut, now: number): Followed {
  const updates: readonly AttemptUpdate[] = [{ attempt, state: 'EXPIRED', outcome: 'known' }];
  const step = { row, at: now, actor: 'system' } as const;
  // It may have landed under another signature of its payer: then it counts as spent.
  const { params } = attempt;
  if (params.kind === 'solana' && params.isPaidByOther === true)
    return { updates, transitions: [{ ...step, to: 'CONFIRMED', set: { finalizedAt: now } }] };
  return { updates, transitions: [{ ...step, to: 'FAILED', set: { errorCode: 'TRANSACTION_DROPPED' } }] };
}
