import { Injectable } from '@nestjs/common';
import { canonicalAddress, type Network, parseAssetId, validationError } from '@waiaas/core';
import type { SweptAsset, WalletSnapshot } from '@waiaas/pipeline';
import { TokensService } from '../tokens/tokens.service.js';
import { HoldingsService } from '../wallets/holdings.service.js';

/** Which assets a withdrawal is about: `native`, or canonical token addresses. */
@Injectable()
export class SweepAssets {
  constructor(
    private readonly holdings: HoldingsService,
    private readonly tokens: TokensService,
  ) {}

  /** Tokens first, in the order they were named, and the coin last: it pays for the others. */
  async wanted(wallet: WalletSnapshot, network: Network, named: readonly string[] | undefined): Promise<readonly string[]> {
    const assets = named?.map((asset, index) => read(network, asset, index)) ?? (await this.#all(wallet, network));
    const tokens = [...new Set(assets)].filter((asset) => asset !== 'native');
    return assets.includes('native') ? [...tokens, 'native'] : tokens;
  }

  /** Throws `TOKEN_NOT_FOUND` where no token answers. */
  async resolve(network: Network, asset: string): Promise<SweptAsset> {
    if (asset === 'native') return 'native';
    const { decimals } = await this.tokens.resolve(network.name, asset);
    return { address: asset, decimals };
  }

  async #all(wallet: WalletSnapshot, network: Network): Promise<readonly string[]> {
    return [...(await this.holdings.tokenAddresses(wallet, network)), 'native'];
  }
}

function read(network: Network, asset: string, index: number): string {
  if (asset === 'native') return asset;
  const parsed = asset.includes('/') ? parseAssetId(asset) : undefined;
  const address = parsed === undefined ? canonicalAddress(network.chain, asset) : parsed.address;
  const isHere = parsed === undefined || parsed.network.name === network.name;
  if (address !== undefined && isHere) return address;
  const message = 'must be native, a token address or a CAIP-19 id of this network';
  throw validationError([{ path: `assets.${String(index)}`, code: 'isAsset', message }]);
}
