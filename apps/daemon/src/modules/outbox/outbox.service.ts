import { Injectable } from '@nestjs/common';
import { Logger } from '../../common/logging/logger.js';
import { Clock } from '../../common/time/clock.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { asStorageError } from '../../infra/prisma/storage-error.js';
import { AuditService, type HashedAuditRow } from '../audit/audit.service.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import type { DeliveryKind, DeliveryTarget, NewDelivery, OutboxSubscriber } from './outbox-subscriber.port.js';
import { OutboxCursorRepository } from './outbox-cursor.repository.js';

const BATCH = 500;
/** Without anybody to tell, the place in the chain is written down only now and then. */
const IDLE_SECONDS = 60;

/**
 * What is to be told to whom. The chain of evidence is the outbox: its rows are written in the transaction of the act, and a stored
 * cursor says how far they were turned into deliveries, so that a crash between any two lines loses nothing.
 */
@Injectable()
export class Outbox {
  readonly #subscribers = new Map<DeliveryKind, OutboxSubscriber>();
  readonly #listeners = new Set<() => void>();
  #movedAt = 0;

  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
    private readonly cursor: OutboxCursorRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  register(subscriber: OutboxSubscriber): void {
    this.#subscribers.set(subscriber.kind, subscriber);
  }

  subscriber(kind: DeliveryKind): OutboxSubscriber | undefined {
    return this.#subscribers.get(kind);
  }

  /** Called after deliveries were written. */
  onFilled(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Turns the next rows of the chain into deliveries. True where there may be more. */
  async read(): Promise<boolean> {
    const from = await this.cursor.read();
    if (from === undefined) return this.#begin();
    if (!(await this.#hasTargets())) {
      if (this.clock.nowSeconds() - this.#movedAt >= IDLE_SECONDS)
        await this.#move(from, (await this.audit.committedHead()).id, []);
      return false;
    }
    const rows = await this.audit.after(from, BATCH);
    const last = rows.at(-1);
    if (last === undefined) return false;
    const made: NewDelivery[] = [];
    for (const subscriber of this.#subscribers.values()) made.push(...(await this.#made(subscriber, rows)));
    await this.#move(from, last.id, made);
    return rows.length === BATCH;
  }

  /** A row that nothing can be made of, whatever damaged it or what it speaks of, costs itself alone. */
  async #made(subscriber: OutboxSubscriber, rows: readonly HashedAuditRow[]): Promise<readonly NewDelivery[]> {
    try {
      return await subscriber.deliveriesFor(rows);
    } catch (error) {
      const [only] = rows;
      if (only === undefined || asStorageError(error) !== undefined) throw error;
      if (rows.length === 1) {
        this.log.error('nobody could be told of a row of the audit chain', error, { kind: subscriber.kind, auditId: only.id });
        return [];
      }
      const made: NewDelivery[] = [];
      for (const row of rows) made.push(...(await this.#made(subscriber, [row])));
      return made;
    }
  }

  /** Adds deliveries that no row of the chain asked for, in the transaction of the act that does. */
  async add(tx: Tx, deliveries: readonly NewDelivery[]): Promise<void> {
    await this.deliveries.insert(tx, deliveries, this.clock.nowSeconds());
    this.database.afterCommit(tx, () => this.#tell());
  }

  /** Gives dead letters another round of attempts; how many. */
  async redeliver(tx: Tx, of: Partial<DeliveryTarget>, ids?: readonly string[]): Promise<number> {
    const count = await this.deliveries.revive(tx, of, ids, this.clock.nowSeconds());
    if (count > 0) this.database.afterCommit(tx, () => this.#tell());
    return count;
  }

  async forget(tx: Tx, target: DeliveryTarget): Promise<void> {
    await this.deliveries.removeOf(tx, target);
  }

  /** Nobody is told of what was there before the outbox. */
  async #begin(): Promise<boolean> {
    await this.#move(undefined, (await this.audit.committedHead()).id, []);
    return true;
  }

  async #move(from: number | undefined, to: number, made: readonly NewDelivery[]): Promise<void> {
    this.#movedAt = this.clock.nowSeconds();
    if (from === to) return;
    await this.database.transaction(async (tx) => {
      if (await this.cursor.move(tx, from, to, this.#movedAt)) await this.add(tx, made);
    });
  }

  async #hasTargets(): Promise<boolean> {
    for (const subscriber of this.#subscribers.values()) if (await subscriber.hasTargets()) return true;
    return false;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
