import { Injectable } from '@nestjs/common';
import { RuntimeSettings } from '../../../config/runtime-settings.js';
import { ActivityRepository } from '../activity.repository.js';
import { type AutoStopRuleJudge, isForgiven, type RunningWallet, type Verdict } from './rule.port.js';

/** As many requests as the threshold, refused ones among them, lie within the window. */
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
    const oldest = await this.activity.requestedAt(wallet.id, threshold);
    if (oldest === undefined || isForgiven(wallet, oldest) || oldest < now - windowSeconds) return undefined;
    return { count: threshold, details: { windowSeconds } };
  }
}
