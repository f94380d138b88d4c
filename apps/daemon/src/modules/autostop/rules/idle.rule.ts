import { Injectable } from '@nestjs/common';
import { RuntimeSettings } from '../../../config/runtime-settings.js';
import { ActivityRepository } from '../activity.repository.js';
import type { AutoStopRuleJudge, RunningWallet, Verdict } from './rule.port.js';

/** Nobody used the wallet for long, though a session could. Renewing a token is no use of it. */
@Injectable()
export class IdleRule implements AutoStopRuleJudge {
  readonly id = 'idle_timeout';

  constructor(
    private readonly activity: ActivityRepository,
    private readonly settings: RuntimeSettings,
  ) {}

  isEnabled(): boolean {
    return this.settings.get('autostop.idle_timeout_enabled');
  }

  /** Nothing happens to these wallets, so nothing else would bring them up. */
  async candidates(now: number): Promise<readonly RunningWallet[]> {
    return this.isEnabled() ? this.activity.idleCandidates(now - this.#seconds(), now) : [];
  }

  async judge({ id, createdAt, resumedAt }: RunningWallet, now: number): Promise<Verdict | undefined> {
    const lastUse = Math.max(createdAt, resumedAt ?? 0, ...(await this.activity.lastTimes(id, now)));
    if (now - lastUse <= this.#seconds()) return undefined;
    return { count: 1, details: { idleSeconds: now - lastUse } };
  }

  #seconds(): number {
    return this.settings.get('autostop.idle_timeout_seconds');
  }
}
