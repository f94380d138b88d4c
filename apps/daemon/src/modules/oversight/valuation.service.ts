import { Injectable } from '@nestjs/common';
import type { HeldAsset, ValueResponse, ValueSum, WalletValue } from '@waiaas/api-types';
import { DomainError } from '@waiaas/core';
import { Clock } from '../../common/time/clock.js';
import { ChainRegistry } from '../../infra/chains/chain-registry.js';
import { toNetworkAssets } from '../wallets/wallet-reads.mapper.js';
import { type PerNetwork, type ValuedHolding, WalletReads } from '../wallets/wallet-reads.service.js';
import { sumOfDecimals } from './decimal-sum.js';
import { OversightRepository } from './oversight.repository.js';

const MAX_WALLETS = 50;
const MAX_AT_ONCE = 4;
/** Nodes are asked for balances by those who pay first: what is only looked at may be a minute old. */
const FRESH_MS = 60_000;

interface Kept {
  readonly readAtMs: number;
  readonly value: Promise<WalletValue | undefined>;
}

/** What the wallets hold, in USD where a price is known. Never less honest than a blank: what is missing is named. */
@Injectable()
export class Valuation {
  #kept = new Map<string, Kept>();

  constructor(
    private readonly rows: OversightRepository,
    private readonly reads: WalletReads,
    private readonly chains: ChainRegistry,
    private readonly clock: Clock,
  ) {}

  async overview(): Promise<ValueResponse> {
    const { ids, total } = await this.rows.living(MAX_WALLETS);
    this.#kept = new Map([...this.#kept].filter(([id]) => ids.includes(id)));
    const data: WalletValue[] = [];
    for (let at = 0; at < ids.length; at += MAX_AT_ONCE) {
      const values = await Promise.all(ids.slice(at, at + MAX_AT_ONCE).map((id) => this.#fresh(id)));
      data.push(...values.filter((value) => value !== undefined));
    }
    const sum = (environment: WalletValue['environment']): ValueSum => {
      const own = data.filter((value) => value.environment === environment);
      const isWhole = own.every(({ unpriced, failed }) => unpriced.length === 0 && failed.length === 0);
      return { usd: sumOfDecimals(own.map(({ usd }) => usd)), isComplete: isWhole && total === ids.length };
    };
    return { asOf: this.clock.nowSeconds(), mainnet: sum('mainnet'), testnet: sum('testnet'), data, wallets: total };
  }

  async #fresh(id: string): Promise<WalletValue | undefined> {
    const now = this.clock.nowMs();
    const kept = this.#kept.get(id);
    if (kept !== undefined && now - kept.readAtMs < FRESH_MS) return kept.value;
    const value = this.#read(id);
    this.#kept.set(id, { readAtMs: now, value });
    value.catch(() => this.#kept.delete(id));
    return value;
  }

  /** Undefined for a wallet that was purged meanwhile. */
  async #read(id: string): Promise<WalletValue | undefined> {
    try {
      const wallet = await this.reads.wallet(id);
      const answers = await this.reads.assetsEverywhere(wallet);
      return {
        ...{ walletId: id, walletName: wallet.name, environment: wallet.environment },
        // A network without a node holds nothing anybody here could move.
        ...valueOf(answers.filter(({ network }) => this.chains.isConfigured(network.name))),
      };
    } catch (error) {
      if (error instanceof DomainError && error.code === 'WALLET_NOT_FOUND') return undefined;
      throw error;
    }
  }
}

function valueOf(answers: readonly PerNetwork<readonly ValuedHolding[]>[]): Pick<WalletValue, 'usd' | 'unpriced' | 'failed'> {
  const priced: string[] = [];
  const unpriced: HeldAsset[] = [];
  const failed: WalletValue['failed'] = [];
  for (const answer of answers) {
    const { network, error, assets = [] } = toNetworkAssets(answer, 'USD');
    if (error !== undefined) failed.push({ network, error });
    for (const { symbol, balance, balanceFormatted = balance, displayValue } of assets) {
      if (balance === '0') continue;
      if (displayValue === undefined) unpriced.push({ network, symbol, balanceFormatted });
      else priced.push(displayValue);
    }
  }
  return { usd: sumOfDecimals(priced), unpriced, failed };
}
