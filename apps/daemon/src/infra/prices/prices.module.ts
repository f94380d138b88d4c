import { Global, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { ChainRegistry } from '../chains/chain-registry.js';
import type { ReadFeed } from './chainlink.source.js';
import { readPriceSettings } from './price-settings.js';
import { PriceService } from './price.service.js';
import { PRICES } from './prices.token.js';

function openPrices(settings: RuntimeSettings, clock: Clock, chains: ChainRegistry): PriceService {
  const readFeed: ReadFeed = async (network, address) => chains.contracts(network).readFeed(address);
  return new PriceService({ settings: () => readPriceSettings(settings), fetch, readFeed, clock });
}

/** The one price cache of the daemon. Expects the runtime settings, the clock and the chains from global modules. */
@Global()
@Module({
  providers: [
    { provide: PriceService, useFactory: openPrices, inject: [RuntimeSettings, Clock, ChainRegistry] },
    { provide: PRICES, useExisting: PriceService },
  ],
  exports: [PRICES, PriceService],
})
export class PricesModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(private readonly prices: PriceService) {}

  onApplicationBootstrap(): void {
    this.prices.start();
  }

  onModuleDestroy(): void {
    this.prices.stop();
  }
}
