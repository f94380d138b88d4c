import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Database } from '../src/infra/prisma/database.js';
import { openDatabase } from '../src/infra/prisma/prisma-database.js';
import { beginAuditHead } from '../src/infra/prisma/audit-head.js';
import { beginSets, takeRowKey } from '../src/infra/prisma/row-key.repository.js';
import { statementsOf } from '../src/infra/prisma/statements.js';

export const MIGRATIONS_DIR = path.resolve(import.meta.dirname, '../../../prisma/migrations/sqlite');

export interface TemporaryDatabase {
  readonly database: Database;
  readonly file: string;
  /** Closes the database and removes its folder. */
  readonly drop: () => Promise<void>;
}

/** The key that the rows of every temporary database are vouched for with, so that two openings of one file agree. */
const TEST_ROW_KEY = Buffer.alloc(32, 7);

/** As the daemon has it once its signer is unlocked. */
export async function withRowKey(database: Database): Promise<Database> {
  await takeRowKey(database, TEST_ROW_KEY);
  await database.transaction(async (tx) => {
    beginAuditHead(statementsOf(tx));
    beginSets(tx);
  });
  return database;
}

/** A real database file of the present schema in a folder of its own. */
export async function temporaryDatabase(): Promise<TemporaryDatabase> {
  const folder = mkdtempSync(path.join(tmpdir(), 'waiaas-db-'));
  const file = path.join(folder, 'waiaas.db');
  const database = await withRowKey(await openDatabase({ file, migrationsDir: MIGRATIONS_DIR }));
  const drop = async (): Promise<void> => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { database, file, drop };
}
