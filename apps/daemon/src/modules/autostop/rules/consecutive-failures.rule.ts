import { Injectable } from '@nestjs/common';
import { RuntimeSettings } from '../../../config/runtime-settings.js';
import { ActivityRepository } from '../activity.repository.js';
import { recentOf } from './recent.js';
import type { AutoStopRuleJudge, RunningWallet, Verdict } from './rule.port.js';

/** The newest payments that came to an end all failed. What still runs is passed over. */
@Injectable()
export class ConsecutiveFailuresRule implements AutoStopRuleJudge {
  readonly id = 'consecutive_failures';

  constructor(
    private readonly activity: ActivityRepository,
    private readonly settings: RuntimeSettings,
  ) {}

  isEnabled(): boolean {
    return this.settings.get('autostop.consecutive_failures_enabled');
  }

  async judge(wallet: RunningWallet, now: number): Promise<Verdict | undefined> {
    const threshold = this.settings.get('autostop.consecutive_failures_threshold');
    const ended = await this.activity.newestEnded(wallet.id, threshold);
    const failed = recentOf(ended, wallet, now).filter(({ status }) => status === 'FAILED');
    return failed.length >= threshold ? { count: failed.length } : undefined;
  }
}
