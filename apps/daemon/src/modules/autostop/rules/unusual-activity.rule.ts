import { Injectable } from '@nestjs/common';
import { RuntimeSettings } from '../../../config/runtime-settings.js';
import { ActivityRepository } from '../activity.repository.js';
import { recentOf } from './recent.js';
import type { AutoStopRuleJudge, RunningWallet, Verdict } from './rule.port.js';

/** As many requests as the threshold, refused ones among them whether they were stored or not, lie within the window. */
@Injectable()
export class UnusualActivityRule implements AutoStopRuleJudge {
  readonly id = 'unusual_activity';

  constructor(
    private readonly activity: ActivityRepository,
    private readonly settings: RuntimeSettings,
  ) {}

  isEnabled(): boolean {
    return this.settings.get('autostop.unusual_activity_enabled');
  }

  async judge(wallet: RunningWallet, now: number): Promise<Verdict | undefined> {
    const threshold = this.settings.get('autostop.unusual_activity_threshold');
    const windowSeconds = this.settings.get('autostop.unusual_activity_window_seconds');
    const from = now - windowSeconds;
    const stored = recentOf(await this.activity.newestTimes(wallet.id, threshold), wallet, now);
    const refused = await this.activity.refusedSince(wallet, from, now);
    const count = stored.filter(({ createdAt }) => createdAt >= from).length + refused.requests;
    return count < threshold ? undefined : { count, details: { windowSeconds } };
  }
}
