import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import { Logger } from '../../common/logging/logger.js';
import { RepeatingTask } from '../../common/time/repeating-task.js';
import { DataKeyRenewal } from './data-key-renewal.service.js';

const TICK_MS = 10_000;

/** Carries a renewal of the data key on, also one that a crash interrupted. Costs nothing while there is none. */
@Injectable()
export class DataKeyTimer implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #task: RepeatingTask;

  constructor(renewal: DataKeyRenewal, log: Logger) {
    this.#task = new RepeatingTask({
      everyMs: TICK_MS,
      work: () => renewal.proceed(),
      onError: (error) => {
        if (error instanceof DomainError && error.code === 'KEYSTORE_LOCKED') return;
        log.error('what the earlier data key sealed could not be sealed anew; trying again', error);
      },
    });
    renewal.whenFollowed(() => this.#task.wake());
  }

  onApplicationBootstrap(): void {
    this.#task.wake();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#task.stop();
  }
}
