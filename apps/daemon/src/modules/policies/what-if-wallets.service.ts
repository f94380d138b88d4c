import { Injectable } from '@nestjs/common';
import { canonicalAddress, findNetwork, isUuid } from '@waiaas/core';
import {
  windowsOf,
  type Decision,
  type HistoryRow,
  type KnownToken,
  type LedgerWindows,
  type PolicyContext,
  type PolicyRow,
} from '@waiaas/policy';
import { Database } from '../../infra/prisma/database.js';
import { TokensService } from '../tokens/tokens.service.js';
import { HistoryReader } from './history-reader.service.js';
import { PoliciesRepository, type PolicyWallet } from './policies.repository.js';
import { PolicySets } from './policy-sets.service.js';

/** A verdict takes apart no more than this many operations; of a request with more, the tokens that come first are known. */
const MAX_TOKENS = 200;

export interface WhatIfWallet extends PolicyWallet {
  readonly id: string;
}

/** The live parts of stored wallets for a what-if, each read only where it is wanted. Nothing is locked: nothing will be spent. */
@Injectable()
export class WhatIfWallets {
  constructor(
    private readonly database: Database,
    private readonly rows: PoliciesRepository,
    private readonly sets: PolicySets,
    private readonly histories: HistoryReader,
    private readonly tokens: TokensService,
  ) {}

  /** Undefined for a label that names no wallet. */
  async find(label: string | undefined): Promise<WhatIfWallet | undefined> {
    if (label === undefined || !isUuid(label)) return undefined;
    const wallet = await this.rows.wallet(label);
    return wallet === undefined ? undefined : { ...wallet, id: label };
  }

  async policies({ id }: WhatIfWallet): Promise<{ readonly rows: readonly PolicyRow[]; readonly windows: LedgerWindows }> {
    const { set } = await this.sets.current(this.database.client, id);
    return { rows: set.policies.map(({ row }) => row), windows: windowsOf(set) };
  }

  async history({ id }: WhatIfWallet, now: number, windows: LedgerWindows): Promise<readonly HistoryRow[]> {
    return this.histories.read(id, Math.floor(now), windows);
  }

  /** Decimals as the registry knows them, of every token that the request was found to concern. */
  async context({ spends, operations }: Pick<Decision, 'spends' | 'operations'>, networkName?: string): Promise<PolicyContext> {
    const network = findNetwork(networkName ?? '');
    if (network === undefined) return {};
    const named = [...spends, ...operations].flatMap(({ asset }) => (asset === null || asset === 'native' ? [] : [asset]));
    const addresses = new Set(named.map((asset) => canonicalAddress(network.chain, asset) ?? asset));
    const tokens: KnownToken[] = [];
    for (const address of [...addresses].slice(0, MAX_TOKENS)) {
      const known = await this.tokens.find(network.name, address);
      if (known !== undefined) tokens.push({ chain: network.chain, address, decimals: known.decimals });
    }
    return { tokens };
  }
}
