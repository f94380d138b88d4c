import { Injectable } from '@nestjs/common';
import type { NetworkName } from '@waiaas/core';
import { Clock } from '../../common/time/clock.js';
import { RecentMap } from '../../common/recent-map.js';
import { ChainRegistry } from '../../infra/chains/chain-registry.js';
import { NodeShare } from '../../infra/chains/node-share.js';
import { SharedReads } from './shared-reads.js';

/** How long the newest block heard of counts as the newest. */
const HEAD_MS = 1000;
/** A chain that stands still, or takes a block back for another of the same height, changes no more than this goes unseen. */
const LONGEST_MS = 15_000;
const CAPACITY = 10_000;

interface Known {
  readonly height: number;
  readonly balance: bigint;
  readonly at: number;
}

/**
 * Balances for showing, asked for once per block and account. A payment of this daemon that was seen in a block is seen here at once: the
 * height never falls behind what the confirmation knows. Nothing is decided by these; a verdict asks the node itself.
 */
@Injectable()
export class BlockBalances {
  readonly #known = new RecentMap<string, Known>(CAPACITY);
  readonly #shared = new SharedReads<bigint>();

  constructor(
    private readonly chains: ChainRegistry,
    private readonly share: NodeShare,
    private readonly clock: Clock,
  ) {}

  async native(network: NetworkName, owner: string): Promise<bigint> {
    return this.#read(network, `${owner} native`, () => this.chains.port(network).nativeBalance(owner));
  }

  /** Throws `TOKEN_NOT_FOUND` where there is no such token. */
  async token(network: NetworkName, owner: string, token: string): Promise<bigint> {
    return this.#read(network, `${owner} ${token}`, () => this.chains.port(network).tokenBalance(owner, token));
  }

  async #read(network: NetworkName, account: string, ask: () => Promise<bigint>): Promise<bigint> {
    const key = `${network} ${account}`;
    const height = await this.chains.port(network).recentHeight(HEAD_MS);
    const at = this.clock.nowMs();
    const known = this.#known.get(key);
    if (known?.height === height && Math.abs(at - known.at) < LONGEST_MS) return known.balance;
    const balance = await this.#shared.read(key, () => this.share.read(network, ask));
    this.#known.set(key, { height, balance, at });
    return balance;
  }
}
