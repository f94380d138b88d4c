import { Injectable } from '@nestjs/common';

/**
 * Wakes whoever waits for a row to move, after the commit that moved it. A bell, not a source of truth: a missed ring costs
 * the waiter its patience and nothing else, since every waiter reads the row itself.
 */
@Injectable()
export class ChangeBell {
  readonly #waiting = new Map<string, Set<() => void>>();

  ring(transactionIds: Iterable<string>): void {
    for (const id of transactionIds) for (const wake of this.#waiting.get(id) ?? []) wake();
  }

  /** Resolves when the row is rung for, or after `timeoutMs`. */
  async wait(transactionId: string, timeoutMs: number): Promise<void> {
    const waiting = this.#waiting.get(transactionId) ?? new Set();
    this.#waiting.set(transactionId, waiting);
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        waiting.delete(done);
        if (waiting.size === 0) this.#waiting.delete(transactionId);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      waiting.add(done);
    });
  }
}
