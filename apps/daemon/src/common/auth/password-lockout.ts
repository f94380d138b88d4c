import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import { addressKey } from '../rate-limit/address-key.js';
import { Clock } from '../time/clock.js';
import { AuthCountersRepository } from './auth-counters.repository.js';
import { backoffWait, failedForAddress, failedOnListener, lockoutWait } from './password-attempts.js';

/** Whose failures count together. The kill switch has counters of its own, so that nobody can close it by guessing elsewhere. */
export type PasswordSlot = 'api' | 'kill-switch';

const FORGET_AFTER_SECONDS = 86_400;
const KILL_SWITCH_PROBE_SECONDS = 1;

/**
 * Slows guessing down. `admit` comes before every real verification and counts it as the one probe a lockout allows; the outcome
 * must be reported. The caller keeps one address to one attempt at a time.
 */
@Injectable()
export class PasswordLockout {
  readonly #lastProbe = new Map<PasswordSlot, number>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly counters: AuthCountersRepository,
    private readonly clock: Clock,
  ) {}

  async admit(slot: PasswordSlot, clientAddress: string): Promise<void> {
    await this.#inTurn(async () => {
      const wait = slot === 'kill-switch' ? this.#probeWait() : await this.#wait(clientAddress);
      if (wait > 0) throw new DomainError('MASTER_PASSWORD_LOCKED', { retryAfterSeconds: wait });
      this.#lastProbe.set(slot, this.clock.nowSeconds());
    });
  }

  async failed(slot: PasswordSlot, clientAddress: string): Promise<void> {
    if (slot === 'kill-switch') return;
    await this.#inTurn(async () => {
      const now = this.clock.nowSeconds();
      const address = failedForAddress(await this.counters.find(backoffId(clientAddress)), now);
      const listener = failedOnListener(await this.counters.find(LISTENER), now);
      await this.counters.save([address, listener], now - FORGET_AFTER_SECONDS);
    });
  }

  async succeeded(slot: PasswordSlot, clientAddress: string): Promise<void> {
    if (slot === 'kill-switch') return;
    await this.#inTurn(async () => {
      const id = backoffId(clientAddress);
      if ((await this.counters.find(id)).failures > 0) await this.counters.clear(id);
    });
  }

  async #wait(clientAddress: string): Promise<number> {
    const now = this.clock.nowSeconds();
    const backoff = backoffWait(await this.counters.find(backoffId(clientAddress)), now);
    const lockout = lockoutWait(await this.counters.find(LISTENER), this.#lastProbe.get('api') ?? 0, now);
    return Math.max(backoff, lockout);
  }

  /** The slot of the kill switch never locks; it only verifies no more than one password a second. */
  #probeWait(): number {
    return Math.max(0, (this.#lastProbe.get('kill-switch') ?? 0) + KILL_SWITCH_PROBE_SECONDS - this.clock.nowSeconds());
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

const LISTENER = 'lockout:api';

function backoffId(clientAddress: string): string {
  return `backoff:${addressKey(clientAddress)}`;
}
