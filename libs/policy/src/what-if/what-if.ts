import type { OwnerState } from '@waiaas/core';
import type { Facts, HistoryRow, PolicyContext, PolicySettings, PriceFact } from '../facts.js';
import { compilePolicies, type PolicySet } from '../effective/compile.js';
import type { PolicyRow } from '../policy-set.js';
import type { PolicyRequest } from '../request.js';

/** A what-if as it was asked for. A part that is undefined was left out: the live one of the wallet is meant. */
export interface WhatIfInput {
  /** A stored wallet or any label; undefined = no wallet at all. */
  readonly walletId?: string;
  readonly policies?: readonly PolicyRow[];
  readonly history?: readonly HistoryRow[];
  /** Unix seconds. */
  readonly now?: number;
  readonly prices?: readonly PriceFact[];
  readonly context?: PolicyContext;
  /** Those that were named; the others are the live ones. */
  readonly settings?: Partial<PolicySettings>;
  readonly ownerState?: OwnerState;
  readonly session?: NonNullable<Facts['session']>;
  readonly request: PolicyRequest;
}

/** What stands in for the parts that were left out. */
export interface WhatIfBackground {
  readonly policies: PolicySet;
  readonly history: readonly HistoryRow[];
  readonly now: number;
  readonly prices: readonly PriceFact[];
  readonly context: PolicyContext;
  readonly settings: PolicySettings;
  readonly ownerState: OwnerState;
}

export interface WhatIfCase {
  readonly policies: PolicySet;
  readonly facts: Facts;
  readonly request: PolicyRequest;
}

// No policy and no row can name it: labels have at least one character.
const NO_WALLET = '';

/** Joins a what-if with what was left out of it, ready to be judged. */
export function completeWhatIf(input: WhatIfInput, background: WhatIfBackground): WhatIfCase {
  return {
    policies: input.policies === undefined ? background.policies : compilePolicies(input.policies),
    facts: {
      walletId: input.walletId ?? NO_WALLET,
      ownerState: input.ownerState ?? background.ownerState,
      now: input.now ?? background.now,
      history: input.history ?? background.history,
      prices: input.prices ?? background.prices,
      context: input.context ?? background.context,
      settings: { ...background.settings, ...input.settings },
      session: input.session ?? null,
    },
    request: input.request,
  };
}
