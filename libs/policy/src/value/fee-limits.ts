import type { Chain } from '@waiaas/core';
import type { FeeFact, Facts, HistoryRow } from '../facts.js';
import { parseDecimal } from '../money/decimal.js';
import { add, isAbove, isZero, multiply, ofBaseUnits, ratio, toText, ZERO, type Ratio } from '../money/ratio.js';
import { countsInWindow, DAY_SECONDS, FEE_CATEGORY, isOwnRow, valueOfRow } from '../windows/row.js';
import { NATIVE, nativeDecimals } from './asset.js';
import { priceOf } from './price.js';

/** What fees may come to. USD figures are decimal text. */
export interface FeeLimits {
  /** Of one request. */
  readonly maxUsd: string;
  /** The same in base units of the coin, by network: it rules where the coin has no price. */
  readonly maxNative: Readonly<Record<string, bigint>>;
  /** Of a wallet in 24 hours, over all networks. */
  readonly dailyUsd: string;
}

/** Where a fee is paid. */
export interface FeePlace {
  readonly chain: Chain;
  readonly network: string;
}

type Priced = Pick<Facts, 'prices'>;

/** What the fees of a day are summed from. */
export type FeeFacts = Pick<Facts, 'walletId' | 'now' | 'history' | 'prices' | 'context'>;

/** The most one request may cost there, base units: what the limit in USD buys, else the coin's own limit. */
export function feeCapOf(facts: Priced, place: FeePlace, limits: FeeLimits): bigint {
  const price = priceOf(facts, { ...place, asset: NATIVE });
  const max = parseDecimal(limits.maxUsd);
  if (price === undefined || max === undefined) return limits.maxNative[place.network] ?? 0n;
  // Rounded down.
  return (max.num * price.usd.den * 10n ** BigInt(nativeDecimals(place.chain))) / (max.den * price.usd.num);
}

/** A coin without a price counts as what the limits take it for: its own limit is worth the one in USD. */
function impliedUsd(amount: bigint, network: string, limits: FeeLimits): Ratio | undefined {
  const own = limits.maxNative[network] ?? 0n;
  const max = parseDecimal(limits.maxUsd);
  return max === undefined || own === 0n ? undefined : multiply(max, ratio(amount, own));
}

function usdOfFee(facts: Priced, place: FeePlace, amount: bigint, limits: FeeLimits): Ratio | undefined {
  if (amount === 0n) return ZERO;
  const price = priceOf(facts, { ...place, asset: NATIVE });
  if (price === undefined) return impliedUsd(amount, place.network, limits);
  return multiply(ofBaseUnits(amount, nativeDecimals(place.chain)), price.usd);
}

function usdOfRow(facts: FeeFacts, row: HistoryRow, place: FeePlace, limits: FeeLimits): Ratio | undefined {
  return valueOfRow(facts, row, place) ?? impliedUsd(row.amount ?? 0n, row.network ?? place.network, limits);
}

function isFeeOfToday(facts: FeeFacts, row: HistoryRow): boolean {
  return row.category === FEE_CATEGORY && isOwnRow(facts, row) && countsInWindow(facts, row, DAY_SECONDS);
}

/** A fee beside what it may come to. A fee that nobody can value is over the budget. */
export function feeFactOf(facts: FeeFacts, place: FeePlace, amount: bigint, limits: FeeLimits): FeeFact {
  const rows = facts.history.filter((row) => isFeeOfToday(facts, row));
  const values = [usdOfFee(facts, place, amount, limits), ...rows.map((row) => usdOfRow(facts, row, place, limits))];
  const total = values.reduce<Ratio>((sum, value) => add(sum, value ?? ZERO), ZERO);
  const budget = parseDecimal(limits.dailyUsd) ?? ZERO;
  const isExceeded = amount > 0n && (isAbove(total, budget) || values.includes(undefined));
  const dailyBudget = { limit: limits.dailyUsd, actual: isZero(total) ? '0' : toText(total), isExceeded };
  return { amount, cap: feeCapOf(facts, place, limits), dailyBudget };
}
