import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { WalletStatusService } from '../wallets/wallet-status.service.js';
import { ActivityRepository } from './activity.repository.js';
import { ActivityRules } from './activity-rules.service.js';
import { IdleRule } from './rules/idle.rule.js';
import type { AutoStopRuleJudge, RunningWallet } from './rules/rule.port.js';

/** Stops wallets that a rule finds. One finding is enough; whoever resumes the wallet starts it with a clean sheet. */
@Injectable()
export class AutoStop {
  constructor(
    private readonly activity: ActivityRepository,
    private readonly rules: ActivityRules,
    private readonly idle: IdleRule,
    private readonly wallets: WalletStatusService,
    private readonly clock: Clock,
  ) {}

  /** Judges wallets of which something was asked, or to which something happened. */
  async look(walletIds: readonly string[]): Promise<void> {
    const rules = this.rules.all.filter((rule) => rule.isEnabled());
    if (rules.length === 0 || walletIds.length === 0) return;
    for (const wallet of await this.activity.running(walletIds)) await this.#judge(wallet, rules);
  }

  /** Wallets to which something happened within these seconds: before the start, perhaps, and nobody looked. */
  async lookAtLast(seconds: number): Promise<void> {
    await this.look(await this.activity.walletsChangedSince(this.clock.nowSeconds() - seconds));
  }

  async lookForIdle(): Promise<void> {
    for (const wallet of await this.idle.candidates(this.clock.nowSeconds())) await this.#judge(wallet, [this.idle]);
  }

  async #judge(wallet: RunningWallet, rules: readonly AutoStopRuleJudge[]): Promise<void> {
    for (const rule of rules) {
      const verdict = await rule.judge(wallet, this.clock.nowSeconds());
      if (verdict === undefined) continue;
      const { count, details = {} } = verdict;
      await this.wallets.stopByRule(wallet, { rule: rule.id, count, ...details });
      return;
    }
  }
}
