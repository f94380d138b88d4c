import { Injectable } from '@nestjs/common';
import type { Tx } from '../../infra/prisma/database.js';
import { insertRows } from '../../infra/prisma/insert-rows.js';

export interface EventRow {
  readonly kind: string;
  readonly walletId: string | null;
  readonly sessionId: string | null;
  readonly data: string;
  readonly at: number;
}

@Injectable()
export class EventLogRepository {
  async insert(tx: Tx, rows: readonly EventRow[]): Promise<void> {
    await insertRows(
      tx,
      'events',
      rows.map((row) => ({
        kind: row.kind,
        wallet_id: row.walletId,
        session_id: row.sessionId,
        data: row.data,
        at: BigInt(row.at),
      })),
    );
  }
}
