import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/prisma/database.js';

const ROW_ID = 1;

/** How far the chain has been read. It moves in the transaction that writes what was made of the rows, and only forward. */
@Injectable()
export class OutboxCursorRepository {
  constructor(private readonly database: Database) {}

  async read(): Promise<number | undefined> {
    const row = await this.database.client.outboxCursor.findUnique({ where: { id: ROW_ID } });
    return row === null ? undefined : Number(row.auditId);
  }

  /** False where somebody else has moved it meanwhile. */
  async move(tx: Tx, from: number | undefined, to: number, now: number): Promise<boolean> {
    const row = await tx.outboxCursor.findUnique({ where: { id: ROW_ID } });
    if ((row === null ? undefined : Number(row.auditId)) !== from) return false;
    const data = { auditId: BigInt(to), updatedAt: BigInt(now) };
    await tx.outboxCursor.upsert({ where: { id: ROW_ID }, create: { id: ROW_ID, ...data }, update: data });
    return true;
  }
}
