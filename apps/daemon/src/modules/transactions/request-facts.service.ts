import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type NetworkName, type PricePort } from '@waiaas/core';
import type { PrepareContext } from '@waiaas/pipeline';
import { ChainRegistry } from '../../infra/chains/chain-registry.js';
import { PRICES } from '../../infra/prices/prices.token.js';
import { LedgerRepository } from './ledger.repository.js';

const TIMEOUT_MS = 15_000;

/** Gathers what a verdict wants to know, within fifteen seconds in all; later than that nothing is decided and nothing stored. */
@Injectable()
export class RequestFacts {
  constructor(
    private readonly chains: ChainRegistry,
    @Inject(PRICES) private readonly prices: PricePort,
    private readonly ledger: LedgerRepository,
  ) {}

  async gather<T>(network: NetworkName, work: (context: PrepareContext) => Promise<T>): Promise<T> {
    const context: PrepareContext = { chain: this.chains.port(network), prices: this.prices, ledger: this.ledger };
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new DomainError('ADAPTER_NOT_AVAILABLE', { hint: 'The chain node did not answer in time. Nothing was stored.' }));
      }, TIMEOUT_MS);
    });
    try {
      return await Promise.race([work(context), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
