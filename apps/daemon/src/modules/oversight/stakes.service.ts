import { Injectable } from '@nestjs/common';
import type { Network } from '@waiaas/core';
import type { Held } from '@waiaas/policy';
import { TokensService } from '../tokens/tokens.service.js';
import { HoldingsService } from '../wallets/holdings.service.js';
import { WalletReads } from '../wallets/wallet-reads.service.js';

/** Of a token that nobody described: the least of it that can be asked for is asked about, so any number will do. */
const ANY_DECIMALS = 18;

/** What of a wallet could be taken; an amount that no node told is undefined. */
export type Stake = Held & { readonly symbol: string };

@Injectable()
export class Stakes {
  constructor(
    private readonly reads: WalletReads,
    private readonly holdings: HoldingsService,
    private readonly tokens: TokensService,
  ) {}

  /** What is held, and on a network that does not answer what might be. */
  async of(walletId: string, networks: readonly Network[]): Promise<readonly Stake[]> {
    const wallet = await this.reads.wallet(walletId);
    const answers = (await this.reads.assetsEverywhere(wallet)).filter(({ network }) => networks.includes(network));
    const found = await Promise.all(
      answers.map(async (answer): Promise<readonly Stake[]> => {
        const network = answer.network.name;
        if ('error' in answer) return this.#unread(wallet, answer.network);
        return answer.value.map(({ holding: { asset, symbol, decimals, balance } }) => ({
          ...{ network, asset, symbol, decimals, amount: balance },
        }));
      }),
    );
    return found.flat();
  }

  async #unread(wallet: Parameters<HoldingsService['tokenAddresses']>[0], network: Network): Promise<readonly Stake[]> {
    const { name, nativeSymbol: symbol, nativeDecimals: decimals } = network;
    const addresses = await this.holdings.tokenAddresses(wallet, network);
    const tokens = await Promise.all(
      addresses.map(async (asset): Promise<Stake> => {
        const known = await this.tokens.find(name, asset);
        return {
          network: name,
          asset,
          symbol: known?.symbol ?? '',
          decimals: known?.decimals ?? ANY_DECIMALS,
          amount: undefined,
        };
      }),
    );
    return [{ network: name, asset: 'native', symbol, decimals, amount: undefined }, ...tokens];
  }
}
