import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import { Clock } from '../../../common/time/clock.js';

const WINDOW_MS = 60_000;
const MAX_FAILURES = 10;
/** Beyond this many addresses the oldest are forgotten: memory is not for strangers to fill. */
const MAX_TRACKED = 10_000;

/**
 * Failed owner proofs per client address and minute. Protective acts are counted apart, so that nobody at the same address can
 * use up the tries an owner needs to freeze.
 */
@Injectable()
export class FailedProofs {
  readonly #failures = new Map<string, readonly number[]>();

  constructor(private readonly clock: Clock) {}

  assertAllowed(key: string): void {
    const recent = this.#recent(key);
    const [oldest] = recent;
    if (oldest === undefined || recent.length < MAX_FAILURES) return;
    throw new DomainError('RATE_LIMITED', { retryAfterSeconds: Math.ceil((oldest + WINDOW_MS - this.clock.nowMs()) / 1000) });
  }

  /** How many there are now, this one included. */
  record(key: string): number {
    const failures = [...this.#recent(key), this.clock.nowMs()];
    this.#failures.delete(key);
    this.#failures.set(key, failures);
    const [oldestKey] = this.#failures.keys();
    if (this.#failures.size > MAX_TRACKED && oldestKey !== undefined) this.#failures.delete(oldestKey);
    return failures.length;
  }

  #recent(key: string): readonly number[] {
    const since = this.clock.nowMs() - WINDOW_MS;
    return (this.#failures.get(key) ?? []).filter((at) => at > since);
  }
}
