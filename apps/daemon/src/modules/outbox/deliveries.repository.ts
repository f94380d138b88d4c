import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/prisma/database.js';
import type { Delivery as DeliveryRecord, Prisma } from '../../infra/prisma/generated/client.js';
import { insertRows } from '../../infra/prisma/insert-rows.js';
import { statementsOf } from '../../infra/prisma/statements.js';
import type { Delivery, DeliveryKind, DeliveryTarget, NewDelivery } from './outbox-subscriber.port.js';

/** What they tell of, in the order it happened: the chain has no other order, and no clock moves it. */
const IN_ORDER: Prisma.DeliveryOrderByWithRelationInput[] = [{ auditId: 'asc' }, { id: 'asc' }];

export type DeliveryStatus = 'PENDING' | 'DELIVERED' | 'DEAD';

export interface DeliveryChange {
  readonly id: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly dueAt: number;
  readonly error: string | null;
}

export interface StoredDelivery extends Delivery {
  readonly status: DeliveryStatus;
  readonly error: string | null;
  readonly createdAt: number;
}

/** Columns that hold whole numbers, `updated_at` beside them. */
const NUMBERS = ['audit_id', 'is_urgent', 'attempts', 'due_at', 'created_at'];

/** A delivery and when it is due. */
export interface LaneHead {
  readonly id: string;
  readonly dueAt: number;
}

@Injectable()
export class DeliveriesRepository {
  constructor(private readonly database: Database) {}

  async insert(tx: Tx, deliveries: readonly NewDelivery[], now: number): Promise<void> {
    await insertRows(
      tx,
      'deliveries',
      deliveries.map((delivery) => ({
        id: delivery.id,
        kind: delivery.kind,
        target: delivery.target,
        audit_id: BigInt(delivery.auditId),
        event_type: delivery.eventType,
        wallet_id: delivery.walletId,
        lane: delivery.lane,
        is_urgent: delivery.isUrgent,
        payload: delivery.payload,
        status: 'PENDING',
        attempts: 0,
        due_at: BigInt(delivery.dueAt),
        created_at: BigInt(now),
        updated_at: BigInt(now),
      })),
    );
  }

  /** Targets that have something due. */
  async dueTargets(now: number): Promise<readonly DeliveryTarget[]> {
    const rows = await this.database.client.delivery.groupBy({
      by: ['kind', 'target'],
      where: { status: 'PENDING', dueAt: { lte: BigInt(now) } },
    });
    return rows.map(({ kind, target }) => ({ kind: kind as DeliveryKind, target }));
  }

  /**
   * Oldest first, at most `limit`. Urgent ones that share no lane come before all others, however many of those there are; on a lane the
   * order is the order.
   */
  async due({ kind, target }: DeliveryTarget, now: number, limit: number): Promise<readonly Delivery[]> {
    const isDue = { kind, target, status: 'PENDING', dueAt: { lte: BigInt(now) } };
    const look = (where: Prisma.DeliveryWhereInput, take: number) =>
      this.database.client.delivery.findMany({ where: { ...isDue, ...where }, orderBy: IN_ORDER, take });
    const urgent = await look({ isUrgent: true, lane: null }, limit);
    const others = urgent.length < limit ? await look({ NOT: { isUrgent: true, lane: null } }, limit - urgent.length) : [];
    return [...urgent, ...others].map(toDelivery);
  }

  /** The oldest delivery still to be made on each of these lanes, due or not. */
  async laneHeads({ kind, target }: DeliveryTarget, lanes: readonly string[]): Promise<ReadonlyMap<string, LaneHead>> {
    if (lanes.length === 0) return new Map();
    const rows = await this.database.client.delivery.findMany({
      where: { kind, target, status: 'PENDING', lane: { in: [...lanes] } },
      orderBy: IN_ORDER,
      distinct: ['lane'],
      select: { id: true, lane: true, dueAt: true },
    });
    return new Map(rows.flatMap(({ id, lane, dueAt }) => (lane === null ? [] : [[lane, { id, dueAt: Number(dueAt) }] as const])));
  }

  /** Lets deliveries wait as long as the one before them on their lane, so that nobody looks at them meanwhile. */
  async defer(waits: readonly LaneHead[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      for (const { id, dueAt } of waits) {
        await tx.delivery.updateMany({ where: { id, status: 'PENDING' }, data: { dueAt: BigInt(dueAt) } });
      }
    });
  }

  /** Makes due what was written at a time that has not come yet: the clock was set back, and nobody shall be told a day late for it. */
  async pullFromFuture(now: number): Promise<void> {
    const at = BigInt(now);
    await this.database.transaction((tx) =>
      tx.delivery.updateMany({ where: { status: 'PENDING', updatedAt: { gt: at } }, data: { dueAt: at, updatedAt: at } }),
    );
  }

  /** Gives up what holds other things than the daemon writes, since nobody can read it; how many there were. */
  async mend(now: number): Promise<number> {
    const damaged = [...NUMBERS.map((column) => `typeof(${column}) <> 'integer'`), `typeof(payload) <> 'text'`].join(' OR ');
    const mended = NUMBERS.map((column) => `${column} = iif(typeof(${column}) = 'integer', ${column}, 0)`).join(', ');
    return this.database.transaction(async (tx) =>
      statementsOf(tx).run(
        `UPDATE deliveries SET ${mended}, payload = CAST(payload AS TEXT), error = 'ROW_DAMAGED', updated_at = ?,
           status = iif(status = 'DELIVERED', status, 'DEAD') WHERE ${damaged}`,
        [now],
      ),
    );
  }

  /** A delivery that is gone or done by now stays as it is. */
  async change(tx: Tx, change: DeliveryChange, now: number): Promise<boolean> {
    const { id, status, attempts, dueAt, error } = change;
    const { count } = await tx.delivery.updateMany({
      where: { id, status: 'PENDING' },
      data: { status, attempts, dueAt: BigInt(dueAt), error, updatedAt: BigInt(now) },
    });
    return count === 1;
  }

  /** Whether some channel still may bring, or has brought, what this row of the chain says. */
  async hasLivingChannel(tx: Tx, auditId: number): Promise<boolean> {
    return (await tx.delivery.count({ where: { kind: 'channel', auditId: BigInt(auditId), status: { not: 'DEAD' } } })) > 0;
  }

  /** Puts dead ones in line again; how many. */
  async revive(
    tx: Tx,
    { kind, target }: Partial<DeliveryTarget>,
    ids: readonly string[] | undefined,
    now: number,
  ): Promise<number> {
    const { count } = await tx.delivery.updateMany({
      where: {
        ...(kind === undefined ? {} : { kind }),
        ...(target === undefined ? {} : { target }),
        status: 'DEAD',
        ...(ids === undefined ? {} : { id: { in: [...ids] } }),
      },
      data: { status: 'PENDING', attempts: 0, dueAt: BigInt(now), updatedAt: BigInt(now) },
    });
    return count;
  }

  async removeOf(tx: Tx, { kind, target }: DeliveryTarget): Promise<void> {
    await tx.delivery.deleteMany({ where: { kind, target } });
    await tx.deliveryAttempt.deleteMany({ where: { kind, target } });
  }

  async prune(tx: Tx, before: number): Promise<void> {
    await tx.delivery.deleteMany({ where: { status: { not: 'PENDING' }, updatedAt: { lt: BigInt(before) } } });
    await tx.deliveryAttempt.deleteMany({ where: { createdAt: { lt: BigInt(before) } } });
  }

  async counts(status: DeliveryStatus): Promise<readonly (DeliveryTarget & { readonly count: number })[]> {
    const rows = await this.database.client.delivery.groupBy({
      by: ['kind', 'target'],
      where: { status },
      _count: { _all: true },
    });
    return rows.map(({ kind, target, _count }) => ({ kind: kind as DeliveryKind, target, count: _count._all }));
  }

  /** Unix seconds of the oldest delivery that is due and not made; undefined where there is none. */
  async oldestDueAt(now: number): Promise<number | undefined> {
    const { _min } = await this.database.client.delivery.aggregate({
      _min: { dueAt: true },
      where: { status: 'PENDING', dueAt: { lte: BigInt(now) } },
    });
    return _min.dueAt === null ? undefined : Number(_min.dueAt);
  }

  /** Newest first. */
  async page(where: Prisma.DeliveryWhereInput, skip: number, take: number): Promise<readonly StoredDelivery[]> {
    const rows = await this.database.client.delivery.findMany({ where, orderBy: { id: 'desc' }, skip, take });
    return rows.map((row) => ({
      ...toDelivery(row),
      status: row.status as DeliveryStatus,
      error: row.error,
      createdAt: Number(row.createdAt),
    }));
  }

  async count(where: Prisma.DeliveryWhereInput): Promise<number> {
    return this.database.client.delivery.count({ where });
  }
}

function toDelivery(row: DeliveryRecord): Delivery {
  return {
    id: row.id,
    kind: row.kind as DeliveryKind,
    target: row.target,
    auditId: Number(row.auditId),
    eventType: row.eventType,
    walletId: row.walletId,
    lane: row.lane,
    isUrgent: row.isUrgent,
    payload: row.payload,
    dueAt: Number(row.dueAt),
    attempts: row.attempts,
  };
}
