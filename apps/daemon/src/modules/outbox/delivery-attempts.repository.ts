import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { insertRows } from '../../infra/prisma/insert-rows.js';
import type { DeliveryKind, DeliveryTarget } from './outbox-subscriber.port.js';

export type AttemptStatus = 'success' | 'failed' | 'dead';

export interface DeliveryAttempt extends DeliveryTarget {
  readonly id: string;
  readonly deliveryId: string;
  readonly eventType: string;
  readonly status: AttemptStatus;
  readonly httpStatus: number | null;
  readonly number: number;
  readonly error: string | null;
  readonly durationMs: number;
  readonly createdAt: number;
}

export interface AttemptFilter extends DeliveryTarget {
  readonly status?: AttemptStatus | undefined;
  readonly eventType?: string | undefined;
}

@Injectable()
export class DeliveryAttemptsRepository {
  constructor(private readonly database: Database) {}

  async insert(tx: Tx, attempts: readonly DeliveryAttempt[]): Promise<void> {
    await insertRows(
      tx,
      'delivery_attempts',
      attempts.map((attempt) => ({
        id: attempt.id,
        delivery_id: attempt.deliveryId,
        kind: attempt.kind,
        target: attempt.target,
        event_type: attempt.eventType,
        status: attempt.status,
        http_status: attempt.httpStatus,
        number: attempt.number,
        error: attempt.error,
        duration_ms: attempt.durationMs,
        created_at: BigInt(attempt.createdAt),
      })),
    );
  }

  /** Newest first. */
  async list({ kind, target, status, eventType }: AttemptFilter, limit: number): Promise<readonly DeliveryAttempt[]> {
    const rows = await this.database.client.deliveryAttempt.findMany({
      where: { kind, target, ...(status === undefined ? {} : { status }), ...(eventType === undefined ? {} : { eventType }) },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map((row) => ({
      ...row,
      kind: row.kind as DeliveryKind,
      status: row.status as AttemptStatus,
      createdAt: Number(row.createdAt),
    }));
  }
}
