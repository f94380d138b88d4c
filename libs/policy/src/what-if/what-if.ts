import type { OwnerState } from '@waiaas/core';
import type { Facts, HistoryRow, PolicyContext, PolicySettings, PriceFact } from '../facts.js';
import type { Decision } from '../decision.js';
import { compilePolicies } from '../effective/compile.js';
import { evaluate } from '../evaluate.js';
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
  readonly policies: readonly PolicyRow[];
  readonly history: readonly HistoryRow[];
  readonly now: number;
  readonly prices: readonly PriceFact[];
  readonly context: PolicyContext;
  readonly settings: PolicySettings;
  readonly ownerState: OwnerState;
}

// No policy and no row can name it: labels have at least one character.
const NO_WALLET = '';

/** The verdict on a request that nobody made, by the function that judges real ones. Parts left out are those of the background. */
export function judgeWhatIf(input: WhatIfInput, background: WhatIfBackground): Decision {
  const facts: Facts = {
    walletId: input.walletId ?? NO_WALLET,
    ownerState: input.ownerState ?? background.ownerState,
    now: input.now ?? background.now,
    history: input.history ?? background.history,
    prices: input.prices ?? background.prices,
    context: input.context ?? background.context,
    settings: { ...background.settings, ...input.settings },
    session: input.session ?? null,
  };
  return evaluate(compilePolicies(input.policies ?? background.policies), facts, input.request);
}
