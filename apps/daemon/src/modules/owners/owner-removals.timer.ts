import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Logger } from '../../common/logging/logger.js';
import { Clock } from '../../common/time/clock.js';
import { OwnerRemovalsService } from './owner-removals.service.js';

const TICK_MS = 5000;

/** Looks for removals that are due: the deadline is a stored time, so a restart neither loses nor shortens it. */
@Injectable()
export class OwnerRemovalsTimer implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(
    private readonly removals: OwnerRemovalsService,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #run(): void {
    this.#running = this.#look().then(() => {
      if (!this.#isStopped) this.#timer = setTimeout(() => this.#run(), TICK_MS).unref();
    });
  }

  async #look(): Promise<void> {
    try {
      if (!this.clock.isInDoubt()) await this.removals.applyDue(this.clock.nowSeconds());
    } catch (error) {
      this.log.error('due owner removals could not be applied', error);
    }
  }
}
