import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import { RateLimits } from '../rate-limit/rate-limits.js';
import { Clock } from '../time/clock.js';
import { FailureReport } from './failure-report.js';
import { PasswordLockout, type PasswordSlot } from './password-lockout.js';
import { PasswordVerifier } from './password-verifier.js';
import { SuccessCache } from './success-cache.js';
import { VerificationQueue } from './verification-queue.js';

const MAX_PASSWORD_BYTES = 1024;

export interface PasswordAttempt {
  readonly password: string;
  readonly slot: PasswordSlot;
  readonly peerAddress: string;
  readonly clientAddress: string;
}

/**
 * Whether somebody knows the master password. A recent success is recognised without any work; everything else stands behind
 * backoff and lockout, because one verification costs 64 MiB and a tenth of a second.
 */
@Injectable()
export class MasterAuth {
  readonly #successes = new SuccessCache();
  /** Grows with every change of the password: what was verified against the old one proves nothing any more. */
  #generation = 0;
  /** At most one attempt of an address at a time, so that parallel guesses cannot pass one count together. Equal ones share it. */
  readonly #running = new Map<string, { readonly digest: string; readonly outcome: Promise<void> }>();
  readonly #queues: Record<PasswordSlot, VerificationQueue> = {
    api: new VerificationQueue(),
    'kill-switch': new VerificationQueue(),
  };

  constructor(
    private readonly verifier: PasswordVerifier,
    private readonly lockout: PasswordLockout,
    private readonly report: FailureReport,
    private readonly limits: RateLimits,
    private readonly clock: Clock,
  ) {}

  /** Known right within the last five minutes. Costs one HMAC. */
  isKnown(password: string): boolean {
    return isPossible(password) && !this.verifier.isWaitingForPassword() && this.#successes.has(password, this.clock.nowMs());
  }

  /** Throws `INVALID_MASTER_PASSWORD`, `MASTER_PASSWORD_LOCKED` or `RATE_LIMITED`. */
  async prove(attempt: PasswordAttempt): Promise<void> {
    const caller = `${attempt.slot} ${attempt.clientAddress}`;
    const digest = digestOf(attempt.password);
    while (!this.isKnown(attempt.password)) {
      const running = this.#running.get(caller);
      if (running === undefined) return this.#start(attempt, caller, digest);
      if (running.digest === digest) return running.outcome;
      await running.outcome.catch(() => undefined);
    }
  }

  /** The password changed: everybody proves the new one. */
  forgetSuccesses(): void {
    this.#generation += 1;
    this.#successes.flush();
  }

  /** Another number than before: the password was changed in between. */
  generation(): number {
    return this.#generation;
  }

  #start(attempt: PasswordAttempt, caller: string, digest: string): Promise<void> {
    const outcome = this.#judge(attempt, digest).finally(() => this.#running.delete(caller));
    this.#running.set(caller, { digest, outcome });
    return outcome;
  }

  async #judge(attempt: PasswordAttempt, digest: string): Promise<void> {
    const { password, slot, clientAddress } = attempt;
    await this.lockout.admit(slot, clientAddress);
    const generation = this.#generation;
    const isRight = isPossible(password) && (await this.#queues[slot].run(digest, () => this.verifier.verifyPassword(password)));
    if (!isRight) {
      await this.#fail(attempt);
      throw new DomainError('INVALID_MASTER_PASSWORD');
    }
    if (generation !== this.#generation) throw new DomainError('INVALID_MASTER_PASSWORD');
    this.#successes.add(password, this.clock.nowMs());
    await this.lockout.succeeded(slot, clientAddress);
  }

  async #fail({ slot, peerAddress, clientAddress }: PasswordAttempt): Promise<void> {
    this.limits.noteFailedAuth(clientAddress);
    await this.lockout.failed(slot, clientAddress);
    await this.report.note(peerAddress, clientAddress);
  }
}

// Tells equal passwords apart from others while they are being verified; worth nothing outside this process.
const DIGEST_KEY = randomBytes(32);

function digestOf(password: string): string {
  return createHmac('sha256', DIGEST_KEY).update(password, 'utf8').digest('hex');
}

function isPossible(password: string): boolean {
  const length = Buffer.byteLength(password, 'utf8');
  return length >= 1 && length <= MAX_PASSWORD_BYTES;
}
