import type { Chain, Tier } from '@waiaas/core';
import type { Wording } from './words/wording.js';

export type ApprovalReason = 'per_tx' | 'cumulative_daily' | 'cumulative_monthly' | 'floor' | 'unknown_value';

/** One thing that was looked at: a policy in force, one in the shadow of another, or a default that acted. */
export interface Match {
  readonly policyId: string | null;
  readonly version: number | null;
  readonly type: string;
  readonly outcome: 'deny' | 'floor' | 'pass' | 'shadowed';
  readonly code: string | null;
  readonly tier: Tier | null;
  readonly field: string | null;
  /** The rule's figure. */
  readonly limit: string | null;
  /** A figure the engine computed; null where it would be the caller's own text. */
  readonly actual: string | null;
  /** Path of the operation, such as `1.0`; null for the request as a whole. */
  readonly operation: string | null;
}

export interface Warning {
  readonly code: 'CUMULATIVE_LIMIT_WARNING' | 'PRICE_AGING' | 'PRICE_DISPUTED' | 'HISTORY_UNVALUED';
  readonly period?: 'daily' | 'monthly';
}

/** The result every route shows. What does not apply is null. */
export interface DecisionResult {
  readonly allowed: boolean;
  readonly tier: Tier | null;
  readonly denyCode: string | null;
  readonly reason: string | null;
  readonly delaySeconds: number | null;
  readonly approvalTimeoutSeconds: number | null;
  readonly approvalReason: ApprovalReason | null;
  readonly warnings: readonly Warning[];
  readonly matched: readonly Match[];
  readonly suggestion: string | null;
  /** `reason` before any language; null where that is. */
  readonly reasonWords: Wording | null;
  /** `suggestion` before any language: its parts, which the sentence joins by "and". */
  readonly suggestionWords: readonly Wording[];
}

/** What the request takes out of one asset; `asset` null for a notional that has no asset. */
export interface Spend {
  readonly chain: Chain;
  readonly network: string | null;
  readonly asset: string | null;
  readonly amount: bigint | null;
  /** Rounded up to the next micro-dollar; null when unknown. */
  readonly usdMicros: bigint | null;
  /** The largest fee of the bytes: counted in the windows and in the fee budget, never against units. */
  readonly isFee?: true;
}

/** One decoded effect, with a canonical line: equal effects give equal lines. */
export interface DecidedOperation {
  readonly path: string;
  readonly kind: string;
  readonly target: string | null;
  readonly amount: bigint | null;
  /** `native`, a token address, or null. */
  readonly asset: string | null;
  readonly decimals: number | null;
  readonly selector: string | null;
  /** Of an NFT, where one is named. */
  readonly tokenId: string | null;
  readonly isUnlimited: boolean;
  readonly isRevocation: boolean;
  readonly line: string;
}

/** A verdict with what the ledger, the approval text and the answer are written from. */
export interface Decision {
  readonly result: DecisionResult;
  readonly spends: readonly Spend[];
  /** Value of the whole request, rounded up to the next micro-dollar; null when something in it is unknown. */
  readonly usdMicros: bigint | null;
  readonly operations: readonly DecidedOperation[];
}
