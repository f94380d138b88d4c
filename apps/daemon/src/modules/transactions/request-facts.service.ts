import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type NetworkName, type PricePort } from '@waiaas/core';
import type { PrepareContext } from '@waiaas/pipeline';
import { ChainRegistry } from '../../infra/chains/chain-registry.js';
import { CodeElsewhere } from '../../infra/chains/code-elsewhere.js';
import { NodeShare, type Gatherer } from '../../infra/chains/node-share.js';
import { PRICES } from '../../infra/prices/prices.token.js';
import { TokenSource } from '../tokens/token-source.service.js';
import { LedgerRepository } from './ledger.repository.js';

const TIMEOUT_MS = 15_000;
/** Policies that change this often while one request looks at them are a storm, and it passes. */
const MAX_ROUNDS = 5;

export interface Gathering {
  /** Whose turn it takes; people and the daemon itself take none. */
  readonly gatherer?: Gatherer;
  readonly late?: 'ADAPTER_NOT_AVAILABLE' | 'SIMULATION_TIMEOUT';
}

/**
 * Gathers what a verdict wants to know, within fifteen seconds from the turn of the request; later than that nothing is decided and nothing
 * stored. The turn is over only when the nodes have answered or were given up.
 */
@Injectable()
export class RequestFacts {
  constructor(
    private readonly chains: ChainRegistry,
    @Inject(PRICES) private readonly prices: PricePort,
    private readonly ledger: LedgerRepository,
    private readonly tokens: TokenSource,
    private readonly share: NodeShare,
    private readonly elsewhere: CodeElsewhere,
  ) {}

  async gather<T>(
    network: NetworkName,
    work: (context: PrepareContext) => Promise<T>,
    { gatherer, late = 'ADAPTER_NOT_AVAILABLE' }: Gathering = {},
  ): Promise<T> {
    const { prices, ledger, tokens, elsewhere } = this;
    const context: PrepareContext = { chain: this.chains.port(network), prices, ledger, tokens, elsewhere };
    return new Promise<T>((resolve, reject) => {
      const run = async (): Promise<void> => {
        const timer = setTimeout(() => {
          reject(new DomainError(late, { hint: 'The chain node did not answer in time. Nothing was stored.' }));
        }, TIMEOUT_MS);
        try {
          resolve(await work(context));
        } finally {
          clearTimeout(timer);
        }
      };
      const running = gatherer === undefined ? run() : this.share.gather(network, gatherer, run);
      running.catch(reject);
    });
  }

  /** Gathers and decides; anew where the policies changed between the two, since facts are asked for with policies in view. */
  async untilCurrent<T>(round: () => Promise<T | undefined>): Promise<T> {
    for (let rounds = 0; rounds < MAX_ROUNDS; rounds += 1) {
      const result = await round();
      if (result !== undefined) return result;
    }
    throw new DomainError('STORAGE_UNAVAILABLE', { hint: 'The policies of this wallet keep changing. Nothing was stored.' });
  }
}
