import type { Chain } from '@waiaas/core';
import { compare, isZero, multiply, ofBaseUnits, ratio, type Ratio } from './money/ratio.js';
import type { Family } from './rules/spending-families.js';
import { prepareSpendingLimit, unitFamilyOf } from './rules/spending-limit.js';

/** One asset of a request, in base units. */
export interface AskedAmount {
  readonly chain: Chain;
  readonly network: string;
  /** `native` or a canonical token address. */
  readonly asset: string;
  readonly amount: bigint;
  /** Undefined where nobody knows them: thresholds in whole units are then passed over. */
  readonly decimals: number | undefined;
}

export interface AskedValue {
  /** Micro-dollars of the whole request; undefined where no price was known. */
  readonly usdMicros: bigint | undefined;
  readonly amounts: readonly AskedAmount[];
}

const WHOLE = 100n;
const MICROS = 6;

/**
 * Whether a request asks for about as much as a SPENDING_LIMIT lets through in one request: from `percent` of some threshold up to as
 * far above it. Whoever looks for the edge of a limit stands on both of its sides. Thresholds of zero have no edge.
 *
 * @example isNearLimit({ instant_max_usd: 100 }, { usdMicros: 96_000_000n, amounts: [] }, 95) // true
 */
export function isNearLimit(rules: object, { usdMicros, amounts }: AskedValue, percent: number): boolean {
  const limit = prepareSpendingLimit(rules);
  const isNearUsd = usdMicros !== undefined && isNearFamily(limit.usd, ofBaseUnits(usdMicros, MICROS), percent);
  return (
    isNearUsd ||
    amounts.some(({ amount, decimals, ...ref }) => {
      const own = unitFamilyOf(limit, ref);
      if (own === undefined || (own.isHuman && decimals === undefined)) return false;
      return isNearFamily(own.family, ofBaseUnits(amount, own.isHuman ? (decimals ?? 0) : 0), percent);
    })
  );
}

/** A SPENDING_LIMIT and the network it is for; null for every network. */
export interface LimitInForce {
  readonly network: string | null;
  readonly rules: object;
}

/** Whether a request on a network stands near one of the limits that are about it. */
export function isNearOneOf(
  limits: readonly LimitInForce[],
  { network, asked }: { readonly network: string; readonly asked: AskedValue },
  percent: number,
): boolean {
  return limits.some((limit) => (limit.network ?? network) === network && isNearLimit(limit.rules, asked, percent));
}

function isNearFamily(family: Family | undefined, value: Ratio, percent: number): boolean {
  if (family === undefined) return false;
  return [family.instant, family.notify, family.delay].some((threshold) => isNear(value, threshold.value, BigInt(percent)));
}

function isNear(value: Ratio, threshold: Ratio, percent: bigint): boolean {
  const least = multiply(threshold, ratio(percent, WHOLE));
  const most = multiply(threshold, ratio(WHOLE, percent));
  return !isZero(threshold) && compare(value, least) >= 0 && compare(value, most) <= 0;
}
