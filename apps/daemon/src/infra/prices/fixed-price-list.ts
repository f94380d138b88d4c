import { parseAssetId, tokenAssetId, type PricedAsset, type PriceQuote } from '@waiaas/core';
import type { FixedPrices } from '../../config/prices.settings.js';
import { UNAVAILABLE } from './agreed-quote.js';
import { isNative, priceKey } from './price-key.js';
import { parseUsdPrice } from './usd-price.js';

const LIFETIME_SECONDS = 30 * 86_400;
/** How far ahead of us the clock of whoever set the price may run. */
const CLOCK_SKEW_SECONDS = 300;

function canonicalKey(key: string): string {
  const parsed = parseAssetId(key);
  return parsed === undefined ? key : tokenAssetId(parsed.network, parsed.address);
}

function keysOf(asset: PricedAsset): readonly string[] {
  const { network } = asset;
  // POL and HYPE are not the coin that `native:ethereum` prices.
  return isNative(asset) && network.isChainCoin ? [priceKey(asset), `native:${network.chain}`] : [priceKey(asset)];
}

/** Prices set by hand. They do not age; 30 days after they were set they are gone. */
export class FixedPriceList {
  readonly #firstSeen = new Map<string, number>();

  /** The price in force, or unavailable. `prices` are the settings as they stand now. */
  quote(asset: PricedAsset, prices: FixedPrices, nowSeconds: number): PriceQuote {
    const byKey = new Map(Object.entries(prices).map(([key, price]) => [canonicalKey(key), price]));
    const key = keysOf(asset).find((candidate) => byKey.has(candidate));
    const price = key === undefined ? undefined : byKey.get(key);
    if (key === undefined || price === undefined) return UNAVAILABLE;
    const setAt = price.setAt ?? this.#sinceFirstSeen(`${key} ${price.usd}`, nowSeconds);
    const age = nowSeconds - setAt;
    const usd = parseUsdPrice(price.usd);
    if (usd === undefined || age > LIFETIME_SECONDS || age < -CLOCK_SKEW_SECONDS) return UNAVAILABLE;
    return { status: 'ok', usd, ageSeconds: 0, quotes: [usd] };
  }

  #sinceFirstSeen(name: string, nowSeconds: number): number {
    // Time goes back only where the master says so.
    const since = Math.min(this.#firstSeen.get(name) ?? nowSeconds, nowSeconds);
    this.#firstSeen.set(name, since);
    return since;
  }
}
