import { Injectable } from '@nestjs/common';
import type { WorstCaseHorizon, WorstCaseResponse } from '@waiaas/api-types';
import type { Network } from '@waiaas/core';
import { worstCase, type Constraints, type Facts, type Held, type KnownToken, type PolicySet } from '@waiaas/policy';
import { ChainRegistry } from '../../infra/chains/chain-registry.js';
import { LivePrices } from '../policies/live-prices.service.js';
import { OversightRepository } from './oversight.repository.js';
import { Stakes, type Stake } from './stakes.service.js';
import { forSession, WalletStandings } from './wallet-standing.service.js';

const HORIZONS = [3600, 86_400, 2_592_000];
interface Scene {
  readonly set: PolicySet;
  readonly facts: Facts;
  readonly stakes: readonly Stake[];
  readonly networks: readonly Network[];
}

/** What a stolen token could take, by the wallet's policies and each session's own limits. */
@Injectable()
export class WorstCases {
  constructor(
    private readonly standings: WalletStandings,
    private readonly rows: OversightRepository,
    private readonly stakes: Stakes,
    private readonly prices: LivePrices,
    private readonly chains: ChainRegistry,
  ) {}

  async of(walletId: string): Promise<WorstCaseResponse> {
    const { set, facts, networks: all } = await this.standings.ofId(walletId);
    const networks = all.filter(({ name }) => this.chains.isConfigured(name));
    const stakes = await this.stakes.of(walletId, networks);
    const prices = await this.prices.of(stakes, []);
    const scene = { set, facts: { ...facts, prices, context: { tokens: stakes.flatMap(toKnownToken) } }, stakes, networks };
    const sessions = await this.rows.sessions(walletId, facts.now);
    return {
      walletId,
      asOf: facts.now,
      cases: [...sessions, { id: null, label: null, constraints: {} }].map(({ id, label, constraints }) => ({
        ...{ sessionId: id, label },
        horizons: HORIZONS.map((seconds) => horizonOf(scene, constraints, seconds)),
      })),
      networksLeftOut: all.filter((network) => !networks.includes(network)).map(({ name }) => name),
    };
  }
}

function toKnownToken({ network, asset, decimals }: Stake): readonly KnownToken[] {
  if (asset === 'native') return [];
  return [{ chain: network.startsWith('solana') ? 'solana' : 'ethereum', address: asset, decimals }];
}

function horizonOf({ set, facts, stakes, networks }: Scene, constraints: Constraints, horizonSeconds: number): WorstCaseHorizon {
  const [{ chain } = { chain: 'ethereum' as const }] = networks;
  const question = { chain, networks: networks.map(({ name }) => name), holdings: stakes, horizonSeconds };
  const { usd, reasons, binding, assets } = worstCase(set, forSession(facts, undefined, constraints), question);
  const symbolOf = (held: Held): string =>
    stakes.find(({ network, asset }) => network === held.network && asset === held.asset)?.symbol ?? '';
  return {
    ...{ horizonSeconds, usd, reasons: [...reasons], binding },
    assets: assets.map((held) => ({
      ...{ network: held.network, asset: held.asset, symbol: symbolOf(held), decimals: held.decimals },
      amount: held.amount?.toString() ?? null,
    })),
  };
}
