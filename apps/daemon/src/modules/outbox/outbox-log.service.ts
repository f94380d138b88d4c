import { Injectable } from '@nestjs/common';
import { DeliveriesRepository, type StoredDelivery } from './deliveries.repository.js';
import { type AttemptFilter, type DeliveryAttempt, DeliveryAttemptsRepository } from './delivery-attempts.repository.js';
import type { DeliveryTarget } from './outbox-subscriber.port.js';

export type { AttemptStatus, DeliveryAttempt } from './delivery-attempts.repository.js';
export type { StoredDelivery } from './deliveries.repository.js';

type DeliveryFilter = Parameters<DeliveriesRepository['page']>[0];

export interface TargetCount extends DeliveryTarget {
  readonly count: number;
}

/** What was told, what failed and what waits. Reads only. */
@Injectable()
export class OutboxLog {
  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly attempts: DeliveryAttemptsRepository,
  ) {}

  async attemptsOf(filter: AttemptFilter, limit: number): Promise<readonly DeliveryAttempt[]> {
    return this.attempts.list(filter, limit);
  }

  async page(where: DeliveryFilter, skip: number, take: number): Promise<readonly StoredDelivery[]> {
    return this.deliveries.page(where, skip, take);
  }

  async total(where: DeliveryFilter): Promise<number> {
    return this.deliveries.count(where);
  }

  async counts(status: 'PENDING' | 'DEAD'): Promise<readonly TargetCount[]> {
    return this.deliveries.counts(status);
  }

  async oldestDueAt(now: number): Promise<number | undefined> {
    return this.deliveries.oldestDueAt(now);
  }
}
