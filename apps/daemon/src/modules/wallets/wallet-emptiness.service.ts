import { Injectable } from '@nestjs/common';
import { type ChainPort, DomainError, networksOf, type NetworkName } from '@waiaas/core';
import { ChainRegistry } from '../../infra/chains/chain-registry.js';
import { TokensService } from '../tokens/tokens.service.js';
import { WalletPurgeRepository } from './wallet-purge.repository.js';
import type { StoredWallet } from './wallets.repository.js';

/** Whether a wallet is known to hold nothing. A network that cannot be asked may hold anything. */
@Injectable()
export class WalletEmptiness {
  constructor(
    private readonly chains: ChainRegistry,
    private readonly tokens: TokensService,
    private readonly rows: WalletPurgeRepository,
  ) {}

  /** Throws `INVALID_STATE_TRANSITION` that names the networks with a balance, or with one that is unknown. */
  async require(wallet: StoredWallet): Promise<void> {
    const seen = await this.rows.tokensSeen(wallet.id);
    const networks = networksOf(wallet.chain, wallet.environment).map((network) => network.name);
    const findings = await Promise.all(
      networks.map(async (network) => {
        const sent = seen.filter((token) => token.network === network).map((token) => token.asset);
        return { network, finding: await this.#look(network, wallet.address, sent) };
      }),
    );
    const nonZero = findings.filter(({ finding }) => finding === 'non-zero').map(({ network }) => network);
    const unknown = findings.filter(({ finding }) => finding === 'unknown').map(({ network }) => network);
    if (nonZero.length === 0 && unknown.length === 0) return;
    throw new DomainError('INVALID_STATE_TRANSITION', {
      details: { nonZero, unknown },
      hint: 'A mainnet wallet is purged only when every network of it is known to be empty.',
    });
  }

  async #look(network: NetworkName, address: string, sent: readonly string[]): Promise<'empty' | 'non-zero' | 'unknown'> {
    try {
      const chain = this.chains.port(network);
      if ((await chain.nativeBalance(address)) > 0n) return 'non-zero';
      const tokens = new Set([...(await this.tokens.list(network)).map((token) => token.address), ...sent]);
      const balances = await Promise.all([...tokens].map((token) => balanceOrNone(chain, address, token)));
      return balances.some((balance) => balance > 0n) ? 'non-zero' : 'empty';
    } catch (error) {
      if (error instanceof DomainError) return 'unknown';
      throw error;
    }
  }
}

/** Where no contract answers, there is nothing to hold a balance. */
async function balanceOrNone(chain: ChainPort, owner: string, token: string): Promise<bigint> {
  try {
    return await chain.tokenBalance(owner, token);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'TOKEN_NOT_FOUND') return 0n;
    throw error;
  }
}
