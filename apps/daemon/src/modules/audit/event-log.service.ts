import { Injectable } from '@nestjs/common';
import { canonicalJson, type JsonValue } from '@waiaas/core';
import { Clock } from '../../common/time/clock.js';
import type { Tx } from '../../infra/prisma/database.js';
import { EventLogRepository } from './event-log.repository.js';

export type EventKind = 'transaction' | 'approval' | 'wallet' | 'session' | 'policy' | 'kill-switch' | 'exposure';

export interface LoggedEvent {
  readonly kind: EventKind;
  readonly walletId?: string;
  readonly sessionId?: string;
  /** Ids and states; no balances, no tokens. */
  readonly data: Readonly<Record<string, JsonValue>>;
}

/** What changed, for live streams and webhooks: written with the change, so that nobody hears of what was rolled back. */
@Injectable()
export class EventLog {
  constructor(
    private readonly rows: EventLogRepository,
    private readonly clock: Clock,
  ) {}

  async append(tx: Tx, ...events: readonly LoggedEvent[]): Promise<void> {
    const at = this.clock.nowSeconds();
    await this.rows.insert(
      tx,
      events.map((event) => ({
        kind: event.kind,
        walletId: event.walletId ?? null,
        sessionId: event.sessionId ?? null,
        data: canonicalJson(event.data),
        at,
      })),
    );
  }
}
