import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS_DIR } from '../../../test/temporary-database.js';
import { applyMigrations } from './migrations.js';

let folder: string;
let file: string;
let migrationsDir: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'waiaas-migrations-'));
  file = path.join(folder, 'waiaas.db');
  migrationsDir = path.join(folder, 'migrations');
  cpSync(MIGRATIONS_DIR, migrationsDir, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function query(sql: string): unknown[] {
  const db = new Sqlite(file);
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}

function execute(sql: string): void {
  const db = new Sqlite(file);
  db.exec(sql);
  db.close();
}

function addMigration(name: string, sql: string): void {
  mkdirSync(path.join(migrationsDir, name));
  writeFileSync(path.join(migrationsDir, name, 'migration.sql'), sql);
}

const migrate = (): Promise<unknown> => applyMigrations({ file, migrationsDir });
const LATER = '20991231000000_later';

describe('applyMigrations', () => {
  it('brings an empty file to the present schema, and does nothing the second time', async () => {
    const first = await applyMigrations({ file, migrationsDir });
    expect(first.applied).toHaveLength(first.total);
    const second = await applyMigrations({ file, migrationsDir });
    expect(second).toEqual({ total: first.total, applied: [] });
  });

  it('lets two starters at once apply each migration exactly once', async () => {
    const both = await Promise.all([applyMigrations({ file, migrationsDir }), applyMigrations({ file, migrationsDir })]);
    expect(both.flatMap((result) => result.applied)).toHaveLength(both[0].total);
  });

  it('agrees with prisma migrate status', async () => {
    await migrate();
    const status = prisma(['migrate', 'status']);
    expect(status).toContain('Database schema is up to date');
  });

  it('leaves nothing for prisma migrate deploy to do', async () => {
    await migrate();
    expect(prisma(['migrate', 'deploy'])).toContain('No pending migrations to apply');
  });

  it('keeps the rows of a filled database through a later migration that rebuilds a table', async () => {
    await migrate();
    execute(`INSERT INTO settings (key, value, updated_at) VALUES ('a', '1', 5)`);
    addMigration(
      LATER,
      `PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_settings" ("key" TEXT NOT NULL PRIMARY KEY, "value" TEXT NOT NULL, "updated_at" BIGINT NOT NULL, "note" TEXT);
INSERT INTO "new_settings" ("key", "value", "updated_at") SELECT "key", "value", "updated_at" FROM "settings";
DROP TABLE "settings";
ALTER TABLE "new_settings" RENAME TO "settings";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;`,
    );
    await migrate();
    expect(query('SELECT key, value, note FROM settings')).toEqual([{ key: 'a', value: '1', note: null }]);
  });

  it('changes nothing at all when a migration fails half-way', async () => {
    await migrate();
    addMigration(LATER, 'CREATE TABLE half (a TEXT); INSERT INTO nowhere VALUES (1);');
    await expect(migrate()).rejects.toThrow(/nowhere/);
    expect(query(`SELECT name FROM sqlite_master WHERE name = 'half'`)).toEqual([]);
    expect(query(`SELECT * FROM _prisma_migrations WHERE migration_name = '${LATER}'`)).toEqual([]);
  });

  it('changes nothing when a migration would leave a row that refers to nothing', async () => {
    await migrate();
    addMigration(LATER, `INSERT INTO policy_versions VALUES ('no-such-policy', 1, '{}', 0, 1, 'created', 1, 'master', NULL);`);
    await expect(migrate()).rejects.toThrow(/refer to nothing/);
    expect(query('SELECT * FROM policy_versions')).toEqual([]);
  });

  it('refuses a migration that was edited after it was applied', async () => {
    await migrate();
    const [first] = query('SELECT migration_name AS name FROM _prisma_migrations') as { name: string }[];
    appendFileSync(path.join(migrationsDir, first?.name ?? '', 'migration.sql'), '\n-- edited');
    await expect(migrate()).rejects.toThrow(/was edited after it was applied/);
  });

  it('refuses a database of a newer version in one clear line', async () => {
    addMigration(LATER, 'CREATE TABLE later (a TEXT);');
    await migrate();
    rmSync(path.join(migrationsDir, LATER), { recursive: true });
    await expect(migrate()).rejects.toThrow(/^The database was written by a newer version .*$/);
  });

  it('refuses a database that another program filled', async () => {
    execute('CREATE TABLE customers (id INTEGER)');
    await expect(migrate()).rejects.toThrow(/tables of another program/);
    expect(query(`SELECT name FROM sqlite_master WHERE name = '_prisma_migrations'`)).toEqual([]);
  });

  it('refuses a database with a migration that another tool left unfinished', async () => {
    await migrate();
    execute(`UPDATE _prisma_migrations SET finished_at = NULL`);
    await expect(migrate()).rejects.toThrow(/failed half-way/);
  });

  it('refuses a file that is no database', async () => {
    writeFileSync(file, 'not a database, just text that is long enough to be read as a header of one'.repeat(20));
    await expect(migrate()).rejects.toThrow(/no SQLite database/);
  });
});

/** The project's own way of calling the Prisma command line, on this file and these migrations. */
function prisma(args: readonly string[]): string {
  const root = path.resolve(import.meta.dirname, '../../../../..');
  return execFileSync(process.execPath, [path.join(root, 'tools/prisma.mjs'), ...args], {
    cwd: root,
    env: { PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin`, DATABASE_URL: `file:${file}` },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
