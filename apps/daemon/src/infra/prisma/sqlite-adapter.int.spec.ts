import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import Sqlite from 'better-sqlite3';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import type { Database, Tx } from './database.js';

let temporary: TemporaryDatabase;
let database: Database;

beforeEach(async () => {
  temporary = await temporaryDatabase();
  database = temporary.database;
});
afterEach(async () => temporary.drop());

const setting = (key: string) => ({ key, value: 'v', updatedAt: 1n });
const keys = async (): Promise<string[]> =>
  (await database.client.setting.findMany({ orderBy: { key: 'asc' } })).map((row) => row.key);
const pragma = async (name: string): Promise<unknown> => {
  const rows = await database.client.$queryRawUnsafe<Record<string, unknown>[]>(`PRAGMA ${name}`);
  return Object.values(rows[0] ?? {})[0];
};

/** A transaction that has written a row and waits to be told how to end. */
async function openTransaction(): Promise<{ end: (how: 'commit' | 'rollback') => Promise<void> }> {
  let finish: (how: 'commit' | 'rollback') => void = () => undefined;
  const ending = new Promise<'commit' | 'rollback'>((resolve) => (finish = resolve));
  let running: Promise<unknown> = Promise.resolve();
  await new Promise<void>((wrote) => {
    running = database
      .transaction(async (tx: Tx) => {
        await tx.setting.create({ data: setting('inside') });
        wrote();
        if ((await ending) === 'rollback') throw new Error('rolled back on purpose');
      })
      .catch(() => undefined);
  });
  return {
    end: async (how) => {
      finish(how);
      await running;
    },
  };
}

describe('SafeSqlite', () => {
  it('writes ahead, syncs fully and enforces foreign keys on the connection that writes', async () => {
    expect(await pragma('journal_mode')).toBe('wal');
    expect(Number(await pragma('synchronous'))).toBe(2);
    expect(Number(await pragma('foreign_keys'))).toBe(1);
  });

  it('shows an outside read nothing of an open transaction', async () => {
    const open = await openTransaction();
    expect(await keys()).toEqual([]);
    await open.end('commit');
    expect(await keys()).toEqual(['inside']);
  });

  it('keeps an acknowledged outside write when the transaction beside it rolls back', async () => {
    const open = await openTransaction();
    const outside = database.client.setting.create({ data: setting('outside') });
    await open.end('rollback');
    await outside;
    expect(await keys()).toEqual(['outside']);
  });

  it('keeps an outside batch apart from an open transaction', async () => {
    const open = await openTransaction();
    const batch = database.client.$transaction([
      database.client.setting.create({ data: setting('a') }),
      database.client.setting.create({ data: setting('b') }),
    ]);
    await open.end('rollback');
    await batch;
    expect(await keys()).toEqual(['a', 'b']);
  });

  it('reads its own uncommitted rows inside a transaction', async () => {
    const seen = await database.transaction(async (tx) => {
      await tx.setting.create({ data: setting('mine') });
      return tx.setting.count();
    });
    expect(seen).toBe(1);
  });

  it('holds the write lock from the first statement, so that no other process can slip in between read and write', async () => {
    const other = new Sqlite(temporary.file, { timeout: 0 });
    await database.transaction(async (tx) => {
      await tx.setting.count();
      expect(() => other.exec('BEGIN IMMEDIATE')).toThrow(/locked/);
    });
    other.exec('BEGIN IMMEDIATE');
    other.exec('ROLLBACK');
    other.close();
  });

  it('waits for a writer of another process without blocking its own reads', async () => {
    const other = new Sqlite(temporary.file, { timeout: 0 });
    other.exec('BEGIN IMMEDIATE');
    const write = database.transaction((tx) => tx.setting.create({ data: setting('after') }));
    expect(await keys()).toEqual([]);
    other.exec('COMMIT');
    other.close();
    await write;
    expect(await keys()).toEqual(['after']);
  });

  it('runs parallel read-modify-write transactions one after another', async () => {
    await database.client.setting.create({ data: { key: 'n', value: '0', updatedAt: 1n } });
    const increment = (): Promise<unknown> =>
      database.transaction(async (tx) => {
        const row = await tx.setting.findUniqueOrThrow({ where: { key: 'n' } });
        await tx.setting.update({ where: { key: 'n' }, data: { value: String(Number(row.value) + 1) } });
      });
    await Promise.all(Array.from({ length: 64 }, increment));
    expect((await database.client.setting.findUniqueOrThrow({ where: { key: 'n' } })).value).toBe('64');
  });

  it('frees the writer after a statement of the transaction failed', async () => {
    const twice = database.transaction(async (tx) => {
      await tx.setting.create({ data: setting('k') });
      await tx.setting.create({ data: setting('k') });
    });
    await expect(twice).rejects.toMatchObject({ code: 'P2002' });
    await database.client.setting.create({ data: setting('next') });
    expect(await keys()).toEqual(['next']);
  });
});
