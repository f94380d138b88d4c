import { DomainError, type AttemptParams, type ChainPort, type NetworkName } from '@waiaas/core';
import type { ClockPort, IdPort } from '../ports/clock.port.js';
import type { ExecutionStorePort, PlannedAttempt, ReservedAttempt } from '../ports/execution-store.port.js';
import type { AttemptRow, TransactionRow } from '../ports/rows.js';
import { authorizeExecution } from './policy.stage.js';
import { signTx, type SignContext } from './sign.stage.js';
import { submitSigned } from './submit.stage.js';

export interface ExecuteContext extends SignContext {
  readonly chain: ChainPort;
  readonly store: ExecutionStorePort;
  readonly clock: ClockPort;
  readonly ids: IdPort;
  /** Parameters that `prepare` read a moment ago, so that an instant payment asks the node once. Undefined when there are none. */
  readonly freshParams: (transactionId: string) => AttemptParams | undefined;
  readonly feeCap: (network: NetworkName) => bigint;
}

export interface Lane {
  readonly walletId: string;
  readonly network: NetworkName;
  readonly from: string;
}

export interface LaneProgress {
  readonly submitted: number;
  /** Rows that could not go on for a passing reason (no node, no signer): the lane is worth another visit. */
  readonly stalled: number;
}

export const LANE_BATCH = 32;
/** A Solana attempt reserved this long ago holds a blockhash that is not worth signing any more. */
const STALE_RESERVATION_SECONDS = 30;

/**
 * Moves the EXECUTING rows of one wallet on one network to SUBMITTED: parameters, nonces, bytes, first broadcast.
 * One visit at a time per lane. Everything it needs after a crash is in the store: a reserved attempt is built again at its
 * nonce, a signed one is sent as stored.
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

/** Parameters for rows that have none yet. A row whose simulation fails ends here, with nothing signed. */
export async function planAll(
  context: ExecuteContext,
  rows: readonly TransactionRow[],
): Promise<{ readonly plans: readonly PlannedAttempt[]; readonly stalled: number }> {
  const plans = await Promise.all(rows.map(async (row) => planOne(context, row)));
  return {
    plans: plans.filter((plan): plan is PlannedAttempt => typeof plan === 'object'),
    stalled: plans.filter((plan) => plan === 'stalled').length,
  };
}

async function planOne(context: ExecuteContext, row: TransactionRow): Promise<PlannedAttempt | 'stalled' | 'ended'> {
  try {
    const params = context.freshParams(row.id) ?? (await context.chain.params(row.intent));
    const maxFee = context.chain.maxFee(row.intent, params);
    if (maxFee > context.feeCap(row.network)) return await abandon(context, row, 'FEE_TOO_HIGH');
    return { id: context.ids.next(), row, params, maxFee };
  } catch (error) {
    if (!(error instanceof DomainError) || isPassing(error)) return 'stalled';
    return abandon(context, row, error.code === 'INTERNAL_ERROR' ? 'SIMULATION_FAILED' : error.code);
  }
}

function isPassing(error: DomainError): boolean {
  return error.code === 'ADAPTER_NOT_AVAILABLE' || error.code === 'KEYSTORE_LOCKED' || error.code === 'STORAGE_UNAVAILABLE';
}

async function abandon(context: ExecuteContext, row: TransactionRow, errorCode: string): Promise<'ended'> {
  await context.store.abandon(row, {
    row,
    to: 'FAILED',
    at: context.clock.nowSeconds(),
    actor: 'system',
    set: { errorCode, error: null },
  });
  return 'ended';
}

export async function reserveAll(
  context: ExecuteContext,
  lane: Lane,
  plans: readonly PlannedAttempt[],
): Promise<readonly ReservedAttempt[]> {
  if (plans.length === 0) return [];
  const firstFree = await context.chain.nextNonce(lane.from);
  return context.store.reserve(plans, firstFree, context.clock.nowSeconds());
}

/**
 * Signs what was reserved and stores the bytes. On EVM it stops at the first nonce that could not be signed: later nonces
 * would sit behind a gap; they keep their reservation and are signed on the next visit.
 */
export async function signAll(
  context: ExecuteContext,
  reserved: readonly ReservedAttempt[],
): Promise<{ readonly signed: readonly AttemptRow[]; readonly failed: number }> {
  const ordered = [...reserved].sort((a, b) => (a.attempt.nonce ?? 0) - (b.attempt.nonce ?? 0));
  const results = await Promise.all(ordered.map(async (entry) => signOne(context, entry)));
  const ready: { attempt: AttemptRow; raw: string; hash: string }[] = [];
  let failed = 0;
  for (const result of results) {
    if (result === 'ended') continue;
    if (result === 'stalled') failed += 1;
    else if (failed === 0 || context.chain.network.chain === 'solana') ready.push(result);
  }
  const signed = ready.length === 0 ? [] : await context.store.markSigned(ready, context.clock.nowSeconds());
  return { signed, failed };
}

async function signOne(
  context: ExecuteContext,
  { attempt, row }: ReservedAttempt,
): Promise<{ attempt: AttemptRow; raw: string; hash: string } | 'stalled' | 'ended'> {
  const approved = authorizeExecution(row, context.clock.nowSeconds());
  if (!approved.ok) return abandon(context, row, approved.error);
  try {
    const { raw, hash } = await signTx(context, approved.value, attempt);
    return { attempt, raw, hash };
  } catch (error) {
    if (error instanceof DomainError && error.details?.['reason'] === 'INTENT_MISMATCH')
      return abandon(context, row, 'INTENT_MISMATCH');
    return 'stalled';
  }
}
