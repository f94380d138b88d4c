import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import type { AuthPolicy } from '../auth/auth.decorator.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import type { SettingKey } from '../../config/settings-registry.js';
import { Clock } from '../time/clock.js';
import { addressKey } from './address-key.js';
import { SlidingWindows } from './sliding-window.js';

type RateSetting = Extract<SettingKey, `security.rate_limit_${string}`>;
type Bucket = NonNullable<AuthPolicy['bucket']>;

const REPLAYS_PER_MINUTE = 6;
const FAILED_SHARE = 10;

/**
 * The request budgets. Addresses pay for what no cheap credential answers for; principals pay for the rest. A refusal is not
 * charged, so waiting as told is always enough.
 */
@Injectable()
export class RateLimits {
  readonly #windows = new SlidingWindows();

  constructor(
    private readonly settings: RuntimeSettings,
    private readonly clock: Clock,
  ) {}

  /** One request without a valid cheap credential. Asked before anything dear is computed. */
  chargeAddress(address: string, options: { readonly presentsCredential: boolean }): void {
    const key = addressKey(address);
    if (options.presentsCredential) this.#refuse(this.#wait(`failed:${key}`, this.#failedLimit()));
    this.#take(`address:${key}`, this.#limit('security.rate_limit_global_ip_rpm'));
  }

  /** A credential turned out wrong: it counts in the smaller share that failed ones have. */
  noteFailedAuth(address: string): void {
    this.#windows.charge(`failed:${addressKey(address)}`, this.#second());
  }

  chargeLogin(address: string): void {
    this.#take(`login:${addressKey(address)}`, this.#limit('security.rate_limit_login_rpm'));
  }

  chargeSession(sessionId: string): void {
    this.#take(`session:${sessionId}`, this.#limit('security.rate_limit_session_rpm'));
  }

  chargeTransaction(sessionId: string): void {
    this.#take(`transaction:${sessionId}`, this.#limit('security.rate_limit_tx_rpm'));
  }

  chargeMaster(): void {
    this.#take('master', this.#limit('security.rate_limit_master_rpm'));
  }

  chargeOwner(address: string): void {
    this.#take(`owner:${address}`, this.#limit('security.rate_limit_owner_rpm'));
  }

  /** The further bucket a route names, charged to whoever proved to be asking. */
  chargeBucket(bucket: Bucket, principal: string): void {
    switch (bucket) {
      case 'transaction': {
        this.chargeTransaction(principal);
        return;
      }
      case 'analysis': {
        this.#take(`analysis:${principal}`, this.#limit('security.rate_limit_analysis_rpm'));
        return;
      }
      case 'replay': {
        this.#take(`replay:${principal}`, REPLAYS_PER_MINUTE);
        return;
      }
      case 'login':
        return;
    }
  }

  #failedLimit(): number {
    return Math.max(1, Math.ceil(this.#limit('security.rate_limit_global_ip_rpm') / FAILED_SHARE));
  }

  #take(key: string, limit: number): void {
    this.#refuse(this.#wait(key, limit));
    this.#windows.charge(key, this.#second());
  }

  #refuse(waitSeconds: number): void {
    if (waitSeconds > 0) throw new DomainError('RATE_LIMITED', { retryAfterSeconds: waitSeconds });
  }

  #wait(key: string, limit: number): number {
    return this.#windows.waitSeconds(key, limit, this.#second());
  }

  #limit(key: RateSetting): number {
    return this.settings.get(key);
  }

  #second(): number {
    return this.clock.nowSeconds();
  }
}
