import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { IdSource } from '../../common/time/id-source.js';
import type { Tx } from '../../infra/prisma/database.js';
import { DeliveryAttemptsRepository } from './delivery-attempts.repository.js';
import type { DeliveryTarget, Outcome } from './outbox-subscriber.port.js';

export interface TestResult extends DeliveryTarget {
  readonly outcome: Outcome;
  readonly durationMs: number;
}

/** Tests made by hand count as attempts like any other: the last one says whether a target works. */
@Injectable()
export class DeliveryTests {
  constructor(
    private readonly attempts: DeliveryAttemptsRepository,
    private readonly ids: IdSource,
    private readonly clock: Clock,
  ) {}

  async note(tx: Tx, results: readonly TestResult[]): Promise<void> {
    const createdAt = this.clock.nowSeconds();
    await this.attempts.insert(
      tx,
      results.map(({ kind, target, outcome, durationMs }) => ({
        id: this.ids.next(),
        deliveryId: this.ids.next(),
        kind,
        target,
        eventType: 'TEST',
        status: outcome.kind === 'delivered' ? 'success' : 'failed',
        httpStatus: outcome.kind === 'postponed' ? null : (outcome.httpStatus ?? null),
        number: 1,
        error: outcome.kind === 'failed' ? outcome.error : null,
        durationMs,
        createdAt,
      })),
    );
  }
}
