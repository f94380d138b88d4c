import type { Chain } from '@waiaas/core';
import type { PolicySet } from '../effective/compile.js';
import { effectivePolicies, type EffectivePolicies } from '../effective/effective-policies.js';
import type { Facts } from '../facts.js';
import { parseDecimal } from '../money/decimal.js';
import { isAbove, ratio, subtract, toText, toUsdMicros, ZERO, type Ratio } from '../money/ratio.js';
import { rateLimit } from '../rules/rate-limit.rule.js';
import { spendingLimit } from '../rules/spending-limit.rule.js';
import { countedRows, countRequests } from '../windows/request-count.js';
import { feeFactOf, type FeeLimits } from '../value/fee-limits.js';
import { DAY_SECONDS, FEE_CATEGORY, MONTH_SECONDS } from '../windows/row.js';
import { leavingOf, windowUse, type WindowUse } from '../windows/window-use.js';

/** What is used up of one limit on a window. USD and counts are decimal text; times are Unix seconds. */
export interface LimitUse {
  /** Null where no policy says it: a session's own limit, or a setting. */
  readonly policyId: string | null;
  readonly type: string;
  readonly field: string;
  /** Where it is in force. */
  readonly networks: readonly string[];
  readonly windowSeconds: number;
  readonly limit: string;
  readonly used: string;
  /** Zero once the limit is reached or passed. */
  readonly remaining: string;
  /** Of `used`, what waiting and running requests hold: it is freed by their end, not by time. */
  readonly reserved: string | null;
  readonly hasUnvalued: boolean;
  readonly freesAt: number | null;
  readonly emptyAt: number | null;
}

export interface PlaceInForce {
  readonly chain: Chain;
  readonly networks: readonly string[];
}

const MICROS_PER_USD = 1_000_000n;

type Named = Pick<LimitUse, 'policyId' | 'type' | 'field' | 'networks' | 'windowSeconds' | 'limit'>;

function useOf(named: Named, use: WindowUse, limit: Ratio): LimitUse {
  // What is left is told of what was rounded up, so that nobody is promised more than there is.
  const used = ratio(toUsdMicros(use.usd), MICROS_PER_USD);
  return {
    ...named,
    used: toText(used),
    remaining: isAbove(limit, used) ? toText(subtract(limit, used)) : '0',
    reserved: toText(use.reservedUsd),
    hasUnvalued: use.hasUnvalued,
    freesAt: use.freesAt ?? null,
    emptyAt: use.emptyAt ?? null,
  };
}

type Judged = Pick<Named, 'networks'> & { readonly policies: EffectivePolicies; readonly facts: Facts; readonly chain: Chain };

function spendingUses({ policies, facts, networks, chain }: Judged): readonly LimitUse[] {
  const [row] = policies.inForceOf('SPENDING_LIMIT');
  const limit = spendingLimit.effectiveIn({ effective: policies });
  if (row === undefined || limit === undefined) return [];
  const windows = [
    { seconds: DAY_SECONDS, limit: limit.daily },
    { seconds: MONTH_SECONDS, limit: limit.monthly },
  ];
  return windows.flatMap(({ seconds: windowSeconds, limit: window }) => {
    if (window === undefined) return [];
    const named = {
      policyId: row.row.id,
      type: 'SPENDING_LIMIT',
      field: window.field,
      networks,
      windowSeconds,
      limit: window.text,
    };
    return [useOf(named, windowUse(facts, { windowSeconds, here: { chain } }), window.value)];
  });
}

function rateUses({ policies, facts, networks }: Judged): readonly LimitUse[] {
  const [row] = policies.inForceOf('RATE_LIMIT');
  const limit = rateLimit.effectiveIn({ effective: policies });
  if (row === undefined || limit === undefined) return [];
  const { max_requests: most, window_seconds: windowSeconds } = limit;
  const used = countRequests(facts, { windowSeconds });
  const { freesAt, emptyAt } = leavingOf(countedRows(facts, { windowSeconds }), windowSeconds);
  return [
    {
      ...{ policyId: row.row.id, type: 'RATE_LIMIT', field: 'max_requests', networks, windowSeconds },
      ...{ limit: String(most), used: String(used), remaining: String(Math.max(0, most - used)) },
      ...{ reserved: null, hasUnvalued: false, freesAt: freesAt ?? null, emptyAt: emptyAt ?? null },
    },
  ];
}

/**
 * Every limit on a window that a request of the wallet would be held to now, with what is used of it: by the functions that judge
 * requests, from the same rows. A policy in force on several networks is told once.
 */
export function limitsInForce(set: PolicySet, facts: Facts, { chain, networks }: PlaceInForce): readonly LimitUse[] {
  const found = new Map<string, LimitUse>();
  for (const network of networks) {
    const policies = effectivePolicies(set, { walletId: facts.walletId, network });
    const judged = { policies, facts, networks: [network], chain };
    for (const use of [...spendingUses(judged), ...rateUses(judged)]) {
      const key = `${use.policyId ?? ''} ${use.field}`;
      const before = found.get(key);
      found.set(key, before === undefined ? use : { ...before, networks: [...before.networks, network] });
    }
  }
  return [...found.values()];
}

/** What is used of a session's own daily limit; undefined where it has none. */
export function sessionLimitUse(facts: Facts, { chain, networks }: PlaceInForce): LimitUse | undefined {
  const { session } = facts;
  const text = session?.constraints.dailyUsd;
  if (session === null || text === undefined) return undefined;
  const selection = session.id === undefined ? {} : { sessionId: session.id };
  const use = windowUse(facts, { windowSeconds: DAY_SECONDS, here: { chain }, ...selection });
  const named = { policyId: null, type: 'CONSTRAINT', field: 'dailyUsd', networks, windowSeconds: DAY_SECONDS, limit: text };
  return useOf(named, use, parseDecimal(text) ?? ZERO);
}

/** What the wallet has spent or reserved in the last day and the last 30, whether or not a limit looks at it. */
export function spentLately(facts: Facts, chain: Chain): { readonly day: SpentText; readonly month: SpentText } {
  const text = (windowSeconds: number): SpentText => {
    const { usd, hasUnvalued } = windowUse(facts, { windowSeconds, here: { chain } });
    return { usd: toText(usd), hasUnvalued };
  };
  return { day: text(DAY_SECONDS), month: text(MONTH_SECONDS) };
}

export interface SpentText {
  readonly usd: string;
  readonly hasUnvalued: boolean;
}

/** What the fees of the last day come to, against what they may. */
export function feeBudgetUse(facts: Facts, { chain, networks }: PlaceInForce, limits: FeeLimits): LimitUse {
  const { dailyBudget } = feeFactOf(facts, { chain, network: networks[0] ?? '' }, 0n, limits);
  const window = windowUse(facts, { windowSeconds: DAY_SECONDS, here: { chain }, category: FEE_CATEGORY });
  const named = { policyId: null, type: 'FEE', field: 'daily_fee_budget_usd', networks, windowSeconds: DAY_SECONDS };
  // A coin without a price counts there as what the limits take it for.
  const usd = parseDecimal(dailyBudget?.actual ?? '') ?? window.usd;
  return useOf({ ...named, limit: limits.dailyUsd }, { ...window, usd }, parseDecimal(limits.dailyUsd) ?? ZERO);
}
