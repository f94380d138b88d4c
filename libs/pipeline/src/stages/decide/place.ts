import type { GasCondition, Tier, TransactionStatus } from '@waiaas/core';
import type { StoredDecision, WaitReason } from '../../ports/rows.js';
import { isServed } from '../policy.stage.js';
import type { PreparedTx } from '../prepare.stage.js';

/** Where a verdict puts a request. */
export interface Placement {
  readonly status: TransactionStatus;
  readonly tier: Tier | null;
  readonly waitReason: WaitReason | null;
  readonly executeAt: number | null;
  readonly expiresAt: number | null;
}

export interface PlaceOptions {
  readonly now: number;
  /** The wait that is over. */
  readonly served: Tier | null;
  /** A wait for gas lasts no longer: the yes it waits with lapses then, or the wait began earlier. */
  readonly gasDeadline?: number;
}

const NO_WAIT = { waitReason: null, executeAt: null, expiresAt: null } as const;

/** A gas condition skips no wait: it is looked at after the tier was served. */
export function placeOf(stored: StoredDecision, prepared: PreparedTx, options: PlaceOptions): Placement {
  const { tier } = stored;
  if (!stored.allowed || tier === null) return { status: 'DENIED', tier: null, ...NO_WAIT };
  if (!isServed(tier, options.served)) return waiting(stored, tier, options.now);
  const gas = prepared.intent.gasCondition;
  if (gas === undefined || isGasMet(prepared)) return { status: 'EXECUTING', tier, ...NO_WAIT };
  return { status: 'QUEUED', tier, waitReason: 'GAS', executeAt: null, expiresAt: gasExpiry(gas, options) };
}

function waiting(stored: StoredDecision, tier: Tier, now: number): Placement {
  if (tier === 'DELAY')
    return { status: 'QUEUED', tier, waitReason: 'DELAY', executeAt: now + (stored.delaySeconds ?? 0), expiresAt: null };
  const expiresAt = now + (stored.approvalTimeoutSeconds ?? 0);
  return { status: 'QUEUED', tier, waitReason: 'APPROVAL', executeAt: null, expiresAt };
}

function gasExpiry({ timeout }: GasCondition, { now, gasDeadline }: PlaceOptions): number {
  return Math.min(now + timeout, gasDeadline ?? Number.MAX_SAFE_INTEGER);
}

/** Whether the network asks for no more than the request allows. Without a condition it always does. */
export function isGasMet({ intent, facts }: Pick<PreparedTx, 'intent' | 'facts'>): boolean {
  return meetsGas(intent.gasCondition, facts.gasPrice);
}

export function meetsGas(gas: GasCondition | undefined, { price, tip }: PreparedTx['facts']['gasPrice']): boolean {
  if (gas?.maxGasPrice !== undefined && price > BigInt(gas.maxGasPrice)) return false;
  return gas?.maxPriorityFee === undefined || tip <= BigInt(gas.maxPriorityFee);
}
