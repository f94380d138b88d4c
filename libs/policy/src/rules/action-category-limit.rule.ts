import type { Case } from '../effective/case.js';
import type { ApprovalReason } from '../decision.js';
import { decimalText, parseDecimal, readDecimal } from '../money/decimal.js';
import { add, isAbove, isZero, toText, ZERO, type Ratio } from '../money/ratio.js';
import { REQUEST_TYPES, type PolicyRequest } from '../request.js';
import { object, optional } from '../schema/object.js';
import { refuse } from '../schema/schema.js';
import { decimal, oneOf } from '../schema/scalars.js';
import { DAY_SECONDS, MONTH_SECONDS } from '../windows/row.js';
import { spentInWindow } from '../windows/spent.js';
import { floor, warn, type Finding } from './finding.js';
import { definePolicy } from './policy-type.js';
import { say } from '../words/wording.js';

const CATEGORIES = ['swap', 'perp', 'lending', 'staking', 'bridge', 'prediction', 'governance', 'custom'] as const;

const LIMITS = ['per_action_limit_usd', 'daily_limit_usd', 'monthly_limit_usd'] as const;

interface Limit {
  readonly field: (typeof LIMITS)[number];
  readonly text: string;
  readonly value: Ratio;
  /** Undefined for one action alone. */
  readonly windowSeconds: number | undefined;
  readonly approval: ApprovalReason;
}

interface CategoryLimit {
  readonly category: string;
  readonly limits: readonly Limit[];
  readonly tier: 'NOTIFY' | 'DELAY' | 'APPROVAL';
}

const WINDOWS = {
  per_action_limit_usd: { windowSeconds: undefined, approval: 'floor' },
  daily_limit_usd: { windowSeconds: DAY_SECONDS, approval: 'cumulative_daily' },
  monthly_limit_usd: { windowSeconds: MONTH_SECONDS, approval: 'cumulative_monthly' },
} as const;

/** The figure an action of the category says of itself; undefined where it says none. */
function statedUsd({ notionalUsd, lending }: PolicyRequest): string | undefined {
  return notionalUsd ?? lending?.amountUsd;
}

/** What the action is worth: as it says, else what it spends. Undefined where part of that is unknown. */
function amountOf({ request, value }: Case, category: string): Ratio | undefined {
  const concerned = [request, ...(request.instructions ?? [])].filter((part) => part.category === category);
  const stated = concerned.map(statedUsd);
  if (stated.every((text) => text !== undefined)) {
    return stated
      .map((text) => parseDecimal(text))
      .reduce<Ratio | undefined>((sum, one) => (sum && one ? add(sum, one) : undefined), ZERO);
  }
  return value.isComplete ? value.knownUsd : undefined;
}

function judgeLimit(rules: CategoryLimit, limit: Limit, amount: Ratio, { facts, request }: Case): readonly Finding[] {
  const suggestion = say('CATEGORY_HELPS', { amount: limit.text, category: rules.category });
  const figures = { field: limit.field, limit: limit.text, approval: limit.approval, suggestion };
  if (limit.windowSeconds === undefined) {
    return isAbove(amount, limit.value) ? [floor(rules.tier, { ...figures, actual: toText(amount) })] : [];
  }
  if (isZero(amount)) return [];
  const { windowSeconds } = limit;
  const spent = spentInWindow(facts, { windowSeconds, here: request, category: rules.category });
  const total = add(spent.usd, amount);
  const notices = spent.hasUnvalued ? [warn({ code: 'HISTORY_UNVALUED' })] : [];
  return isAbove(total, limit.value) ? [...notices, floor(rules.tier, { ...figures, actual: toText(total) })] : notices;
}

function judgeCategory(rules: CategoryLimit, subject: Case): readonly Finding[] {
  const { request } = subject;
  const isConcerned = [request, ...(request.instructions ?? [])].some((part) => part.category === rules.category);
  if (!isConcerned) return [];
  const amount = amountOf(subject, rules.category);
  if (amount === undefined) return [floor('APPROVAL', { approval: 'unknown_value' })];
  return rules.limits.flatMap((limit) => judgeLimit(rules, limit, amount, subject));
}

const usd = () => optional(decimal({ positive: true }));

export const actionCategoryLimit = definePolicy({
  type: 'ACTION_CATEGORY_LIMIT',
  label: 'Limit of an action category',
  description: 'Actions of one category above a limit, alone or within a day or 30 days, get the tier of tier_on_exceed.',
  effect: 'tier',
  appliesTo: REQUEST_TYPES,
  schema: object(
    {
      category: oneOf(CATEGORIES),
      per_action_limit_usd: usd(),
      daily_limit_usd: usd(),
      monthly_limit_usd: usd(),
      tier_on_exceed: optional(oneOf(['NOTIFY', 'DELAY', 'APPROVAL'])),
    },
    (rules, place) => {
      if (LIMITS.every((limit) => rules[limit] === undefined)) refuse(place, 'required', 'must have at least one limit');
    },
  ),
  example: { category: 'swap' as const, per_action_limit_usd: 300, tier_on_exceed: 'DELAY' as const },
  prepare: (rules): CategoryLimit => ({
    category: rules.category,
    tier: rules.tier_on_exceed ?? 'DELAY',
    limits: LIMITS.flatMap((field) => {
      const written = rules[field];
      if (written === undefined) return [];
      return [{ field, text: decimalText(written) ?? '', value: readDecimal(written) ?? ZERO, ...WINDOWS[field] }];
    }),
  }),
  keyPart: (rules) => rules.category,
  judge: judgeCategory,
});
