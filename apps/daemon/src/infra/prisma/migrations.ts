import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { isBusy } from './storage-error.js';

// Applies prisma/migrations/<name>/migration.sql and records them exactly as `prisma migrate deploy` does, so that Prisma's own
// tools agree with the daemon. Everything runs in one exclusive transaction: two starters cannot both migrate, and a migration
// that fails leaves the file as it was. Foreign keys are off while tables are rebuilt and checked before the commit.

/** Why a database file must not be used by this build. The message is one line for the person at the terminal. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

export interface AppliedMigrations {
  readonly total: number;
  /** Names of those applied just now. */
  readonly applied: readonly string[];
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

interface RecordedMigration {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: string | null;
  readonly rolled_back_at: string | null;
}

// Character for character what Prisma creates.
const RECORD_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
);`;

const BUSY_TIMEOUT_MS = 200;
const BUSY_PAUSE_MS = 50;
const BUSY_ATTEMPTS = 60;

/** Applies what is missing. Throws SchemaError for a foreign, newer, edited or half-migrated database. */
export async function applyMigrations(location: { file: string; migrationsDir: string }): Promise<AppliedMigrations> {
  const migrations = readMigrations(location.migrationsDir);
  const db = new Sqlite(location.file, { timeout: BUSY_TIMEOUT_MS });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    // Has no effect inside a transaction, where Prisma's own scripts ask for it.
    db.pragma('foreign_keys = OFF');
    await beginExclusive(db);
    const applied = migrateInside(db, migrations);
    db.exec('COMMIT');
    return { total: migrations.length, applied };
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw notADatabase(error) ?? error;
  } finally {
    db.close();
  }
}

function readMigrations(directory: string): readonly Migration[] {
  const names = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(directory, entry.name, 'migration.sql')))
    .map((entry) => entry.name)
    .sort();
  if (names.length === 0) throw new SchemaError('This build has no database migrations: it is incomplete.');
  return names.map((name) => {
    const bytes = readFileSync(path.join(directory, name, 'migration.sql'));
    return { name, sql: bytes.toString('utf8'), checksum: createHash('sha256').update(bytes).digest('hex') };
  });
}

async function beginExclusive(db: Sqlite.Database): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      db.exec('BEGIN EXCLUSIVE');
      return;
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (attempt >= BUSY_ATTEMPTS) throw new SchemaError('The database is in use by another process.', { cause: error });
      await setTimeout(BUSY_PAUSE_MS);
    }
  }
}

function migrateInside(db: Sqlite.Database, migrations: readonly Migration[]): readonly string[] {
  const isNew = refuseForeign(db);
  db.exec(RECORD_TABLE);
  const recorded = isNew ? [] : readRecorded(db);
  const done = checkRecorded(recorded, migrations);
  const missing = migrations.filter((migration) => !done.has(migration.name));
  for (const migration of missing) applyOne(db, migration);
  if (missing.length > 0 && db.prepare('PRAGMA foreign_key_check').all().length > 0) {
    throw new SchemaError('The migration would leave rows that refer to nothing; nothing was changed.');
  }
  return missing.map((migration) => migration.name);
}

/** True for an empty file. A file with tables but without a record of migrations belongs to something else. */
function refuseForeign(db: Sqlite.Database): boolean {
  const tables = db
    .prepare(`SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`)
    .pluck()
    .all();
  if (tables.length === 0) return true;
  const records = tables.includes('_prisma_migrations')
    ? db.prepare('SELECT count(*) FROM "_prisma_migrations"').pluck().get()
    : 0;
  if (records === 0 && tables.length > (tables.includes('_prisma_migrations') ? 1 : 0)) {
    throw new SchemaError('The database file holds tables of another program; name another file in database.path.');
  }
  return records === 0;
}

function readRecorded(db: Sqlite.Database): readonly RecordedMigration[] {
  return db
    .prepare<[], RecordedMigration>(
      'SELECT migration_name, checksum, finished_at, rolled_back_at FROM "_prisma_migrations" ORDER BY started_at',
    )
    .all();
}

function checkRecorded(recorded: readonly RecordedMigration[], migrations: readonly Migration[]): ReadonlySet<string> {
  const known = new Map(migrations.map((migration) => [migration.name, migration.checksum]));
  const living = recorded.filter((row) => row.rolled_back_at === null);
  for (const row of living) {
    if (row.finished_at === null) {
      throw new SchemaError(
        `The migration ${row.migration_name} failed half-way; restore a backup or resolve it with prisma migrate resolve.`,
      );
    }
    const checksum = known.get(row.migration_name);
    if (checksum === undefined) {
      throw new SchemaError(
        `The database was written by a newer version (migration ${row.migration_name} is unknown here); start that version or restore an older backup.`,
      );
    }
    if (checksum !== row.checksum) {
      throw new SchemaError(
        `The migration ${row.migration_name} was edited after it was applied; this build does not fit the database.`,
      );
    }
  }
  return new Set(living.map((row) => row.migration_name));
}

function applyOne(db: Sqlite.Database, migration: Migration): void {
  const startedAt = prismaTime();
  db.exec(migration.sql);
  if (!db.inTransaction) throw new SchemaError(`The migration ${migration.name} ended the transaction it runs in.`);
  db.prepare(
    'INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES (?, ?, ?, ?, ?, 1)',
  ).run(randomUUID(), migration.checksum, migration.name, startedAt, prismaTime());
}

/** Prisma's way of writing a time on SQLite. */
function prismaTime(): string {
  return new Date().toISOString().replace('Z', '+00:00');
}

function notADatabase(error: unknown): SchemaError | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'SQLITE_NOTADB' && code !== 'SQLITE_CORRUPT') return undefined;
  return new SchemaError('The database file is damaged or is no SQLite database.', { cause: error });
}
