import { Inject, Injectable } from '@nestjs/common';
import {
  defaultNetwork,
  DomainError,
  type Network,
  networksOf,
  type PricePort,
  type PriceQuote,
  resolveNetwork,
} from '@waiaas/core';
import { PRICES } from '../../infra/prices/prices.token.js';
import { type Holding, HoldingsService } from './holdings.service.js';
import { type StoredWallet, WalletsRepository } from './wallets.repository.js';

export interface ValuedHolding {
  readonly holding: Holding;
  readonly quote: PriceQuote | undefined;
}

/** What one network answered: a result, or the code of what went wrong. */
export type PerNetwork<T> = { readonly network: Network } & ({ readonly value: T } | { readonly error: string });

@Injectable()
export class WalletReads {
  constructor(
    private readonly wallets: WalletsRepository,
    private readonly holdings: HoldingsService,
    @Inject(PRICES) private readonly prices: PricePort,
  ) {}

  async wallet(id: string): Promise<StoredWallet> {
    const wallet = await this.wallets.find(id);
    if (wallet === undefined) throw new DomainError('WALLET_NOT_FOUND');
    return wallet;
  }

  async native(wallet: StoredWallet, network: Network): Promise<ValuedHolding> {
    const holding = await this.holdings.native(wallet, network);
    const [valued] = await this.#valued(network, [holding]);
    return valued ?? { holding, quote: undefined };
  }

  async assets(wallet: StoredWallet, network: Network): Promise<readonly ValuedHolding[]> {
    return this.#valued(network, await this.holdings.all(wallet, network));
  }

  /** Every network of the wallet; one that fails does not take the others with it. */
  async nativeEverywhere(wallet: StoredWallet): Promise<readonly PerNetwork<Holding>[]> {
    return everywhere(wallet, (network) => this.holdings.native(wallet, network));
  }

  async assetsEverywhere(wallet: StoredWallet): Promise<readonly PerNetwork<readonly ValuedHolding[]>[]> {
    return everywhere(wallet, (network) => this.assets(wallet, network));
  }

  async #valued(network: Network, holdings: readonly Holding[]): Promise<readonly ValuedHolding[]> {
    const quotes = await this.prices.quotes(holdings.map(({ asset }) => ({ network, asset })));
    return holdings.map((holding, index) => ({ holding, quote: quotes[index] }));
  }
}

/** The network a request names, or the wallet's only one. */
export function networkFor(wallet: StoredWallet, named: string | undefined): Network {
  const allowed = networksOf(wallet.chain, wallet.environment);
  const network = named === undefined ? defaultNetwork(wallet.chain, wallet.environment) : resolveNetwork(named);
  if (network === undefined) {
    throw new DomainError('NETWORK_REQUIRED', { details: { availableNetworks: allowed.map(({ name }) => name) } });
  }
  if (!allowed.includes(network)) throw new DomainError('ENVIRONMENT_NETWORK_MISMATCH');
  return network;
}

async function everywhere<T>(wallet: StoredWallet, read: (network: Network) => Promise<T>): Promise<readonly PerNetwork<T>[]> {
  return Promise.all(
    networksOf(wallet.chain, wallet.environment).map(async (network): Promise<PerNetwork<T>> => {
      try {
        return { network, value: await read(network) };
      } catch (error) {
        if (error instanceof DomainError) return { network, error: error.code };
        throw error;
      }
    }),
  );
}
