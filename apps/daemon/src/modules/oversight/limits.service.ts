import { Injectable } from '@nestjs/common';
import type { LimitUsage, LimitsOverviewResponse, SpentUsd, WalletLimitsResponse, WalletSpending } from '@waiaas/api-types';
import { feeBudgetUse, limitsInForce, sessionLimitUse, spentLately, type LimitUse } from '@waiaas/policy';
import { Clock } from '../../common/time/clock.js';
import { FeeLimitsReader } from '../transactions/fee-limits.service.js';
import { OversightRepository } from './oversight.repository.js';
import { sumOfDecimals } from './decimal-sum.js';
import { forSession, WalletStandings, type WalletStanding } from './wallet-standing.service.js';

const MONTH_SECONDS = 2_592_000;
const HOUR_SECONDS = 3600;
const MAX_WALLETS = 200;

/** What is spent against every limit in force, as the verdict on the next request would count it. */
@Injectable()
export class LimitsService {
  constructor(
    private readonly standings: WalletStandings,
    private readonly rows: OversightRepository,
    private readonly fees: FeeLimitsReader,
    private readonly clock: Clock,
  ) {}

  async ofWallet(id: string): Promise<WalletLimitsResponse> {
    const standing = await this.standings.ofId(id);
    return { ...(await this.#spending(standing)), asOf: standing.facts.now };
  }

  /** One wallet after another: a long list must not take the database from those who pay. */
  async overview(): Promise<LimitsOverviewResponse> {
    const now = this.clock.nowSeconds();
    const { wallets, total } = await this.rows.spenders(now - MONTH_SECONDS - HOUR_SECONDS, MAX_WALLETS);
    const data: WalletSpending[] = [];
    for (const wallet of wallets) data.push(await this.#spending(await this.standings.of(wallet)));
    const sum = (window: 'day' | 'month'): SpentUsd => ({
      usd: sumOfDecimals(data.map(({ spent }) => spent[window].usd)),
      hasUnvalued: data.some(({ spent }) => spent[window].hasUnvalued),
    });
    data.sort((one, other) => Number(other.spent.month.usd) - Number(one.spent.month.usd));
    return { asOf: now, total: { day: sum('day'), month: sum('month') }, data, wallets: total };
  }

  async #spending({ wallet, set, facts, networks }: WalletStanding): Promise<WalletSpending> {
    const place = { chain: wallet.chain, networks: networks.map(({ name }) => name) };
    const sessions = await this.rows.sessions(wallet.id, facts.now);
    const own = sessions.flatMap(({ id, constraints }): LimitUsage[] => {
      const use = sessionLimitUse(forSession(facts, id, constraints), place);
      return use === undefined ? [] : [toUsage(use, id)];
    });
    const { day, month } = spentLately(facts, wallet.chain);
    return {
      ...{ walletId: wallet.id, walletName: wallet.name, environment: wallet.environment, status: wallet.status },
      spent: { day: { ...day }, month: { ...month } },
      limits: [
        ...limitsInForce(set, facts, place).map((use) => toUsage(use, null)),
        ...own,
        toUsage(feeBudgetUse(facts, place, this.fees.current()), null),
      ],
    };
  }
}

function toUsage(use: LimitUse, sessionId: string | null): LimitUsage {
  return { ...use, networks: [...use.networks], sessionId };
}
