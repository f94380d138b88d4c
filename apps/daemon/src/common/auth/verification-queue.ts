import { DomainError } from '@waiaas/core';

const RUNNING = 2;
const WAITING = 8;

/**
 * Runs dear verifications: two at once, eight waiting, the next is told to come back. The same password asked for twice at the
 * same time is verified once.
 */
export class VerificationQueue {
  readonly #shared = new Map<string, Promise<boolean>>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  async run(key: string, verify: () => Promise<boolean>): Promise<boolean> {
    const shared = this.#shared.get(key);
    if (shared !== undefined) return shared;
    const own = this.#runInTurn(verify).finally(() => this.#shared.delete(key));
    this.#shared.set(key, own);
    return own;
  }

  async #runInTurn(verify: () => Promise<boolean>): Promise<boolean> {
    if (this.#running >= RUNNING) {
      if (this.#waiting.length >= WAITING) throw new DomainError('RATE_LIMITED', { retryAfterSeconds: 1 });
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      return await verify();
    } finally {
      // A waiting one inherits the place; only without one does the place become free.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
