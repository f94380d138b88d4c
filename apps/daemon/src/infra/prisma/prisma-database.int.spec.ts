import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS_DIR } from '../../../test/temporary-database.js';
import type { Tx } from './database.js';
import { insertRows } from './insert-rows.js';
import { openDatabase, type PrismaDatabase } from './prisma-database.js';

let folder: string;
let database: PrismaDatabase;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'waiaas-db-'));
  database = await openDatabase({ file: path.join(folder, 'waiaas.db'), migrationsDir: MIGRATIONS_DIR });
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const fill = (tx: Tx, bytes: number) =>
  tx.setting.create({ data: { key: `k${String(bytes)}`, value: 'x'.repeat(bytes), updatedAt: 1n } });

describe('PrismaDatabase', () => {
  it('keeps the file and its side files to its owner', () => {
    for (const suffix of ['', '-wal', '-shm']) {
      expect(statSync(path.join(folder, `waiaas.db${suffix}`)).mode & 0o777).toBe(0o600);
    }
  });

  it('says STORAGE_UNAVAILABLE when the disk is full, stores nothing, and writes again once there is room', async () => {
    const pages = await database.client.$queryRawUnsafe<{ page_count: bigint }[]>('PRAGMA page_count');
    await database.client.$queryRawUnsafe(`PRAGMA max_page_count = ${String(Number(pages[0]?.page_count) + 4)}`);
    await expect(database.transaction((tx) => fill(tx, 200_000))).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    expect(await database.client.setting.count()).toBe(0);

    await database.client.$queryRawUnsafe('PRAGMA max_page_count = 1000000');
    await database.transaction((tx) => fill(tx, 200_000));
    expect(await database.client.setting.count()).toBe(1);
  });

  it('says STORAGE_UNAVAILABLE when the database may only be read', async () => {
    await database.client.$executeRawUnsafe('PRAGMA query_only = ON');
    await expect(database.transaction((tx) => fill(tx, 1))).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    await database.client.$executeRawUnsafe('PRAGMA query_only = OFF');
  });

  it('passes on what the work itself throws', async () => {
    await expect(database.transaction(() => Promise.reject(new RangeError('mine')))).rejects.toThrow(RangeError);
  });

  it('lets a burst of transactions through in the order they came', async () => {
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        database.transaction(async (tx) => {
          await tx.setting.create({ data: { key: String(index), value: '', updatedAt: 1n } });
          order.push(index);
        }),
      ),
    );
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(await database.client.setting.count()).toBe(200);
  });

  it('finishes running work before it closes and takes none afterwards', async () => {
    const written = database.transaction((tx) => fill(tx, 1));
    await database.close();
    await expect(written).resolves.toMatchObject({ key: 'k1' });
    await expect(database.transaction((tx) => fill(tx, 2))).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
  });

  it('keeps a second user of the machine from opening the folder it creates', async () => {
    const nested = path.join(folder, 'data', 'waiaas.db');
    const second = await openDatabase({ file: nested, migrationsDir: MIGRATIONS_DIR });
    expect(statSync(path.dirname(nested)).mode & 0o777).toBe(0o700);
    chmodSync(path.dirname(nested), 0o700);
    await second.close();
  });
});

describe('insertRows', () => {
  it('writes more rows than one statement can bind, bigints and nulls included', async () => {
    const rows = Array.from({ length: 1000 }, (_, index) => ({
      key: `row-${String(index)}`,
      value: 'v',
      updated_at: BigInt(index),
    }));
    await database.transaction((tx) => insertRows(tx, 'settings', rows));
    const last = await database.client.setting.findUniqueOrThrow({ where: { key: 'row-999' } });
    expect(last.updatedAt).toBe(999n);
    expect(await database.client.setting.count()).toBe(1000);
  });

  it('refuses a name that is not a plain identifier', async () => {
    const bad = database.transaction((tx) => insertRows(tx, 'settings"; DROP TABLE settings; --', [{ key: 'a' }]));
    await expect(bad).rejects.toThrow(RangeError);
  });
});
