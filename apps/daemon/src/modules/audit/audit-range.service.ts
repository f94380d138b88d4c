import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { HashedAuditRow } from './audit-chain.js';
import { AuditRepository } from './audit.repository.js';

/** Few enough that reading and hashing a page keeps nobody waiting. */
const PAGE = 250;

export interface AuditPeriod {
  /** Unix seconds. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export interface AuditStretch {
  readonly firstId: number;
  /** Below `firstId` where the stretch is empty. */
  readonly lastId: number;
}

/** Stretches of the chain as it stands now, read page by page so that nobody waits for the whole of it. */
@Injectable()
export class AuditRanges {
  constructor(private readonly rows: AuditRepository) {}

  async of({ from, to }: AuditPeriod): Promise<AuditStretch> {
    const head = await this.rows.committedHead();
    const firstId = from === undefined ? 1 : ((await this.rows.firstIdFrom(from)) ?? head.id + 1);
    const lastId = to === undefined ? head.id : ((await this.rows.lastIdUntil(to)) ?? 0);
    return { firstId, lastId: Math.min(lastId, head.id) };
  }

  /** Oldest first. */
  async *read({ firstId, lastId }: AuditStretch): AsyncGenerator<HashedAuditRow> {
    let next = firstId;
    while (next <= lastId) {
      const page = await this.rows.between(next, lastId, PAGE);
      yield* page;
      const last = page.at(-1);
      if (last === undefined) return;
      next = last.id + 1;
      // A read is no pause by itself: between two pages sockets and timers have their turn.
      await setImmediate();
    }
  }
}
