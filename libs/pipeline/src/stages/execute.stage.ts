import { DomainError, type NetworkName } from '@waiaas/core';
import type { PlannedAttempt, ReservedAttempt } from '../ports/execution-store.port.js';
import type { AttemptRow } from '../ports/rows.js';
import { abandon, planAll, type PlanContext } from './plan.stage.js';
import { authorizeExecution } from './policy.stage.js';
import { signTx, type SignContext } from './sign.stage.js';
import { submitSigned } from './submit.stage.js';

export interface ExecuteContext extends SignContext, PlanContext {
  readonly chain: PlanContext['chain'];
}

export interface Lane {
  readonly walletId: string;
  readonly network: NetworkName;
  readonly from: string;
}

export interface LaneProgress {
  readonly submitted: number;
  /** Rows that could not go on for a passing reason (no node, no signer, funds under way): the lane is worth another visit. */
  readonly stalled: number;
}

export const LANE_BATCH = 32;
/** A Solana attempt reserved this long ago holds a blockhash that is not worth signing any more. */
const STALE_RESERVATION_SECONDS = 30;

/**
 * Gives bytes to every row of one wallet on one network that needs some, and broadcasts them: parameters, nonces, signatures,
 * first broadcast. The rows are new ones, and SUBMITTED ones whose every attempt is proven dead. One visit at a time per lane.
 * Everything it needs after a crash is in the store: a reserved attempt is built again at its nonce, a signed one is sent as
 * stored.
 */
export async function executeLane(context: ExecuteContext, lane: Lane): Promise<LaneProgress> {
  const open = await context.store.executable(lane.walletId, lane.network, LANE_BATCH);
  const signedBefore = open.flatMap(({ attempt }) => (attempt?.state === 'SIGNED' ? [attempt] : []));
  await submitSigned(context.store, context.chain, signedBefore, () => context.clock.nowSeconds());
  const reservedBefore = open.flatMap(({ row, attempt }) =>
    attempt?.state === 'RESERVED' && isUsable(context, attempt) ? [{ row, attempt }] : [],
  );
  const known = new Set(
    [...signedBefore, ...reservedBefore.map(({ attempt }) => attempt)].map((attempt) => attempt.transactionId),
  );
  const fresh = open.filter(({ row }) => !known.has(row.id)).map(({ row }) => row);
  const planned = await planAll(context, fresh);
  const reserved = await reserveAll(context, lane, planned.plans);
  const { signed, failed } = await signAll(context, [...reservedBefore, ...reserved]);
  await submitSigned(context.store, context.chain, signed, () => context.clock.nowSeconds());
  return { submitted: signedBefore.length + signed.length, stalled: planned.stalled + failed };
}

function isUsable(context: ExecuteContext, attempt: AttemptRow): boolean {
  if (attempt.params.kind === 'evm') return true;
  return context.clock.nowSeconds() - attempt.createdAt <= STALE_RESERVATION_SECONDS;
}

async function reserveAll(
  context: ExecuteContext,
  lane: Lane,
  plans: readonly PlannedAttempt[],
): Promise<readonly ReservedAttempt[]> {
  if (plans.length === 0) return [];
  const firstFree = await context.chain.nextNonce(lane.from);
  return context.store.reserve(plans, firstFree, context.clock.nowSeconds());
}

interface Bytes {
  readonly attempt: AttemptRow;
  readonly raw: string;
  readonly hash: string;
}

/**
 * Signs what was reserved and stores the bytes. Nonces have an order: behind one that could not be signed nothing is sent. If its
 * row only has to wait, the later ones keep their nonces and wait with it; if it has ended, they give theirs back and get new ones
 * at the next visit, so that no gap stays.
 */
async function signAll(
  context: ExecuteContext,
  reserved: readonly ReservedAttempt[],
): Promise<{ readonly signed: readonly AttemptRow[]; readonly failed: number }> {
  const ordered = [...reserved].sort((a, b) => (a.attempt.nonce ?? 0) - (b.attempt.nonce ?? 0));
  const results = await Promise.all(ordered.map(async (entry) => signOne(context, entry)));
  const stop = results.findIndex((result) => typeof result === 'string');
  const isOrdered = context.chain.network.chain === 'ethereum';
  const sendable = isOrdered && stop !== -1 ? results.slice(0, stop) : results;
  if (isOrdered && results[stop] === 'ended') {
    const behind = ordered.slice(stop + 1).filter((_, index) => results[stop + 1 + index] !== 'ended');
    await context.store.release(
      behind.map(({ attempt }) => attempt),
      context.clock.nowSeconds(),
    );
  }
  const ready = sendable.filter((result): result is Bytes => typeof result === 'object');
  const signed = ready.length === 0 ? [] : await context.store.markSigned(ready, context.clock.nowSeconds());
  return { signed, failed: results.filter((result) => result !== 'ended').length - ready.length };
}

async function signOne(context: ExecuteContext, { attempt, row }: ReservedAttempt): Promise<Bytes | 'stalled' | 'ended'> {
  const approved = authorizeExecution(row, context.clock.nowSeconds());
  if (!approved.ok) return end(context, row, approved.error);
  try {
    const { raw, hash } = await signTx(context, approved.value, attempt);
    return { attempt, raw, hash };
  } catch (error) {
    if (!(error instanceof DomainError)) context.report(error);
    const refusal = finalRefusal(error);
    return refusal === undefined ? 'stalled' : end(context, row, refusal);
  }
}

/** What asking again cannot change: bytes that are not the intent, and a payment above the ceiling of the key. */
function finalRefusal(error: unknown): 'INTENT_MISMATCH' | 'POLICY_DENIED' | undefined {
  if (!(error instanceof DomainError)) return undefined;
  if (error.details?.['reason'] === 'INTENT_MISMATCH') return 'INTENT_MISMATCH';
  return error.code === 'POLICY_DENIED' ? 'POLICY_DENIED' : undefined;
}

async function end(context: ExecuteContext, row: ReservedAttempt['row'], errorCode: string): Promise<'ended'> {
  await abandon(context, row, errorCode);
  return 'ended';
}
