import { Inject, Injectable } from '@nestjs/common';
import { findNetwork, type PricedAsset, type PricePort } from '@waiaas/core';
import type { HistoryRow, PriceFact, Spend } from '@waiaas/policy';
import { PRICES } from '../../infra/prices/prices.token.js';

/** A what-if may name thousands of tokens; sources are not asked for more than this, and the rest has no price. */
const MAX_ASSETS = 100;

type Priced = Pick<Spend, 'network' | 'asset'>;

/** The prices a judgement looks at: of what the request spends, and of open or settled rows that were never valued. */
@Injectable()
export class LivePrices {
  constructor(@Inject(PRICES) private readonly prices: PricePort) {}

  async of(spends: readonly Priced[], history: readonly HistoryRow[]): Promise<readonly PriceFact[]> {
    const wanted = new Map<string, PricedAsset>();
    const unvalued = history.filter((row) => row.amount !== undefined && row.usdMicros === undefined);
    for (const { network, asset } of [...spends, ...unvalued]) {
      const known = findNetwork(network ?? '');
      if (known !== undefined && asset !== undefined && asset !== null)
        wanted.set(`${known.name} ${asset}`, { network: known, asset });
    }
    const assets = [...wanted.values()].slice(0, MAX_ASSETS);
    const quotes = await this.prices.quotes(assets);
    return assets.flatMap(({ network, asset }, index): readonly PriceFact[] => {
      const quote = quotes[index];
      if (quote === undefined) return [];
      const { status, ageSeconds, usd } = quote;
      return [
        {
          chain: network.chain,
          network: network.name,
          asset,
          status,
          ageSeconds,
          quotes: quote.quotes,
          ...(usd === null ? {} : { usd }),
        },
      ];
    });
  }
}
