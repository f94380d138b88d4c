import type { Chain } from '@waiaas/core';
import { derivedOnce } from '../derived-once.js';
import type { Facts, PriceFact } from '../facts.js';
import { parseDecimal } from '../money/decimal.js';
import { comparable } from './asset.js';
import { compare, isZero, largest, type Ratio } from '../money/ratio.js';

/** An asset on one network; the network is undefined only where a what-if names none. */
export interface AssetRef {
  readonly chain: Chain;
  readonly network: string | undefined;
  /** `native` or a canonical token address. */
  readonly asset: string;
}

/** A usable price: USD for one whole unit, the highest of all that were quoted. */
export interface Price {
  readonly usd: Ratio;
  readonly isAging: boolean;
  readonly isDisputed: boolean;
}

const AGING_FROM_SECONDS = 300;
const UNKNOWN_AFTER_SECONDS = 1800;

function keyOf({ chain, asset }: Pick<AssetRef, 'chain' | 'asset'>): string {
  return `${chain}|${comparable(asset)}`;
}

const byAsset = derivedOnce((prices: readonly PriceFact[]): ReadonlyMap<string, readonly PriceFact[]> => {
  const found = new Map<string, PriceFact[]>();
  for (const price of prices) {
    const key = keyOf(price);
    const list = found.get(key);
    if (list === undefined) found.set(key, [price]);
    else list.push(price);
  }
  return found;
});

function quotedValues(price: PriceFact): readonly Ratio[] | undefined {
  const values: Ratio[] = [];
  for (const text of [price.usd ?? '', ...price.quotes]) {
    const value = parseDecimal(text);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

/** More than 5 % between the lowest and the highest. */
function isDisputed(values: readonly Ratio[], highest: Ratio): boolean {
  return values.some(
    (value) => compare({ num: highest.num * 100n, den: highest.den }, { num: value.num * 105n, den: value.den }) > 0,
  );
}

function readPrice(price: PriceFact): Price | undefined {
  // Written so that an age that is no number is too old.
  if (price.status !== 'ok' || !(price.ageSeconds <= UNKNOWN_AFTER_SECONDS)) return undefined;
  const values = quotedValues(price);
  const [usd] = values ?? [];
  if (values === undefined || usd === undefined || isZero(usd)) return undefined;
  const highest = values.reduce(largest);
  return { usd: highest, isAging: price.ageSeconds >= AGING_FROM_SECONDS, isDisputed: isDisputed(values, highest) };
}

function strictest(a: Price, b: Price): Price {
  const isDisputedPair = a.isDisputed || b.isDisputed || isDisputed([a.usd, b.usd], largest(a.usd, b.usd));
  return { usd: largest(a.usd, b.usd), isAging: a.isAging || b.isAging, isDisputed: isDisputedPair };
}

/**
 * The price of an asset, or undefined where it is unknown: absent, unavailable, zero, or older than 1800 s.
 *
 * A price for the network outranks one for the whole chain. Of several equally near the strictest reading counts.
 */
export function priceOf(facts: Pick<Facts, 'prices'>, ref: AssetRef): Price | undefined {
  const all = byAsset(facts.prices).get(keyOf(ref)) ?? [];
  const near = all.filter((price) => price.network !== undefined && price.network === ref.network);
  const candidates = near.length > 0 ? near : all.filter((price) => price.network === undefined);
  let result: Price | undefined;
  for (const candidate of candidates) {
    const price = readPrice(candidate);
    if (price === undefined) return undefined;
    result = result === undefined ? price : strictest(result, price);
  }
  return result;
}
