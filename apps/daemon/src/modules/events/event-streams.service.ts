import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import { Logger } from '../../common/logging/logger.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { EventNumbers } from './event-numbers.service.js';
import { EventStream, type StreamParts } from './event-stream.js';

const TICK_MS = 250;
const BATCH = 200;

export interface StreamRequest extends Pick<StreamParts, 'response' | 'scope'> {
  readonly lastEventId: string | undefined;
  /** The daemon is about to stop: streams end then, since nothing else ends them. */
  readonly draining: AbortSignal;
}

/**
 * All open streams. Several times a second each is asked whether its credential would still be let in, and is then given what was
 * committed meanwhile: the rows are the source, so a restart, another process or a lost wake-up changes nothing.
 */
@Injectable()
export class EventStreams implements OnModuleDestroy {
  readonly #streams = new Set<EventStream>();
  #draining: AbortSignal | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly numbers: EventNumbers,
    private readonly settings: RuntimeSettings,
    private readonly log: Logger,
  ) {}

  async open({ response, scope, lastEventId, draining }: StreamRequest): Promise<void> {
    const seen = await scope();
    if (seen === undefined) throw new DomainError('LOGIN_EXPIRED');
    const { principal } = seen;
    this.#refuseTooMany(principal);
    const start = await this.numbers.startFor(seen, lastEventId);
    this.#refuseTooMany(principal);
    const stream = new EventStream({ response, scope, principal, position: start.position });
    this.#streams.add(stream);
    response.once('close', () => this.#remove(stream));
    this.#endWith(draining);
    stream.begin(start.isReset);
    this.#schedule();
  }

  async onModuleDestroy(): Promise<void> {
    this.#endAll();
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** One signal for all requests, so it is listened to once. */
  #endWith(draining: AbortSignal): void {
    if (this.#draining === draining) return;
    this.#draining = draining;
    draining.addEventListener('abort', () => this.#endAll(), { once: true });
  }

  #endAll(): void {
    for (const stream of this.#streams) stream.end();
  }

  #refuseTooMany(principal: string): void {
    const open = [...this.#streams].filter((stream) => stream.principal === principal).length;
    if (open < this.settings.get('security.max_event_streams')) return;
    throw new DomainError('RATE_LIMITED', { retryAfterSeconds: 1, hint: 'Close one of the open event streams first.' });
  }

  #remove(stream: EventStream): void {
    this.#streams.delete(stream);
    if (![...this.#streams].some(({ principal }) => principal === stream.principal)) this.numbers.forget(stream.principal);
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#streams.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#round().finally(() => {
        this.#timer = undefined;
        this.#schedule();
      });
    }, TICK_MS).unref();
  }

  async #round(): Promise<void> {
    for (const stream of [...this.#streams]) {
      try {
        await this.#serve(stream);
      } catch (error) {
        // Fails closed: what cannot be checked is not shown. The client comes back with its last number.
        this.log.error('an event stream was ended', error);
        stream.end();
      }
    }
  }

  async #serve(stream: EventStream): Promise<void> {
    const scope = await stream.scope();
    if (scope === undefined) {
      stream.end();
      return;
    }
    if (!stream.isReadable()) return;
    await this.numbers.numberUpTo(scope, await this.numbers.head());
    for (const event of await this.numbers.after(stream.principal, stream.position, BATCH)) stream.send(event);
  }
}
