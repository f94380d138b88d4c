import { Inject, Injectable } from '@nestjs/common';
import { NETWORKS, networkOf, type Chain, type NetworkName, type PricePort } from '@waiaas/core';
import { feeCapOf, feeFactOf, type FeeLimits, type HistoryRow, type PriceFact } from '@waiaas/policy';
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
    return feeCapOf({ prices: await this.#coinPrices(name) }, placeOf(name), this.current());
  }

  /** Whether a fee, beside those of a wallet's other rows, stays within the fees of a day. The price is asked here, the rows are told. */
  async budget(
    walletId: string,
    name: NetworkName,
    now: number,
  ): Promise<(history: readonly HistoryRow[], maxFee: bigint) => boolean> {
    const prices = await this.#coinPrices(name);
    return (history, maxFee) => {
      const facts = { walletId, now, history, prices, context: {} };
      return feeFactOf(facts, placeOf(name), maxFee, this.current()).dailyBudget?.isExceeded !== true;
    };
  }

  async #coinPrices(name: NetworkName): Promise<readonly PriceFact[]> {
    const [quote] = await this.prices.quotes([{ network: networkOf(name), asset: 'native' }]);
    if (quote === undefined || quote.usd === null) return [];
    const { status, usd, ageSeconds, quotes } = quote;
    return [{ ...placeOf(name), asset: 'native', status, usd, ageSeconds, quotes }];
  }
}

function placeOf(name: NetworkName): { readonly chain: Chain; readonly network: NetworkName } {
  return { chain: networkOf(name).chain, network: name };
}
