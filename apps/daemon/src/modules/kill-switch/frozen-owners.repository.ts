import { Injectable } from '@nestjs/common';
import { Database } from '../../infra/prisma/database.js';
import { soundRowOf } from '../../infra/prisma/covered-sql.js';
import { Prisma } from '../../infra/prisma/generated/client.js';
import { rowsFrom } from '../../infra/prisma/rows-from.js';

const SOUND = Prisma.raw(soundRowOf('wallets'));

/** Whom a frozen wallet may still pay. */
@Injectable()
export class FrozenOwnersRepository {
  constructor(private readonly database: Database) {}

  /** By wallet: owners that have proved themselves, of rows that are what the daemon wrote. None where the database cannot be read. */
  async byWallet(): Promise<Readonly<Record<string, string>>> {
    try {
      const rows = await rowsFrom<{ readonly id: string; readonly owner_address: string }>(this.database.client)`
        SELECT id, owner_address FROM wallets
        WHERE owner_state = 'LOCKED' AND owner_address IS NOT NULL AND status <> 'TERMINATED' AND ${SOUND}`;
      return Object.fromEntries(rows.map(({ id, owner_address: owner }) => [id, owner]));
    } catch {
      return {};
    }
  }
}
