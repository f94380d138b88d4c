import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Logger } from '../../common/logging/logger.js';
import { Clock } from '../../common/time/clock.js';
import { RepeatingTask } from '../../common/time/repeating-task.js';
import { UnstoredRefusalsRepository } from './unstored-refusals.repository.js';

const TICK_MS = 3_600_000;
/** The longest window of a rule. */
const KEPT_SECONDS = 86_400;
const AHEAD_SECONDS = 60;

/** Takes out what no window reaches any more. */
@Injectable()
export class UnstoredRefusalsPruner implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #task: RepeatingTask;

  constructor(steps: UnstoredRefusalsRepository, clock: Clock, log: Logger) {
    this.#task = new RepeatingTask({
      everyMs: TICK_MS,
      work: () => steps.prune(clock.nowSeconds() - KEPT_SECONDS, clock.nowSeconds() + AHEAD_SECONDS),
      onError: (error) => log.error('old counts of refusals could not be removed', error),
    });
  }

  onApplicationBootstrap(): void {
    this.#task.wake();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#task.stop();
  }
}
