import { Injectable } from '@nestjs/common';
import { isNearOneOf, type LimitInForce } from '@waiaas/policy';
import { RuntimeSettings } from '../../../config/runtime-settings.js';
import { PoliciesService } from '../../policies/policies.service.js';
import { ActivityRepository, type Request } from '../activity.repository.js';
import { recentOf } from './recent.js';
import type { AutoStopRuleJudge, RunningWallet, Verdict } from './rule.port.js';

/** Stored requests of one window that are looked at. */
const LOOKED_AT = 500;

/** Several requests, refused ones among them whether they were stored or not, stand just below or just above a limit for one request. */
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
    const from = now - windowSeconds;
    const limits = await this.#limits(wallet);
    if (limits.length === 0) return undefined;
    const [stored, refused] = [await this.#stored(wallet, now), await this.activity.refusedSince(wallet, from, now)];
    const near = stored.filter((request) => request.createdAt >= from && isNearOneOf(limits, request, percent));
    const count = near.length + refused.nearLimit;
    return count < this.settings.get('autostop.near_limit_threshold')
      ? undefined
      : { count, details: { percent, windowSeconds } };
  }

  async #stored(wallet: RunningWallet, now: number): Promise<readonly Request[]> {
    return recentOf(await this.activity.newestRequests(wallet.id, LOOKED_AT), wallet, now);
  }

  async #limits({ id }: RunningWallet): Promise<readonly LimitInForce[]> {
    const inForce = (await this.policies.inForce([id])).get(id) ?? [];
    return inForce
      .filter(({ type }) => type === 'SPENDING_LIMIT')
      .map(({ network, rules }) => ({ network, rules: rules as object }));
  }
}
