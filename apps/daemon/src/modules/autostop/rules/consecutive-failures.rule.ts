import { Injectable } from '@nestjs/common';
import { RuntimeSettings } from '../../../config/runtime-settings.js';
import { ActivityRepository } from '../activity.repository.js';
import { type AutoStopRuleJudge, isForgiven, type RunningWallet, type Verdict } from './rule.port.js';

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

  async judge(wallet: RunningWallet): Promise<Verdict | undefined> {
    const threshold = this.settings.get('autostop.consecutive_failures_threshold');
    const ended = await this.activity.newestEnded(wallet.id, threshold);
    const failed = ended.filter(({ status, createdAt }) => status === 'FAILED' && !isForgiven(wallet, createdAt));
    return failed.length >= threshold ? { count: failed.length } : undefined;
  }
}
