import type { Tier } from '@waiaas/core';
import type { EffectivePolicies } from '../effective/effective-policies.js';
import type { Constraints } from '../facts.js';
import { add, multiply, ratio, type Ratio } from '../money/ratio.js';
import { rateLimit } from '../rules/rate-limit.rule.js';
import type { Family } from '../rules/spending-families.js';
import { spendingLimit } from '../rules/spending-limit.rule.js';

/** How many requests pass within a horizon: in all, and of those that wait first. */
export interface Counts {
  readonly all: bigint;
  readonly delayed: bigint;
  readonly policyId: string;
}

/** Undefined where no rate is limited. */
export function countsOf(policies: EffectivePolicies, horizonSeconds: number): Counts | undefined {
  const rate = rateLimit.effectiveIn({ effective: policies });
  const row = policies.inForceOf('RATE_LIMIT')[0]?.row;
  if (rate === undefined || row === undefined) return undefined;
  const within = (seconds: number): bigint =>
    seconds < 0 ? 0n : BigInt(rate.max_requests) * BigInt(Math.floor(seconds / rate.window_seconds) + 1);
  const delaySeconds = spendingLimit.effectiveIn({ effective: policies })?.delaySeconds ?? 0;
  return { all: within(horizonSeconds), delayed: within(horizonSeconds - delaySeconds), policyId: row.id };
}

const STEPS: Readonly<Record<Tier, keyof Family>> = { INSTANT: 'instant', NOTIFY: 'notify', DELAY: 'delay', APPROVAL: 'delay' };

/** What the counted requests come to where each asks for the most that needs no human: at once, or after the delay. */
export function rateBound({ all, delayed }: Counts, family: Family, { maxTier = 'DELAY' }: Constraints): Ratio {
  const last = STEPS[maxTier];
  const now = family[last === 'delay' ? 'notify' : last].value;
  return add(times(family[last].value, delayed), times(now, all - delayed));
}

export function times(value: Ratio, count: bigint): Ratio {
  return multiply(value, ratio(count));
}
