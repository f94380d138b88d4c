import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { NetworkName } from '@waiaas/core';
import { Clock } from '../common/time/clock.js';
import { RuntimeSettings } from '../config/runtime-settings.js';
import { SignaturesRepository } from '../modules/transactions/signatures.repository.js';
import { SigningService } from '../modules/transactions/signing.service.js';
import { HandedOutTransactions } from './handed-out-transactions.js';
import { WorkerLog } from './worker-log.js';

/** A request that still runs finishes its own signature. */
const OVERDUE_SECONDS = 60;

/**
 * Looks after signatures that were handed out: makes those that a crash cut off, follows transactions until they landed or cannot any
 * more, takes nonces back that nobody uses, and counts what no chain shows as used at its deadline. Everything it needs is in the database.
 */
@Injectable()
export class SignatureWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isFirst = true;

  constructor(
    private readonly signatures: SignaturesRepository,
    private readonly signing: SigningService,
    private readonly handedOut: HandedOutTransactions,
    private readonly settings: RuntimeSettings,
    private readonly clock: Clock,
    private readonly log: WorkerLog,
  ) {}

  onApplicationBootstrap(): void {
    this.#schedule();
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#running;
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      this.#running = this.#visit().then(() => {
        if (this.#timer !== undefined) this.#schedule();
      });
    }, this.settings.get('chain.poll_ms'));
  }

  async #visit(): Promise<void> {
    await this.#guarded(() => this.#finishCutOff());
    await this.#guarded(() => this.signatures.closeDue(this.clock.nowSeconds()));
    for (const network of await this.#networks()) await this.#guarded(() => this.handedOut.follow(network));
  }

  async #networks(): Promise<readonly NetworkName[]> {
    try {
      return await this.handedOut.networks();
    } catch (error) {
      this.log.failed('signature', error);
      return [];
    }
  }

  /** At the start nothing that was decided before can still be under way, whatever time it has: the clock may have been set back. */
  async #finishCutOff(): Promise<void> {
    const now = this.clock.nowSeconds();
    const rows = await this.signatures.unfinished(this.#isFirst ? Number.MAX_SAFE_INTEGER : now - OVERDUE_SECONDS);
    this.#isFirst = false;
    for (const row of rows) await this.#guarded(() => this.signing.finish(row));
  }

  async #guarded(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.log.failed('signature', error);
    }
  }
}
