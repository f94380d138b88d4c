import { Injectable } from '@nestjs/common';
import { canonicalAddress, DomainError, type Network, parseAssetId } from '@waiaas/core';
import { ChainRegistry } from '../../infra/chains/chain-registry.js';
import { PoliciesService } from '../policies/policies.service.js';
import { TokensService } from '../tokens/tokens.service.js';
import { BlockBalances } from './block-balances.service.js';
import type { StoredWallet } from './wallets.repository.js';

export interface Holding {
  /** `native`, or the canonical token address. */
  readonly asset: string;
  readonly symbol: string;
  readonly name: string;
  readonly decimals: number;
  readonly balance: bigint;
}

interface AllowedTokens {
  readonly tokens?: readonly { readonly address: string; readonly assetId?: string }[];
}

type HolderWallet = Pick<StoredWallet, 'id' | 'address'>;

/** What a wallet holds on a network, as of the newest block. */
@Injectable()
export class HoldingsService {
  constructor(
    private readonly chains: ChainRegistry,
    private readonly tokens: TokensService,
    private readonly policies: PoliciesService,
    private readonly balances: BlockBalances,
  ) {}

  async native(wallet: StoredWallet, network: Network): Promise<Holding> {
    const balance = await this.balances.native(network.name, wallet.address);
    return {
      asset: 'native',
      symbol: network.nativeSymbol,
      name: network.nativeSymbol,
      decimals: network.nativeDecimals,
      balance,
    };
  }

  /** The coin, whatever its balance, and every token of the registry or of the wallet's allowed tokens that it has any of. */
  async all(wallet: StoredWallet, network: Network): Promise<readonly Holding[]> {
    const chain = this.chains.port(network.name);
    const registered = await this.tokens.list(network.name);
    const allowed = await this.#unlisted(wallet, network, registered);
    const balanceOf = (token: string) => this.balances.token(network.name, wallet.address, token);
    const [native, ...tokens] = await Promise.all([
      this.native(wallet, network),
      ...registered.map((token) => held(balanceOf(token.address), token.address, () => Promise.resolve(token))),
      ...allowed.map((address) => held(balanceOf(address), address, () => chain.token(address))),
    ]);
    return [native, ...tokens.filter((token) => token !== undefined)];
  }

  /** Tokens the wallet may hold: those of the registry and of its allowed tokens. */
  async tokenAddresses(wallet: HolderWallet, network: Network): Promise<readonly string[]> {
    const registered = await this.tokens.list(network.name);
    return [...registered.map((token) => token.address), ...(await this.#unlisted(wallet, network, registered))];
  }

  async #unlisted(
    wallet: HolderWallet,
    network: Network,
    registered: readonly { readonly address: string }[],
  ): Promise<readonly string[]> {
    const known = new Set(registered.map((token) => token.address));
    return (await this.#allowedTokens(wallet, network)).filter((address) => !known.has(address));
  }

  async #allowedTokens(wallet: HolderWallet, network: Network): Promise<readonly string[]> {
    const policies = (await this.policies.inForce([wallet.id])).get(wallet.id) ?? [];
    const entries = policies
      .filter((policy) => policy.type === 'ALLOWED_TOKENS' && (policy.network === null || policy.network === network.name))
      .flatMap((policy) => (policy.rules as AllowedTokens).tokens ?? []);
    const here = entries.filter(({ assetId }) => assetId === undefined || parseAssetId(assetId)?.network.name === network.name);
    return [...new Set(here.flatMap(({ address }) => canonicalAddress(network.chain, address) ?? []))];
  }
}

interface TokenFacts {
  readonly symbol: string;
  readonly name: string;
  readonly decimals: number;
}

/** Undefined for a token that the wallet has none of, or that does not exist on this network. */
async function held(
  asked: Promise<bigint>,
  asset: string,
  facts: () => Promise<TokenFacts | undefined>,
): Promise<Holding | undefined> {
  try {
    const balance = await asked;
    const token = balance > 0n ? await facts() : undefined;
    if (token === undefined) return undefined;
    return { asset, symbol: token.symbol, name: token.name, decimals: token.decimals, balance };
  } catch (error) {
    if (error instanceof DomainError && error.code === 'TOKEN_NOT_FOUND') return undefined;
    throw error;
  }
}
