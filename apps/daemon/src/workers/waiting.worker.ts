import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { IdempotencyRepository } from '../modules/transactions/idempotency.repository.js';
import { WaitingService } from '../modules/transactions/waiting.service.js';
import { WorkerLog } from './worker-log.js';

const TICK_MS = 500;
const PRUNE_MS = 3_600_000;

/** Looks at what waits: delays that are over, approvals that expired, gas prices that came down. */
@Injectable()
export class WaitingWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #pruner: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly waiting: WaitingService,
    private readonly idempotency: IdempotencyRepository,
    private readonly log: WorkerLog,
  ) {}

  onApplicationBootstrap(): void {
    this.#pruner = setInterval(() => void this.#guarded('prune', () => this.idempotency.prune()), PRUNE_MS);
    this.#pruner.unref();
    this.#schedule();
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.#timer);
    clearInterval(this.#pruner);
    this.#timer = undefined;
    await this.#running;
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      this.#running = this.#guarded('waiting', () => this.waiting.processDue()).then(() => {
        if (this.#timer !== undefined) this.#schedule();
      });
    }, TICK_MS);
  }

  async #guarded(worker: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.log.failed(worker, error);
    }
  }
}
