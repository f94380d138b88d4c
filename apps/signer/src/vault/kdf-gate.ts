import { DomainError } from '@waiaas/core';

const MAX_RUNNING = 2;
const MAX_WAITING = 8;

/**
 * Lets at most two password derivations run at once and eight wait; the next is refused `RATE_LIMITED`.
 *
 * Each takes 64 MiB and several threads: without a bound, guesses at the password would stop the signing.
 */
export class KdfGate {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.#enter();
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    if (this.#running < MAX_RUNNING) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= MAX_WAITING) throw new DomainError('RATE_LIMITED', { retryAfterSeconds: 1 });
    // The slot of the one that leaves passes on as it is, so nobody can slip in between.
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running -= 1;
    else next();
  }
}
