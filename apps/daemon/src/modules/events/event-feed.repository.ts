import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/prisma/database.js';
import type { Event, Prisma } from '../../infra/prisma/generated/client.js';
import { insertRows } from '../../infra/prisma/insert-rows.js';
import { listed, modelsFrom } from '../../infra/prisma/rows-from.js';
import type { EventScope } from './event-scope.js';

export interface Place {
  readonly position: number;
  readonly eventId: number;
}

export interface NumberedEvent {
  readonly position: number;
  readonly kind: string;
  readonly data: string;
  /** Unix seconds. */
  readonly at: number;
}

const DROPPED_AT_ONCE = 2000;

/** Events as they were written with the changes, and the numbers under which each principal was shown them. */
@Injectable()
export class EventFeedRepository {
  constructor(private readonly database: Database) {}

  /** The newest event there is, 0 where there is none. */
  async head(): Promise<number> {
    const last = await this.database.client.event.findFirst({ orderBy: { id: 'desc' }, select: { id: true } });
    return last?.id ?? 0;
  }

  async lastPlace(principal: string, tx?: Tx): Promise<Place | undefined> {
    const row = await (tx ?? this.database.client).eventPosition.findFirst({
      where: { principal },
      orderBy: { position: 'desc' },
    });
    return row ?? undefined;
  }

  /** Oldest first. */
  async visibleAfter(scope: EventScope, eventId: number, limit: number, tx?: Tx): Promise<readonly number[]> {
    const rows = await (tx ?? this.database.client).event.findMany({
      where: { id: { gt: eventId }, ...visible(scope) },
      orderBy: { id: 'asc' },
      take: limit,
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  }

  async insertPlaces(tx: Tx, principal: string, places: readonly Place[]): Promise<void> {
    const rows = places.map(({ position, eventId }) => ({ principal, position, event_id: eventId }));
    await insertRows(tx, 'event_positions', rows);
  }

  /** Whether everything the principal may see after this number is still there to be shown. */
  async isWholeAfter(principal: string, position: number): Promise<boolean> {
    const place = await this.database.client.eventPosition.findUnique({
      where: { principal_position: { principal, position } },
    });
    const oldest = (await this.#oldest())?.id ?? 1;
    return place !== null && oldest <= place.eventId + 1;
  }

  /** What the principal was given under the numbers after `position`, in their order. */
  async after(principal: string, position: number, limit: number): Promise<readonly NumberedEvent[]> {
    const places = await this.database.client.eventPosition.findMany({
      where: { principal, position: { gt: position } },
      orderBy: { position: 'asc' },
      take: limit,
    });
    // Past Prisma, which reads none of them where one holds what it should not.
    const events = await modelsFrom<Event>(this.database.client)`
      SELECT * FROM events WHERE id IN ${listed(places.map(({ eventId }) => eventId))}`;
    const byId = new Map(events.map((event) => [event.id, event]));
    return places.flatMap(({ position: number, eventId }) => {
      const event = byId.get(eventId);
      return event === undefined
        ? []
        : [{ position: number, kind: String(event.kind), data: String(event.data), at: Number(event.at) }];
    });
  }

  /** Drops some of what is older than `before`; true where there is more. */
  async dropSomeBefore(before: number): Promise<boolean> {
    const oldest = await this.#oldest();
    if (oldest === null || Number(oldest.at) >= before) return false;
    await this.database.transaction(async (tx) => {
      await tx.event.deleteMany({ where: { id: { lt: oldest.id + DROPPED_AT_ONCE }, at: { lt: BigInt(before) } } });
    });
    return true;
  }

  /** Numbers of dropped events go too, but for the last of each principal, so that no number is given twice. */
  async dropLostPlaces(): Promise<void> {
    const oldest = await this.#oldest();
    const lost = oldest === null ? {} : { eventId: { lt: oldest.id } };
    const last = await this.database.client.eventPosition.groupBy({ by: ['principal'], _max: { position: true } });
    for (const { principal, _max } of last) {
      const where = { principal, position: { lt: _max.position ?? 0 }, ...lost };
      await this.database.transaction((tx) => tx.eventPosition.deleteMany({ where }));
    }
  }

  async #oldest(): Promise<{ readonly id: number; readonly at: bigint } | null> {
    return this.database.client.event.findFirst({ orderBy: { id: 'asc' }, select: { id: true, at: true } });
  }
}

/** Session events tell of tokens: one session is shown its own alone. */
function visible({ walletIds, ofSession }: EventScope): Prisma.EventWhereInput {
  if (walletIds === null) return {};
  const ofWallets: Prisma.EventWhereInput = { walletId: { in: [...walletIds] } };
  if (ofSession === null) return ofWallets;
  return {
    OR: [
      { ...ofWallets, kind: { not: 'session' } },
      { kind: 'session', sessionId: ofSession },
    ],
  };
}
