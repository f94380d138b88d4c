import { Injectable } from '@nestjs/common';
import { findNetwork } from '@waiaas/core';
import type { Facts, HistoryRow, KnownToken } from '@waiaas/policy';
import { LivePrices } from '../policies/live-prices.service.js';
import { PolicySettingsReader } from '../policies/policy-settings.service.js';
import { TokensService } from '../tokens/tokens.service.js';

/** What a judgement looks at beside policies and ledger: settings, and what it takes to value rows without a value of their own. */
@Injectable()
export class BackgroundFacts {
  constructor(
    private readonly settings: PolicySettingsReader,
    private readonly prices: LivePrices,
    private readonly tokens: TokensService,
  ) {}

  async of(history: readonly HistoryRow[]): Promise<Pick<Facts, 'prices' | 'context' | 'settings'>> {
    const [prices, tokens] = await Promise.all([this.prices.of([], history), this.#unvaluedTokens(history)]);
    return { prices, context: { tokens }, settings: this.settings.current() };
  }

  /** Decimals of tokens whose rows were never valued: without them their price says nothing. */
  async #unvaluedTokens(history: readonly HistoryRow[]): Promise<readonly KnownToken[]> {
    const found = new Map<string, KnownToken>();
    for (const { asset, amount, usdMicros, network: name } of history) {
      const network = findNetwork(name ?? '');
      if (asset === undefined || asset === 'native' || amount === undefined || usdMicros !== undefined || network === undefined)
        continue;
      const key = `${network.name} ${asset}`;
      if (found.has(key)) continue;
      const known = await this.tokens.find(network.name, asset);
      found.set(key, { chain: network.chain, address: asset, ...(known === undefined ? {} : { decimals: known.decimals }) });
    }
    return [...found.values()].filter(({ decimals }) => decimals !== undefined);
  }
}
