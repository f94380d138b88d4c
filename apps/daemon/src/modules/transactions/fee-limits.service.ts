import { Inject, Injectable } from '@nestjs/common';
import { NETWORKS, networkOf, type NetworkName, type PricePort } from '@waiaas/core';
import { feeCapOf, type FeeLimits } from '@waiaas/policy';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { PRICES } from '../../infra/prices/prices.token.js';

/** What fees may come to, by the settings in force now. */
@Injectable()
export class FeeLimitsReader {
  constructor(
    private readonly settings: RuntimeSettings,
    @Inject(PRICES) private readonly prices: PricePort,
  ) {}

  current(): FeeLimits {
    return {
      maxUsd: this.settings.get('transactions.max_fee_usd'),
      dailyUsd: this.settings.get('transactions.daily_fee_budget_usd'),
      maxNative: Object.fromEntries(
        NETWORKS.map(({ name }) => [name, BigInt(this.settings.get(`chain.${name}.max_fee_native`))]),
      ),
    };
  }

  /** The most an attempt may cost now, in base units of the coin: the same figure a verdict of this moment would be held to. */
  async cap(name: NetworkName): Promise<bigint> {
    const network = networkOf(name);
    const [quote] = await this.prices.quotes([{ network, asset: 'native' }]);
    const place = { chain: network.chain, network: name };
    if (quote === undefined || quote.usd === null) return feeCapOf({ prices: [] }, place, this.current());
    const { status, usd, ageSeconds, quotes } = quote;
    return feeCapOf({ prices: [{ ...place, asset: 'native', status, usd, ageSeconds, quotes }] }, place, this.current());
  }
}
