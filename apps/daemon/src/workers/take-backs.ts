import { Injectable } from '@nestjs/common';
import { DomainError, type NetworkName } from '@waiaas/core';
import { makeTakeBack, sendStored, type AttemptRow, type HandedOut } from '@waiaas/pipeline';
import { TakeBacksRepository } from '../modules/transactions/take-backs.repository.js';
import { ExecuteContexts } from './execute-contexts.js';
import { WorkerLog } from './worker-log.js';

const PAUSE_SECONDS = 60;

/** Frees nonces of signatures that nobody sends. What is under way is in the database; a start goes on from there. */
@Injectable()
export class TakeBacks {
  readonly #triedAt = new Map<string, number>();

  constructor(
    private readonly contexts: ExecuteContexts,
    private readonly store: TakeBacksRepository,
    private readonly log: WorkerLog,
  ) {}

  /** Sends what is stored again, and makes what is missing. One that cannot be made now is tried again after a pause. */
  async go(network: NetworkName, resend: readonly AttemptRow[], unseen: readonly HandedOut[]): Promise<void> {
    const context = this.contexts.of(network);
    const now = (): number => context.clock.nowSeconds();
    const made: AttemptRow[] = [];
    for (const handed of this.#due(unseen, now())) {
      const attempt = await this.#made(network, handed);
      if (attempt !== undefined) made.push(attempt);
    }
    const attempts = [...resend, ...made];
    if (attempts.length > 0) await sendStored(context.store, context.chain, attempts, now);
  }

  #due(unseen: readonly HandedOut[], now: number): readonly HandedOut[] {
    for (const [id, at] of this.#triedAt) if (now - at >= PAUSE_SECONDS) this.#triedAt.delete(id);
    const due = unseen.filter(({ row }) => !this.#triedAt.has(row.id));
    for (const { row } of due) this.#triedAt.set(row.id, now);
    return due;
  }

  async #made(network: NetworkName, handed: HandedOut): Promise<AttemptRow | undefined> {
    try {
      return await makeTakeBack({ ...this.contexts.of(network), takeBacks: this.store }, handed);
    } catch (error) {
      // No node, no signer, a simulation that fails for want of coins: all of it passes, or is the wallet's own affair.
      if (!(error instanceof DomainError)) this.log.failed('signature', error);
      return undefined;
    }
  }
}
