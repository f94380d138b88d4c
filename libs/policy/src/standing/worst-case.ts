import { compilePolicies, type PolicySet } from '../effective/compile.js';
import type { EffectivePolicies } from '../effective/effective-policies.js';
import type { Constraints, Facts } from '../facts.js';
import { parseDecimal } from '../money/decimal.js';
import { multiply, ofBaseUnits, toText, ZERO, type Ratio } from '../money/ratio.js';
import { spendingLimit } from '../rules/spending-limit.rule.js';
import { unitFamilyOf } from '../rules/spending-limit.js';
import { NATIVE } from '../value/asset.js';
import { priceOf } from '../value/price.js';
import { DAY_SECONDS, MONTH_SECONDS } from '../windows/row.js';
import { leastOf, sumOf, UNBOUNDED, type Binding, type Bound } from './bound.js';
import type { PlaceInForce } from './limits-in-force.js';
import { openWays, type OpenWays, type UnboundedWay } from './open-ways.js';
import { countsOf, rateBound, times } from './rate-bound.js';

/** What the wallet holds of an asset, or might: an amount that nobody told is undefined. */
export interface Held {
  readonly network: string;
  /** `native` or a canonical token address. */
  readonly asset: string;
  readonly decimals: number;
  readonly amount: bigint | undefined;
}

export interface WorstCaseQuestion extends PlaceInForce {
  readonly holdings: readonly Held[];
  readonly horizonSeconds: number;
}

export type WorstCaseReason = UnboundedWay | 'UNLISTED_TOKENS' | 'UNREAD_BALANCE' | 'UNPRICED';

export interface WorstCase {
  readonly horizonSeconds: number;
  /** Decimal text. Null where nothing bounds it, or what is at stake has no price: `reasons` says which. */
  readonly usd: string | null;
  readonly reasons: readonly WorstCaseReason[];
  /** What holds the figure where it is; null where nothing does, or nothing can be taken. */
  readonly binding: Binding | null;
  /** Of what can be taken at all the most, in base units; undefined where nothing bounds it. */
  readonly assets: readonly Held[];
}

/**
 * The most that somebody with a stolen session token can move out while no human acts, from an empty ledger and at present prices.
 * An upper bound: where something cannot be told, the larger figure stands, and where nothing bounds it, none.
 *
 * Which ways are open is asked of the verdict itself. Hours of the day are left out: the thief picks the hour. Fees, allowances
 * granted before and requests that wait already are not in it.
 */
export function worstCase(given: PolicySet, facts: Facts, question: WorstCaseQuestion): WorstCase {
  const set = withoutHours(given);
  const { chain, horizonSeconds } = question;
  const groups = new Map<string, Reached[]>();
  const unbounded = new Set<UnboundedWay>();
  for (const network of question.networks) {
    const holdings = question.holdings.filter((held) => held.network === network);
    const assets = [...new Set([NATIVE, ...holdings.map(({ asset }) => asset)])];
    const ways = openWays(set, facts, { chain, network, horizonSeconds, assets });
    for (const way of ways.unbounded) unbounded.add(way);
    if (ways.assets.size === 0 && !ways.hasUnlisted) continue;
    const key = groupOf(ways.policies);
    const open = holdings.filter(({ asset }) => ways.assets.has(asset));
    groups.set(key, [...(groups.get(key) ?? []), { ways, open }]);
  }
  return summed([...groups.values()], { facts, constraints: facts.session?.constraints ?? {}, question, unbounded });
}

/** A network, and what of it is within reach. */
interface Reached {
  readonly ways: OpenWays;
  readonly open: readonly Held[];
}

interface Scene {
  readonly facts: Facts;
  readonly constraints: Constraints;
  readonly question: WorstCaseQuestion;
  readonly unbounded: ReadonlySet<UnboundedWay>;
}

/** Rules of the hour narrow when, not how much; one that cannot be read denies, and stays. */
function withoutHours(set: PolicySet): PolicySet {
  const isHours = ({ row, bound }: PolicySet['policies'][number]): boolean =>
    row.type === 'TIME_RESTRICTION' && bound !== undefined;
  if (!set.policies.some(isHours)) return set;
  return compilePolicies(set.policies.filter((one) => !isHours(one)).map(({ row }) => row));
}

/** Networks under the same limits share their windows: they count once. */
function groupOf(policies: EffectivePolicies): string {
  return JSON.stringify(['SPENDING_LIMIT', 'RATE_LIMIT'].map((type) => policies.inForceOf(type)[0]?.row.id ?? null));
}

function summed(groups: readonly (readonly Reached[])[], scene: Scene): WorstCase {
  const own = ownDailyBound(scene);
  const bounds = groups.map((group) => boundOf(group, scene));
  const total = leastOf([sumOf(bounds), own]);
  const isBounded = scene.unbounded.size === 0 && total.usd !== undefined;
  const reasons = new Set([
    ...scene.unbounded,
    ...(total.usd === undefined ? groups.flat().flatMap((one) => gapsOf(one, scene)) : []),
  ]);
  return {
    horizonSeconds: scene.question.horizonSeconds,
    usd: isBounded ? toText(total.usd ?? ZERO) : null,
    reasons: [...reasons],
    binding: isBounded ? total.binding : null,
    assets: groups.flatMap((group, index) => {
      const bound = scene.unbounded.size === 0 ? leastOf([bounds[index] ?? UNBOUNDED, own]) : UNBOUNDED;
      return group.flatMap(({ open, ways }) => open.map((held) => takenOf(held, reachOf(held, ways, scene), bound, scene)));
    }),
  };
}

/** Why no figure in USD can be told. */
function gapsOf({ open, ways }: Reached, scene: Scene): readonly WorstCaseReason[] {
  const gaps: readonly WorstCaseReason[] = open.flatMap((held) => {
    const { amount } = reachOf(held, ways, scene);
    if (amount === undefined) return ['UNREAD_BALANCE' as const];
    return valueOf(held, amount, scene) === undefined ? ['UNPRICED' as const] : [];
  });
  return ways.hasUnlisted ? [...gaps, 'UNLISTED_TOKENS'] : gaps;
}

/** How often a window fills again: what was spent in its first second is free one second after it ends. */
function windowsIn(horizonSeconds: number, windowSeconds: number): bigint {
  return BigInt(Math.floor(horizonSeconds / (windowSeconds + 1)) + 1);
}

function ownDailyBound({ constraints, question }: Scene): Bound {
  const limit = parseDecimal(constraints.dailyUsd ?? '');
  if (limit === undefined) return UNBOUNDED;
  const binding = { policyId: null, type: 'CONSTRAINT', field: 'dailyUsd' };
  return { usd: times(limit, windowsIn(question.horizonSeconds, DAY_SECONDS)), binding };
}

function boundOf(group: readonly Reached[], scene: Scene): Bound {
  const policies = group[0]?.ways.policies;
  if (policies === undefined) return UNBOUNDED;
  const reached = group.flatMap(({ open, ways }) => [
    ...open.map((held) => reachBound(held, ways, scene)),
    ...(ways.hasUnlisted ? [UNBOUNDED] : []),
  ]);
  return leastOf([...windowBounds(policies, scene), usdRateBound(policies, scene), sumOf(reached)]);
}

function windowBounds(policies: EffectivePolicies, { question }: Scene): readonly Bound[] {
  const limit = spendingLimit.effectiveIn({ effective: policies });
  const policyId = policies.inForceOf('SPENDING_LIMIT')[0]?.row.id ?? null;
  const windows = [
    { window: limit?.daily, seconds: DAY_SECONDS },
    { window: limit?.monthly, seconds: MONTH_SECONDS },
  ];
  return windows.map(({ window, seconds }) => {
    if (window === undefined) return UNBOUNDED;
    const binding = { policyId, type: 'SPENDING_LIMIT', field: window.field };
    return { usd: times(window.value, windowsIn(question.horizonSeconds, seconds)), binding };
  });
}

function usdRateBound(policies: EffectivePolicies, { constraints, question }: Scene): Bound {
  const counts = countsOf(policies, question.horizonSeconds);
  if (counts === undefined) return UNBOUNDED;
  const family = spendingLimit.effectiveIn({ effective: policies })?.usd;
  const own = parseDecimal(constraints.maxUsdPerTx ?? '');
  const binding = { policyId: counts.policyId, type: 'RATE_LIMIT', field: 'max_requests' };
  return leastOf([
    family === undefined ? UNBOUNDED : { usd: rateBound(counts, family, constraints), binding },
    own === undefined ? UNBOUNDED : { usd: times(own, counts.all), binding },
  ]);
}

interface Reach {
  readonly amount: bigint | undefined;
  readonly binding: Binding;
}

/** Of one asset: no more than there is, and than the thresholds of its own units let through in time. */
function reachOf({ network, asset, decimals, amount }: Held, { policies }: OpenWays, { question, constraints }: Scene): Reach {
  const balance = { amount, binding: { policyId: null, type: 'BALANCE', field: null } };
  const limit = spendingLimit.effectiveIn({ effective: policies });
  const own = limit === undefined ? undefined : unitFamilyOf(limit, { chain: question.chain, network, asset });
  const counts = countsOf(policies, question.horizonSeconds);
  if (own === undefined || counts === undefined) return balance;
  const passed = inBaseUnits(rateBound(counts, own.family, constraints), own.isHuman ? decimals : 0);
  if (amount !== undefined && amount <= passed) return balance;
  return { amount: passed, binding: { policyId: counts.policyId, type: 'RATE_LIMIT', field: 'max_requests' } };
}

function valueOf({ network, asset, decimals }: Held, amount: bigint, { facts, question }: Scene): Ratio | undefined {
  if (amount === 0n) return ZERO;
  const price = priceOf(facts, { chain: question.chain, network, asset });
  return price === undefined ? undefined : multiply(ofBaseUnits(amount, decimals), price.usd);
}

function reachBound(held: Held, ways: OpenWays, scene: Scene): Bound {
  const { amount, binding } = reachOf(held, ways, scene);
  const usd = amount === undefined ? undefined : valueOf(held, amount, scene);
  return usd === undefined ? UNBOUNDED : { usd, binding };
}

function takenOf(held: Held, { amount }: Reach, { usd }: Bound, { facts, question }: Scene): Held {
  const price = priceOf(facts, { chain: question.chain, network: held.network, asset: held.asset });
  if (usd === undefined || price === undefined) return { ...held, amount };
  const bought = inBaseUnits({ num: usd.num * price.usd.den, den: usd.den * price.usd.num }, held.decimals);
  return { ...held, amount: amount === undefined || bought < amount ? bought : amount };
}

/** Rounded up. */
function inBaseUnits({ num, den }: Ratio, decimals: number): bigint {
  return (num * 10n ** BigInt(decimals) + den - 1n) / den;
}
