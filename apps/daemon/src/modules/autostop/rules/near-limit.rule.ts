import { Injectable } from '@nestjs/common';
import { isNearLimit } from '@waiaas/policy';
import { RuntimeSettings } from '../../../config/runtime-settings.js';
import { PoliciesService } from '../../policies/policies.service.js';
import { ActivityRepository } from '../activity.repository.js';
import { type AutoStopRuleJudge, isForgiven, type RunningWallet, type Verdict } from './rule.port.js';

/** Requests of one window that are looked at. */
const LOOKED_AT = 500;

/** Several requests, refused ones among them, stand just below or just above a limit for one request. */
@Injectable()
export class NearLimitRule implements AutoStopRuleJudge {
  readonly id = 'near_limit';

  constructor(
    private readonly activity: ActivityRepository,
    private readonly policies: PoliciesService,
    private readonly settings: RuntimeSettings,
  ) {}

  isEnabled(): boolean {
    return this.settings.get('autostop.near_limit_enabled');
  }

  async judge(wallet: RunningWallet, now: number): Promise<Verdict | undefined> {
    const windowSeconds = this.settings.get('autostop.near_limit_window_seconds');
    const percent = this.settings.get('autostop.near_limit_percent');
    const inForce = (await this.policies.inForce([wallet.id])).get(wallet.id) ?? [];
    const limits = inForce.filter(({ type }) => type === 'SPENDING_LIMIT');
    if (limits.length === 0) return undefined;
    const requests = await this.activity.newestRequests(wallet.id, LOOKED_AT);
    const near = requests.filter(
      ({ createdAt, network, asked }) =>
        !isForgiven(wallet, createdAt) &&
        createdAt >= now - windowSeconds &&
        limits.some((limit) => (limit.network ?? network) === network && isNearLimit(limit.rules as object, asked, percent)),
    );
    if (near.length < this.settings.get('autostop.near_limit_threshold')) return undefined;
    return { count: near.length, details: { percent, windowSeconds } };
  }
}
