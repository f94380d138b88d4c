import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Logger } from '../../common/logging/logger.js';
import { Clock } from '../../common/time/clock.js';
import { RepeatingTask } from '../../common/time/repeating-task.js';
import { Database } from '../../infra/prisma/database.js';
import { DeliveriesRepository } from './deliveries.repository.js';

const TICK_MS = 3_600_000;
const KEPT_SECONDS = 30 * 86_400;

/** Takes out deliveries that were made, or given up, a month ago. */
@Injectable()
export class OutboxPruner implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #task: RepeatingTask;

  constructor(database: Database, deliveries: DeliveriesRepository, clock: Clock, log: Logger) {
    this.#task = new RepeatingTask({
      everyMs: TICK_MS,
      work: () => database.transaction((tx) => deliveries.prune(tx, clock.nowSeconds() - KEPT_SECONDS)),
      onError: (error) => log.error('old deliveries could not be removed', error),
    });
  }

  onApplicationBootstrap(): void {
    this.#task.wake();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#task.stop();
  }
}
