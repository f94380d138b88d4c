import { Injectable } from '@nestjs/common';
import { Database } from '../../infra/prisma/database.js';
import { EventFeedRepository, type NumberedEvent } from './event-feed.repository.js';
import type { EventScope } from './event-scope.js';

export type { NumberedEvent };

const BATCH = 500;

/**
 * Numbers the events a principal may see, without gaps, in the order they happened. A number is stored before it is sent: what a
 * client has seen under it is found again after a crash.
 */
@Injectable()
export class EventNumbers {
  /** Up to which event a principal's share has been looked for; saves reading the same strangers' events again and again. */
  readonly #looked = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly feed: EventFeedRepository,
  ) {}

  async head(): Promise<number> {
    return this.feed.head();
  }

  /** Where a stream begins: after the number a client has, or at the present with the word that something is missing. */
  async startFor(
    scope: EventScope,
    lastEventId: string | undefined,
  ): Promise<{ readonly position: number; readonly isReset: boolean }> {
    await this.numberUpTo(scope, await this.feed.head());
    const asked = lastEventId !== undefined && /^(?:0|[1-9][0-9]{0,14})$/.test(lastEventId) ? Number(lastEventId) : undefined;
    if (asked !== undefined && (await this.feed.isWholeAfter(scope.principal, asked))) return { position: asked, isReset: false };
    const last = await this.feed.lastPlace(scope.principal);
    return { position: last?.position ?? 0, isReset: lastEventId !== undefined };
  }

  async numberUpTo(scope: EventScope, head: number): Promise<void> {
    if ((this.#looked.get(scope.principal) ?? -1) >= head) return;
    while ((await this.#numberSome(scope, head)) === BATCH);
    this.#looked.set(scope.principal, head);
  }

  async after(principal: string, position: number, limit: number): Promise<readonly NumberedEvent[]> {
    return this.feed.after(principal, position, limit);
  }

  /** The last stream of a principal closed. */
  forget(principal: string): void {
    this.#looked.delete(principal);
  }

  async #numberSome(scope: EventScope, head: number): Promise<number> {
    const { principal } = scope;
    const known = await this.feed.lastPlace(principal);
    const from = Math.max(known?.eventId ?? head, this.#looked.get(principal) ?? 0);
    // Nothing is written while nothing happens.
    if (known !== undefined && (await this.feed.visibleAfter(scope, from, 1)).length === 0) return 0;
    return this.database.transaction(async (tx) => {
      const last = await this.feed.lastPlace(principal, tx);
      if (last === undefined) {
        await this.feed.insertPlaces(tx, principal, [{ position: 0, eventId: head }]);
        return 0;
      }
      const ids = await this.feed.visibleAfter(scope, Math.max(last.eventId, from), BATCH, tx);
      const places = ids.map((eventId, index) => ({ position: last.position + 1 + index, eventId }));
      await this.feed.insertPlaces(tx, principal, places);
      return ids.length;
    });
  }
}
