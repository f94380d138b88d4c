import { createHash } from 'node:crypto';
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
    return isPossible(password) && this.#successes.has(password, this.clock.nowMs());
  }

  /** Throws `INVALID_MASTER_PASSWORD`, `MASTER_PASSWORD_LOCKED` or `RATE_LIMITED`. */
  async prove(attempt: PasswordAttempt): Promise<void> {
    const { password, slot, clientAddress } = attempt;
    if (this.isKnown(password)) return;
    await this.lockout.admit(slot, clientAddress);
    if (!(await this.#verify(password, slot))) {
      await this.#fail(attempt);
      throw new DomainError('INVALID_MASTER_PASSWORD');
    }
    this.#successes.add(password, this.clock.nowMs());
    await this.lockout.succeeded(slot, clientAddress);
  }

  /** The password changed: everybody proves the new one. */
  forgetSuccesses(): void {
    this.#successes.flush();
  }

  async #verify(password: string, slot: PasswordSlot): Promise<boolean> {
    if (!isPossible(password)) return false;
    const key = createHash('sha256').update(password, 'utf8').digest('hex');
    return this.#queues[slot].run(key, () => this.verifier.verifyPassword(password));
  }

  async #fail({ slot, peerAddress, clientAddress }: PasswordAttempt): Promise<void> {
    this.limits.noteFailedAuth(clientAddress);
    await this.lockout.failed(slot, clientAddress);
    await this.report.note(peerAddress, clientAddress);
  }
}

function isPossible(password: string): boolean {
  const length = Buffer.byteLength(password, 'utf8');
  return length >= 1 && length <= MAX_PASSWORD_BYTES;
}
