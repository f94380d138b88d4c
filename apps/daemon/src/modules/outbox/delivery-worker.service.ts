import { Injectable } from '@nestjs/common';
import { Logger } from '../../common/logging/logger.js';
import { Clock } from '../../common/time/clock.js';
import { asStorageError } from '../../infra/prisma/storage-error.js';
import { DeliveriesRepository, type LaneHead } from './deliveries.repository.js';
import { DeliveryBook } from './delivery-book.service.js';
import type { Delivery, DeliveryTarget, Outcome, OutboxSubscriber } from './outbox-subscriber.port.js';
import { Outbox } from './outbox.service.js';
import { MAX_RETRY_AFTER } from './retry-schedule.js';

const LOOKED_AT = 64;
/** After a result that could not be written down: the target was told and would be told again at once. */
const UNWRITTEN_HOLD_SECONDS = 10;

/**
 * Brings due deliveries to their targets, each target on its own: one that hangs keeps nobody else waiting. What is to be done is read
 * from the database each time; a crash after a call and before its record brings the delivery a second time, with the same id.
 */
@Injectable()
export class DeliveryWorker {
  readonly #inFlight = new Set<string>();
  readonly #calls = new Map<string, number>();
  readonly #holds = new Map<string, { readonly from: number; readonly until: number }>();
  readonly #running = new Set<Promise<void>>();
  readonly #abort = new AbortController();
  #seenAt = Number.POSITIVE_INFINITY;
  #onFree: () => void = () => undefined;

  constructor(
    private readonly outbox: Outbox,
    private readonly deliveries: DeliveriesRepository,
    private readonly book: DeliveryBook,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  /** Who is told that there is room for more. */
  onFree(listener: () => void): void {
    this.#onFree = listener;
  }

  /** Starts what is due and has room. Does not wait for it. */
  async start(): Promise<void> {
    const now = this.clock.nowSeconds();
    // At the first look too: the clock may have been set back while nobody ran.
    if (now < this.#seenAt) await this.deliveries.pullFromFuture(now);
    this.#seenAt = now;
    for (const target of await this.deliveries.dueTargets(now)) {
      const subscriber = this.outbox.subscriber(target.kind);
      if (subscriber === undefined || this.#isHeld(keyOf(target), now)) continue;
      try {
        await this.#fill(subscriber, target, now);
      } catch (error) {
        await this.#mend(error, now);
      }
    }
  }

  /** A row that cannot be read would keep all others of its target waiting: it becomes a dead letter. */
  async #mend(error: unknown, now: number): Promise<void> {
    if (asStorageError(error) !== undefined) throw error;
    const count = await this.deliveries.mend(now);
    this.log.error('deliveries that somebody damaged were given up', error, { count });
    if (count > 0) this.#onFree();
  }

  /** Calls off what is under way and waits for it. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await Promise.allSettled(this.#running);
  }

  async #fill(subscriber: OutboxSubscriber, target: DeliveryTarget, now: number): Promise<void> {
    const room = subscriber.concurrency - (this.#calls.get(keyOf(target)) ?? 0);
    if (room <= 0) return;
    const due = await this.deliveries.due(target, now, LOOKED_AT + this.#inFlight.size);
    const ready = await this.#ready(target, due, now);
    for (const group of subscriber.group(ready).slice(0, room)) {
      const run = this.#bring(subscriber, target, group);
      this.#running.add(run);
      void run.finally(() => this.#running.delete(run));
    }
  }

  /** Those nobody brings already and nothing older of their lane stands before. */
  async #ready(target: DeliveryTarget, due: readonly Delivery[], now: number): Promise<readonly Delivery[]> {
    const lanes = [...new Set(due.flatMap(({ lane }) => (lane === null ? [] : [lane])))];
    const heads = await this.deliveries.laneHeads(target, lanes);
    const headOf = ({ lane }: Delivery): LaneHead | undefined => (lane === null ? undefined : heads.get(lane));
    const waits = due.flatMap((delivery) => {
      const head = headOf(delivery);
      return head !== undefined && head.id !== delivery.id && head.dueAt > now ? [{ id: delivery.id, dueAt: head.dueAt }] : [];
    });
    if (waits.length > 0) {
      await this.deliveries.defer(waits);
      this.#onFree();
    }
    return due.filter((delivery) => !this.#inFlight.has(delivery.id) && (headOf(delivery)?.id ?? delivery.id) === delivery.id);
  }

  async #bring(subscriber: OutboxSubscriber, target: DeliveryTarget, group: readonly Delivery[]): Promise<void> {
    const key = keyOf(target);
    for (const { id } of group) this.#inFlight.add(id);
    this.#calls.set(key, (this.#calls.get(key) ?? 0) + 1);
    const startedMs = performance.now();
    try {
      const outcome = await this.#deliver(subscriber, group);
      if (outcome.kind === 'postponed') return this.#hold(key, 1);
      if (outcome.kind === 'failed') this.#hold(key, Math.min(outcome.retryAfterSeconds ?? 0, MAX_RETRY_AFTER));
      const durationMs = Math.round(performance.now() - startedMs);
      await this.book.record(group.map((delivery) => ({ delivery, outcome, durationMs })));
    } catch (error) {
      this.#hold(key, UNWRITTEN_HOLD_SECONDS);
      this.log.error('a delivery could not be written down and will be made again', error, { kind: target.kind });
    } finally {
      for (const { id } of group) this.#inFlight.delete(id);
      this.#calls.set(key, (this.#calls.get(key) ?? 1) - 1);
      this.#onFree();
    }
  }

  /** What cannot even be tried has failed: tried again and again it would keep those behind it waiting. */
  async #deliver(subscriber: OutboxSubscriber, group: readonly Delivery[]): Promise<Outcome> {
    try {
      return await subscriber.deliver(group, this.#abort.signal);
    } catch (error) {
      if (asStorageError(error) !== undefined) throw error;
      this.log.error('a delivery could not be tried', error, { kind: subscriber.kind });
      return { kind: 'failed', error: 'UNDELIVERABLE' };
    }
  }

  #hold(key: string, seconds: number): void {
    const from = this.clock.nowSeconds();
    if (seconds > 0) this.#holds.set(key, { from, until: from + seconds });
  }

  /** A hold from a time that has not come yet holds nobody. */
  #isHeld(key: string, now: number): boolean {
    const hold = this.#holds.get(key);
    return hold !== undefined && hold.from <= now && now < hold.until;
  }
}

function keyOf({ kind, target }: DeliveryTarget): string {
  return `${kind} ${target}`;
}
