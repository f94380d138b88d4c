import { Injectable } from '@nestjs/common';
import { DomainError, networksOf, type Network } from '@waiaas/core';
import { windowsOf, type Constraints, type Facts, type PolicySet } from '@waiaas/policy';
import { Clock } from '../../common/time/clock.js';
import { Database } from '../../infra/prisma/database.js';
import { HistoryReader } from '../policies/history-reader.service.js';
import { PolicySets } from '../policies/policy-sets.service.js';
import { BackgroundFacts } from './background-facts.service.js';
import { OversightRepository, type OverseenWallet } from './oversight.repository.js';

/** What a request of the wallet would be judged by now, read outside any lock: nothing is decided by it. */
export interface WalletStanding {
  readonly wallet: OverseenWallet;
  readonly set: PolicySet;
  readonly facts: Facts;
  readonly networks: readonly Network[];
}

@Injectable()
export class WalletStandings {
  constructor(
    private readonly database: Database,
    private readonly rows: OversightRepository,
    private readonly sets: PolicySets,
    private readonly histories: HistoryReader,
    private readonly background: BackgroundFacts,
    private readonly clock: Clock,
  ) {}

  /** Throws `WALLET_NOT_FOUND`. */
  async ofId(id: string): Promise<WalletStanding> {
    const wallet = await this.rows.wallet(id);
    if (wallet === undefined) throw new DomainError('WALLET_NOT_FOUND');
    return this.of(wallet);
  }

  async of(wallet: OverseenWallet): Promise<WalletStanding> {
    const now = this.clock.nowSeconds();
    const { set } = await this.sets.current(this.database.client, wallet.id);
    // The month is shown whether or not a policy limits it.
    const history = await this.histories.read(wallet.id, now, { ...windowsOf(set), needsMonthly: true });
    const facts: Facts = {
      ...{ walletId: wallet.id, ownerState: wallet.ownerState, now, history, session: null },
      ...(await this.background.of(history)),
    };
    return { wallet, set, facts, networks: networksOf(wallet.chain, wallet.environment) };
  }
}

/** The same facts for what a session asks. */
export function forSession(facts: Facts, id: string | undefined, constraints: Constraints): Facts {
  return { ...facts, session: { ...(id === undefined ? {} : { id }), constraints } };
}
