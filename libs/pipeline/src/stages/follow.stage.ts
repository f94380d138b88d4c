import type { AttemptFate, AttemptRef, ChainPort } from '@waiaas/core';
import type { AttemptUpdate } from '../ports/execution-store.port.js';
import type { AttemptRow, TransactionRow, Transition } from '../ports/rows.js';

/** A transaction that was handed out signed, with what the chain is asked for. */
export interface HandedOut {
  readonly row: TransactionRow;
  readonly attempt: AttemptRow;
  /** Bytes that were sent to void it, the oldest first. */
  readonly takeBacks: readonly AttemptRow[];
  readonly from: string;
}

export interface FollowOptions {
  readonly chain: ChainPort;
  readonly now: number;
}

export interface Followed {
  readonly updates: readonly AttemptUpdate[];
  readonly transitions: readonly Transition[];
  /** Bytes that void a signature and that no node has: to be sent again. */
  readonly resend: readonly AttemptRow[];
  /** Of these nobody has seen anything for so long that their nonces are to be taken back. */
  readonly unseen: readonly HandedOut[];
}

/** How long a signature may hold its nonce without being seen, and how long bytes that were to void it may wait for a block. */
export const UNSEEN_SECONDS = 3600;
const RESEND_SECONDS = 60;
const MOST_ATTEMPTS = 8;

/** The bytes that were made last. */
export function newestOf({ attempt, takeBacks }: HandedOut): AttemptRow {
  return takeBacks.at(-1) ?? attempt;
}

/**
 * What became of transactions that others send. One stays SIGNED, and its budget taken, until a final block holds it or it can no
 * longer land. Nothing is released on less than the proof a sent transaction needs.
 */
export async function followHandedOut(rows: readonly HandedOut[], options: FollowOptions): Promise<Followed> {
  const asked = rows.flatMap(({ attempt, takeBacks, from }) => [attempt, ...takeBacks].map((one) => refOf(one, from)));
  const fates = [...(await options.chain.fates(asked))];
  const steps = rows.map((handed) => {
    const [own = ABSENT, ...others] = fates.splice(0, 1 + handed.takeBacks.length);
    return stepOf(handed, { own, others }, options);
  });
  return {
    updates: steps.flatMap(({ updates }) => updates),
    transitions: steps.flatMap(({ transitions }) => transitions),
    resend: steps.flatMap(({ resend }) => resend),
    unseen: steps.flatMap(({ unseen }) => unseen),
  };
}

function refOf(attempt: AttemptRow, from: string): AttemptRef {
  return {
    hash: attempt.txHash ?? '',
    from,
    ...(attempt.nonce === null ? {} : { nonce: attempt.nonce }),
    ...(attempt.lastValidBlockHeight === null ? {} : { lastValidBlockHeight: attempt.lastValidBlockHeight }),
  };
}

const ABSENT: AttemptFate = { state: 'absent' };
const NOTHING: Followed = { updates: [], transitions: [], resend: [], unseen: [] };

interface Fates {
  readonly own: AttemptFate;
  readonly others: readonly AttemptFate[];
}

/** At one nonce one of them lands: the signature itself, or what was to void it. */
function stepOf(handed: HandedOut, { own, others }: Fates, options: FollowOptions): Followed {
  const voided = handed.takeBacks.flatMap((attempt, index) => {
    const fate = others[index] ?? ABSENT;
    return fate.state === 'mined' ? [{ attempt, fate }] : [];
  });
  const [landed] = voided;
  if (landed !== undefined) return voidedStep(handed, landed, options.now);
  switch (own.state) {
    case 'mined':
      return minedStep(handed, own, options.now);
    case 'dead':
      return deadStep(handed, options.now);
    case 'absent':
      return unseenStep(handed, others, options.now);
    case 'pending':
      return NOTHING;
  }
}

type Mined = Extract<AttemptFate, { state: 'mined' }>;

/** Only a final block gives the budget back; the fee is spent. */
function voidedStep(
  { row, attempt: own }: HandedOut,
  { attempt, fate }: { readonly attempt: AttemptRow; readonly fate: Mined },
  now: number,
): Followed {
  const state = fate.isFinal ? 'FINAL' : 'MINED';
  const isNews = attempt.state !== state || attempt.blockNumber !== fate.blockNumber;
  const update: AttemptUpdate = { attempt, state, outcome: 'known', fate };
  if (!fate.isFinal) return { ...NOTHING, updates: isNews ? [update] : [] };
  const set = { txHash: attempt.txHash, finalizedAt: now, errorCode: 'CANCELLED_BY_REPLACEMENT' };
  const replaced: AttemptUpdate = { attempt: own, state: 'REPLACED', outcome: 'known' };
  return { ...NOTHING, updates: [update, replaced], transitions: [{ row, to: 'CANCELLED', at: now, actor: 'system', set }] };
}

/** No node has the signature. What is to void it is sent again, or made, or made anew where no block takes it. */
function unseenStep(handed: HandedOut, others: readonly AttemptFate[], now: number): Followed {
  const resend = handed.takeBacks.filter(
    ({ lastBroadcastAt }, index) =>
      (others[index] ?? ABSENT).state === 'absent' && now - (lastBroadcastAt ?? 0) >= RESEND_SECONDS,
  );
  const newest = newestOf(handed);
  const isDue = newest.nonce !== null && newest.number < MOST_ATTEMPTS && now - newest.createdAt >= UNSEEN_SECONDS;
  return { ...NOTHING, resend, unseen: isDue ? [handed] : [] };
}

/** What was to void a signature can no longer: another transaction has the nonce. */
function withoutUse({ takeBacks }: HandedOut): readonly AttemptUpdate[] {
  return takeBacks.map((attempt) => ({ attempt, state: 'REPLACED', outcome: 'known' }));
}

function minedStep(handed: HandedOut, fate: Mined, now: number): Followed {
  const { row, attempt } = handed;
  const own: AttemptUpdate = { attempt, state: fate.isFinal ? 'FINAL' : 'SIGNED', outcome: 'known', fate };
  const updates = fate.isFinal ? [own, ...withoutUse(handed)] : [own];
  if (!fate.isFinal) return { ...NOTHING, updates: attempt.blockNumber === fate.blockNumber ? [] : updates, transitions: [] };
  const step = { row, at: now, actor: 'system' } as const;
  const set = { txHash: attempt.txHash, finalizedAt: now };
  if (fate.succeeded) return { ...NOTHING, updates, transitions: [{ ...step, to: 'CONFIRMED', set }] };
  return { ...NOTHING, updates, transitions: [{ ...step, to: 'FAILED', set: { ...set, errorCode: 'TRANSACTION_REVERTED' } }] };
}

function deadStep(handed: HandedOut, now: number): Followed {
  const { row, attempt } = handed;
  const updates: readonly AttemptUpdate[] = [{ attempt, state: 'EXPIRED', outcome: 'known' }, ...withoutUse(handed)];
  const step = { row, at: now, actor: 'system' } as const;
  // It may have landed under another signature of its payer: then it counts as spent.
  const { params } = attempt;
  if (params.kind === 'solana' && params.isPaidByOther === true)
    return { ...NOTHING, updates, transitions: [{ ...step, to: 'CONFIRMED', set: { finalizedAt: now } }] };
  return { ...NOTHING, updates, transitions: [{ ...step, to: 'FAILED', set: { errorCode: 'TRANSACTION_DROPPED' } }] };
}
