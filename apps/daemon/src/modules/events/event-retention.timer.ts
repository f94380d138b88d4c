import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Logger } from '../../common/logging/logger.js';
import { Clock } from '../../common/time/clock.js';
import { EventFeedRepository } from './event-feed.repository.js';

/** A stream resumes within a day; an hour more, so that the promise holds between two rounds. */
const KEPT_SECONDS = 90_000;
const ROUND_MS = 600_000;

/** Events are news, not evidence: the audit chain keeps what happened, this drops what nobody can ask for any more. */
@Injectable()
export class EventRetentionTimer implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(
    private readonly feed: EventFeedRepository,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#running = this.drop();
    this.#timer = setInterval(() => {
      this.#running = this.drop();
    }, ROUND_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  async drop(): Promise<void> {
    try {
      const before = this.clock.nowSeconds() - KEPT_SECONDS;
      while (!this.#isStopped && (await this.feed.dropSomeBefore(before)));
      await this.feed.dropLostPlaces();
    } catch (error) {
      this.log.error('old events could not be dropped', error);
    }
  }
}
