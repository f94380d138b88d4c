import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Logger } from '../../common/logging/logger.js';
import { RepeatingTask } from '../../common/time/repeating-task.js';
import { AuditService } from '../audit/audit.service.js';
import { DeliveryWorker } from './delivery-worker.service.js';
import { Outbox } from './outbox.service.js';

const TICK_MS = 1000;
/** Rows that follow one another closely are read together. */
const GATHER_MS = 100;

/** Keeps the outbox moving: reads the chain when it grew, and brings what is due. */
@Injectable()
export class OutboxTimer implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #reading: RepeatingTask;
  readonly #bringing: RepeatingTask;
  #gathering: NodeJS.Timeout | undefined;

  constructor(
    outbox: Outbox,
    private readonly worker: DeliveryWorker,
    private readonly audit: AuditService,
    log: Logger,
  ) {
    const report = (sentence: string) => (error: unknown) => log.error(sentence, error);
    this.#reading = new RepeatingTask({
      everyMs: TICK_MS,
      work: async () => {
        while (await outbox.read());
      },
      onError: report('the outbox could not be filled'),
    });
    this.#bringing = new RepeatingTask({
      everyMs: TICK_MS,
      work: () => worker.start(),
      onError: report('due deliveries could not be read'),
    });
    outbox.onFilled(() => this.#bringing.wake());
    worker.onFree(() => this.#bringing.wake());
  }

  onApplicationBootstrap(): void {
    this.audit.onAppended(() => {
      this.#gathering ??= setTimeout(() => {
        this.#gathering = undefined;
        this.#reading.wake();
      }, GATHER_MS).unref();
    });
    for (const task of [this.#reading, this.#bringing]) task.wake();
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.#gathering);
    await Promise.all([this.#reading, this.#bringing].map((task) => task.stop()));
    await this.worker.stop();
  }
}
