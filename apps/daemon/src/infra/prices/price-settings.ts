import type { PriceFeeds } from '../../config/price-feeds.setting.js';
import type { FixedPrices } from '../../config/prices.settings.js';
import type { RuntimeSettings } from '../../config/runtime-settings.js';

/** The settings of prices as they stand now. */
export interface PriceSettings {
  readonly coingeckoUrl: string | null;
  readonly coingeckoApiKey: string | null;
  readonly pythUrl: string | null;
  readonly pythApiKey: string | null;
  readonly chainlinkFeeds: PriceFeeds;
  readonly fixed: FixedPrices;
}

export function readPriceSettings(settings: RuntimeSettings): PriceSettings {
  return {
    coingeckoUrl: settings.get('prices.coingecko_url'),
    coingeckoApiKey: settings.get('prices.coingecko_api_key'),
    pythUrl: settings.get('prices.pyth_url'),
    pythApiKey: settings.get('prices.pyth_api_key'),
    chainlinkFeeds: settings.get('prices.chainlink_feeds'),
    fixed: settings.get('prices.fixed'),
  };
}
