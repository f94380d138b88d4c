import { Injectable } from '@nestjs/common';
import { RuntimeSettings } from '../../../config/runtime-settings.js';
import { ActivityRepository } from '../activity.repository.js';
import { isForgiven, newestMoment } from './recent.js';
import type { AutoStopRuleJudge, RunningWallet, Verdict } from './rule.port.js';

/** Older requests were made when the rule was off, or were looked at when they came. */
const LOOK_BACK_SECONDS = 3600;

/** The newest request was made at an unusual hour, refused or not: somebody is there who should not be. */
@Injectable()
export class UnusualHoursRule implements AutoStopRuleJudge {
  readonly id = 'unusual_hours';

  constructor(
    private readonly activity: ActivityRepository,
    private readonly settings: RuntimeSettings,
  ) {}

  isEnabled(): boolean {
    return this.settings.get('autostop.unusual_hours_enabled');
  }

  async judge(wallet: RunningWallet, now: number): Promise<Verdict | undefined> {
    const times = await this.activity.lastTimes(wallet.id, now);
    const at = Math.max(0, ...times.filter((each) => each <= newestMoment(now)));
    if (isForgiven(wallet, at, now) || at < now - LOOK_BACK_SECONDS) return undefined;
    const hour = hourIn(this.settings.get('autostop.unusual_hours_time_zone') ?? 'UTC', at);
    return this.#isUnusual(hour) ? { count: 1, details: { hour } } : undefined;
  }

  /** The span may go over midnight. */
  #isUnusual(hour: number): boolean {
    const from = this.settings.get('autostop.unusual_hours_from');
    const to = this.settings.get('autostop.unusual_hours_to');
    return from <= to ? hour >= from && hour < to : hour >= from || hour < to;
  }
}

function hourIn(timeZone: string, unixSeconds: number): number {
  const format = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone });
  return Number(format.format(unixSeconds * 1000));
}
