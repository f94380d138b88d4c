import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Logger } from '../../common/logging/logger.js';
import { ExposureTrail } from './exposure-trail.service.js';

const TICK_MS = 5000;

/** Stores the counters every few seconds and at the end: a crash loses the last few of them, which guard nothing. */
@Injectable()
export class ExposureTimer implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(
    private readonly trail: ExposureTrail,
    private readonly log: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.trail.restore();
    this.#schedule();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
    await this.#store();
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      this.#running = this.#store().then(() => {
        if (!this.#isStopped) this.#schedule();
      });
    }, TICK_MS).unref();
  }

  async #store(): Promise<void> {
    try {
      await this.trail.store();
    } catch (error) {
      this.log.error('what was seen of the exposure could not be stored', error);
    }
  }
}
