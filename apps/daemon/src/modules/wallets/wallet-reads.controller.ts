import { Controller, Get, Query } from '@nestjs/common';
import type {
  WalletAddressResponse,
  WalletAllAssetsResponse,
  WalletAssetsResponse,
  WalletBalanceResponse,
  WalletBalancesResponse,
} from '@waiaas/api-types';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { asSession, walletOfSession } from '../../common/auth/wallet-scope.js';
import { WalletAddressQuery, WalletFundsQuery } from './dto/wallet.query.dto.js';
import { toAsset, toBalance, toNetworkAssets, toNetworkBalance } from './wallet-reads.mapper.js';
import { networkFor, WalletReads } from './wallet-reads.service.js';
import { networkLabel } from './wallets.mapper.js';
import type { StoredWallet } from './wallets.repository.js';

const ALL = 'all';

@Controller('v1/wallet')
export class WalletReadsController {
  constructor(private readonly reads: WalletReads) {}

  @Get('address')
  @Auth('session')
  async address(@Query() query: WalletAddressQuery, @CurrentActor() actor: Actor): Promise<WalletAddressResponse> {
    const wallet = await this.#wallet(actor, query.walletId);
    const { id: walletId, chain, environment, address } = wallet;
    const network = query.network === undefined ? networkLabel(wallet) : networkFor(wallet, query.network).name;
    return { walletId, chain, network, environment, address };
  }

  @Get('balance')
  @Auth('session')
  async balance(
    @Query() query: WalletFundsQuery,
    @CurrentActor() actor: Actor,
  ): Promise<WalletBalanceResponse | WalletBalancesResponse> {
    const wallet = await this.#wallet(actor, query.walletId);
    if (query.network === ALL) {
      const balances = (await this.reads.nativeEverywhere(wallet)).map(toNetworkBalance);
      return { walletId: wallet.id, chain: wallet.chain, environment: wallet.environment, balances };
    }
    const network = networkFor(wallet, query.network);
    return toBalance(wallet, network, await this.reads.native(wallet, network), currencyOf(query));
  }

  @Get('assets')
  @Auth('session')
  async assets(
    @Query() query: WalletFundsQuery,
    @CurrentActor() actor: Actor,
  ): Promise<WalletAssetsResponse | WalletAllAssetsResponse> {
    const wallet = await this.#wallet(actor, query.walletId);
    const displayCurrency = currencyOf(query);
    const { id: walletId, chain, environment } = wallet;
    if (query.network === ALL) {
      const answers = await this.reads.assetsEverywhere(wallet);
      return { walletId, chain, environment, networkAssets: answers.map((answer) => toNetworkAssets(answer, displayCurrency)) };
    }
    const network = networkFor(wallet, query.network);
    const assets = (await this.reads.assets(wallet, network)).map((valued) => toAsset(network, valued, displayCurrency));
    return { walletId, chain, network: network.name, assets, displayCurrency, chainId: network.caip2 };
  }

  async #wallet(actor: Actor, named: string | undefined): Promise<StoredWallet> {
    return this.reads.wallet(walletOfSession(asSession(actor), undefined, named));
  }
}

function currencyOf(query: WalletFundsQuery): string {
  return (query.display_currency ?? 'USD').toUpperCase();
}
