import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/prisma/database.js';

export interface Restore {
  readonly id: string;
  readonly archive: string;
  /** Unix seconds. */
  readonly backupAt: number;
  readonly restoredAt: number;
}

/** When this database began, and where it came from. */
@Injectable()
export class Installation {
  constructor(private readonly database: Database) {}

  /** Unix seconds. */
  async bornAt(): Promise<number> {
    const vault = await this.database.client.vault.findUnique({ where: { id: 1 }, select: { createdAt: true } });
    return Number(vault?.createdAt ?? 0n);
  }

  /** A restore that nobody has looked through yet. */
  async unreviewedRestore(): Promise<Restore | undefined> {
    const row = await this.database.client.restore.findFirst({ where: { reviewedAt: null }, orderBy: { restoredAt: 'asc' } });
    if (row === null) return undefined;
    return { id: row.id, archive: row.archive, backupAt: Number(row.backupAt), restoredAt: Number(row.restoredAt) };
  }

  async markReviewed(tx: Tx, id: string, at: number): Promise<void> {
    await tx.restore.update({ where: { id }, data: { reviewedAt: BigInt(at) } });
  }
}
