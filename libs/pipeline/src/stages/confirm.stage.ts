import type { AttemptFate, ChainPort, NetworkName } from '@waiaas/core';
import type { ClockPort } from '../ports/clock.port.js';
import type { AttemptUpdate, ExecutionStorePort, UnsettledRow, UnsettledScope } from '../ports/execution-store.port.js';
import type { AttemptRow, TransactionRow, Transition } from '../ports/rows.js';
import type { Replaceable } from './replace.stage.js';
import { stuckHeads, type Tracked } from './stuck-heads.js';
import { sendStored } from './submit.stage.js';

export interface ConfirmContext {
  readonly chain: ChainPort;
  readonly store: ExecutionStorePort;
  readonly clock: ClockPort;
  readonly confirmations: number;
  readonly scope: UnsettledScope;
  readonly resend: ResendPace;
  readonly maxAttempts: number;
  /** How long the newest bytes of a wallet's first nonce may wait before they count as stuck; 0 for ever. */
  readonly stuckSeconds: number;
  /** How long they may wait before somebody looks whether a nonce below them is nobody's. */
  readonly gapSeconds: number;
}

/** How long bytes that no node knows are left alone before they are sent again. */
export interface ResendPace {
  /** A node has said that it has them. */
  readonly acceptedSeconds: number;
  /** The answer to the last broadcast was lost. */
  readonly unknownSeconds: number;
}

export interface ConfirmProgress {
  /** Rows of which nothing can land: their lanes give them new bytes. */
  readonly retry: readonly TransactionRow[];
  /** Heads of wallets that no block takes. */
  readonly stuck: readonly Replaceable[];
  /** Heads that have waited for a while, for a nonce before theirs perhaps. */
  readonly waiting: readonly Replaceable[];
  readonly open: number;
}

const BATCH = 200;

/**
 * Compares what was sent on one network with what the chain says, and records what follows: confirmations, finality, reverts,
 * reorganisations, bytes to send again. A row fails only on proof: a revert at finality, or every attempt unable to land.
 */
export async function confirmNetwork(context: ConfirmContext, network: NetworkName): Promise<ConfirmProgress> {
  const unsettled = await context.store.unsettled(network, BATCH, context.scope);
  if (unsettled.length === 0) return { retry: [], stuck: [], waiting: [], open: 0 };
  const { height } = await context.chain.head();
  const tracked = await readFates(context.chain, unsettled);
  const steps = tracked.map((entry) => stepOf(context, entry, height));
  await context.store.record(
    steps.flatMap((step) => step.updates),
    steps.flatMap((step) => step.transitions),
    context.clock.nowSeconds(),
  );
  const resend = steps.flatMap((step) => step.resend);
  if (resend.length > 0) await sendStored(context.store, context.chain, resend, () => context.clock.nowSeconds());
  const headsAfter = (seconds: number) => stuckHeads(tracked, context.clock.nowSeconds() - seconds);
  return {
    retry: steps.flatMap((step) => step.retry),
    stuck: context.stuckSeconds === 0 ? [] : headsAfter(context.stuckSeconds),
    waiting: headsAfter(context.gapSeconds),
    open: unsettled.length,
  };
}

async function readFates(chain: ChainPort, unsettled: readonly UnsettledRow[]): Promise<readonly Tracked[]> {
  const flat = unsettled.flatMap(({ attempts, from }) =>
    attempts.map((attempt) => ({
      hash: attempt.txHash ?? '',
      from,
      ...(attempt.nonce === null ? {} : { nonce: attempt.nonce }),
      ...(attempt.lastValidBlockHeight === null ? {} : { lastValidBlockHeight: attempt.lastValidBlockHeight }),
    })),
  );
  const fates = await chain.fates(flat);
  let index = 0;
  return unsettled.map(({ row, attempts }) => ({
    row,
    attempts: attempts.map((attempt) => {
      const fate = fates[index] ?? { state: 'absent' as const };
      index += 1;
      return { attempt, fate };
    }),
  }));
}

interface Step {
  readonly updates: readonly AttemptUpdate[];
  readonly transitions: readonly Transition[];
  readonly resend: readonly AttemptRow[];
  readonly retry: readonly TransactionRow[];
}

const NOTHING: Step = { updates: [], transitions: [], resend: [], retry: [] };

function stepOf(context: ConfirmContext, { row, attempts }: Tracked, height: number): Step {
  // Nothing that could land: the lane has the row. It is told again at every look, since what told it first may have died on the way.
  if (attempts.length === 0) return row.status === 'SUBMITTED' ? { ...NOTHING, retry: [row] } : NOTHING;
  const mined = attempts.find(({ fate }) => fate.state === 'mined');
  if (mined?.fate.state === 'mined') return minedStep(context, { row, attempts }, mined.attempt, mined.fate);
  if (attempts.every(({ fate }) => fate.state === 'dead')) return deadStep(context, row, attempts);
  if (row.status === 'CONFIRMED') return reorgStep(context, row, attempts, height);
  return { ...NOTHING, resend: unheld(attempts).filter((attempt) => isDue(context, attempt)) };
}

/** No node has them. Those that a later one took the place of are missed by nobody. */
function unheld(attempts: Tracked['attempts']): readonly AttemptRow[] {
  const held = attempts.findLastIndex(({ fate }) => fate.state === 'pending');
  return attempts.flatMap(({ attempt, fate }, index) => (index > held && fate.state === 'absent' ? [attempt] : []));
}

function isDue({ clock, resend }: ConfirmContext, attempt: AttemptRow): boolean {
  const pause = attempt.outcome === 'unknown' ? resend.unknownSeconds : resend.acceptedSeconds;
  return attempt.lastBroadcastAt === null || clock.nowSeconds() - attempt.lastBroadcastAt >= pause;
}

type Mined = AttemptFate & { readonly state: 'mined' };

function minedStep(context: ConfirmContext, { row, attempts }: Tracked, attempt: AttemptRow, fate: Mined): Step {
  const transitions =
    fate.succeeded && attempt.kind !== 'cancel'
      ? paidTransitions(context, row, attempt, fate)
      : unpaidTransitions(context, row, attempt, fate);
  const isNews = transitions.length > 0 || attempt.state !== 'MINED' || attempt.blockNumber !== fate.blockNumber;
  const errorCode = fate.succeeded ? null : 'TRANSACTION_REVERTED';
  const update: AttemptUpdate = { attempt, state: fate.isFinal ? 'FINAL' : 'MINED', outcome: 'known', fate, errorCode };
  const others = attempts.filter((other) => other.attempt !== attempt).flatMap((other) => besideMined(other.attempt, fate));
  return { ...NOTHING, updates: isNews ? [update, ...others] : others, transitions };
}

/** At one nonce one lands. Until that is final a reorganisation can make it the other. */
function besideMined(attempt: AttemptRow, { isFinal }: Mined): readonly AttemptUpdate[] {
  if (isFinal) return [{ attempt, state: 'REPLACED', outcome: 'known' }];
  return attempt.state === 'MINED' ? [{ attempt, state: 'BROADCAST' }] : [];
}

/** The payment is in a block: confirmed at the network's depth, settled for good at finality. */
function paidTransitions(context: ConfirmContext, row: TransactionRow, attempt: AttemptRow, fate: Mined): readonly Transition[] {
  const at = context.clock.nowSeconds();
  const isDeepEnough = fate.isFinal || fate.confirmations >= context.confirmations;
  if (row.status === 'CONFIRMED' ? !fate.isFinal : !isDeepEnough) return [];
  return [{ row, to: 'CONFIRMED', at, actor: 'system', set: { txHash: attempt.txHash, finalizedAt: fate.isFinal ? at : null } }];
}

/** The block holds a revert, or the replacement that was to cancel. Neither is an answer before finality: the block may go. */
function unpaidTransitions(
  context: ConfirmContext,
  row: TransactionRow,
  attempt: AttemptRow,
  fate: Mined,
): readonly Transition[] {
  const at = context.clock.nowSeconds();
  // A block that paid was replaced by one that does not: back to SUBMITTED at once, and on from there at the next look.
  if (row.status === 'CONFIRMED') return [{ row, to: 'SUBMITTED', at, actor: 'system' }];
  if (!fate.isFinal) return [];
  const isCancel = attempt.kind === 'cancel';
  const errorCode = isCancel ? 'CANCELLED_BY_REPLACEMENT' : 'TRANSACTION_REVERTED';
  return [
    {
      row,
      to: isCancel ? 'CANCELLED' : 'FAILED',
      at,
      actor: 'system',
      set: { txHash: attempt.txHash, finalizedAt: at, errorCode },
    },
  ];
}

/** The block is gone. A node that merely lags behind the block does not count. */
function reorgStep(context: ConfirmContext, row: TransactionRow, attempts: Tracked['attempts'], height: number): Step {
  const known = Math.max(0, ...attempts.map(({ attempt }) => attempt.blockNumber ?? 0));
  if (height < known) return NOTHING;
  const at = context.clock.nowSeconds();
  return {
    ...NOTHING,
    updates: attempts.map(({ attempt }) => ({ attempt, state: 'BROADCAST' as const })),
    transitions: [{ row, to: 'SUBMITTED', at, actor: 'system' }],
    resend: unheld(attempts),
  };
}

function deadStep(context: ConfirmContext, row: TransactionRow, attempts: Tracked['attempts']): Step {
  const at = context.clock.nowSeconds();
  const updates = attempts.map(({ attempt }): AttemptUpdate => ({
    attempt,
    state: context.chain.network.chain === 'solana' ? 'EXPIRED' : 'DROPPED',
    outcome: 'known',
  }));
  if (row.status === 'CONFIRMED')
    return { ...NOTHING, updates, transitions: [{ row, to: 'SUBMITTED', at, actor: 'system' }], retry: [row] };
  const count = Math.max(...attempts.map(({ attempt }) => attempt.number), 0);
  // Somebody else used the nonce. Who wanted it cancelled is not paid for at another one.
  const isCancelled = attempts.some(({ attempt }) => attempt.kind === 'cancel');
  if (count < context.maxAttempts && !isCancelled) return { ...NOTHING, updates, retry: [row] };
  return {
    ...NOTHING,
    updates,
    transitions: [{ row, to: 'FAILED', at, actor: 'system', set: { errorCode: 'TRANSACTION_DROPPED' } }],
  };
}
