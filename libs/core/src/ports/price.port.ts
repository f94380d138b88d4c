import type { Network } from '../values/network.js';

/** A quote as policies.md §5 wants it: unknown is never a number. */
export interface PriceQuote {
  readonly status: 'ok' | 'unavailable';
  /** USD for one whole unit, decimal string; the highest of the agreeing sources. Null when unavailable. */
  readonly usd: string | null;
  readonly ageSeconds: number;
  /** What each source said, for the disputed rule. */
  readonly quotes: readonly string[];
}

export interface PricedAsset {
  readonly network: Network;
  /** `native`, or the canonical token address. */
  readonly asset: string;
}

/** Prices from a cache that is filled ahead. Never throws, never waits for a source on the decision path. */
export interface PricePort {
  quotes(assets: readonly PricedAsset[]): Promise<readonly PriceQuote[]>;
}
