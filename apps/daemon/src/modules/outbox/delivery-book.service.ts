import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { IdSource } from '../../common/time/id-source.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import { DeliveriesRepository, type DeliveryChange } from './deliveries.repository.js';
import { type DeliveryAttempt, DeliveryAttemptsRepository } from './delivery-attempts.repository.js';
import type { Delivery, Outcome } from './outbox-subscriber.port.js';
import { pauseAfter } from './retry-schedule.js';

export interface AttemptResult {
  readonly delivery: Delivery;
  readonly outcome: Exclude<Outcome, { readonly kind: 'postponed' }>;
  readonly durationMs: number;
}

interface Entry {
  readonly results: readonly AttemptResult[];
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** Writes down how attempts ended. Whoever comes while a transaction runs shares the next one. */
@Injectable()
export class DeliveryBook {
  #waiting: Entry[] = [];
  #isWriting = false;

  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveriesRepository,
    private readonly attempts: DeliveryAttemptsRepository,
    private readonly audit: AuditService,
    private readonly ids: IdSource,
    private readonly clock: Clock,
  ) {}

  record(results: readonly AttemptResult[]): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ results, done, failed });
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const entries = this.#waiting;
      this.#waiting = [];
      await this.#writeTogether(entries);
    }
    this.#isWriting = false;
  }

  /** One that cannot be written must not keep the others from it. */
  async #writeTogether(entries: readonly Entry[]): Promise<void> {
    try {
      await this.database.transaction((tx) =>
        this.#write(
          tx,
          entries.flatMap(({ results }) => results),
        ),
      );
      for (const { done } of entries) done();
    } catch (error) {
      if (entries.length > 1) for (const entry of entries) await this.#writeTogether([entry]);
      else entries.forEach(({ failed }) => failed(error));
    }
  }

  async #write(tx: Tx, results: readonly AttemptResult[]): Promise<void> {
    const now = this.clock.nowSeconds();
    await this.attempts.insert(
      tx,
      results.map((result) => this.#attemptOf(result, now)),
    );
    for (const result of results) {
      const change = changeOf(result, now);
      const isMine = await this.deliveries.change(tx, change, now);
      if (isMine && change.status === 'DEAD') await this.#mourn(tx, result);
    }
  }

  /** A critical notice that no channel could bring is itself an event: webhooks may still tell somebody, and the status says so. */
  async #mourn(tx: Tx, { delivery, outcome }: AttemptResult): Promise<void> {
    if (delivery.kind !== 'channel' || !delivery.isUrgent || delivery.auditId === 0) return;
    if (await this.deliveries.hasLivingChannel(tx, delivery.auditId)) return;
    await this.audit.append(tx, {
      eventType: 'NOTIFICATION_TOTAL_FAILURE',
      actor: 'system',
      ...(delivery.walletId === null ? {} : { walletId: delivery.walletId }),
      details: {
        auditId: delivery.auditId,
        eventType: delivery.eventType,
        channel: delivery.target,
        error: outcome.kind === 'failed' ? outcome.error : null,
      },
      severity: 'critical',
    });
  }

  #attemptOf({ delivery, outcome, durationMs }: AttemptResult, now: number): DeliveryAttempt {
    const number = delivery.attempts + 1;
    const failed = outcome.kind === 'failed' ? outcome : undefined;
    return {
      id: this.ids.next(),
      deliveryId: delivery.id,
      kind: delivery.kind,
      target: delivery.target,
      eventType: delivery.eventType,
      status: failed === undefined ? 'success' : pauseAfter(number) === undefined ? 'dead' : 'failed',
      httpStatus: outcome.httpStatus ?? null,
      number,
      error: failed?.error ?? null,
      durationMs,
      createdAt: now,
    };
  }
}

function changeOf({ delivery, outcome }: AttemptResult, now: number): DeliveryChange {
  const { id } = delivery;
  const attempts = delivery.attempts + 1;
  if (outcome.kind === 'delivered') return { id, status: 'DELIVERED', attempts, dueAt: delivery.dueAt, error: null };
  const pause = pauseAfter(attempts, outcome.retryAfterSeconds);
  return { id, status: pause === undefined ? 'DEAD' : 'PENDING', attempts, dueAt: now + (pause ?? 0), error: outcome.error };
}
