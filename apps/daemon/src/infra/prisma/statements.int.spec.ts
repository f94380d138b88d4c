import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import type { Database, Tx } from './database.js';
import { insertRows } from './insert-rows.js';
import { rowsFrom } from './rows-from.js';
import { updateRows } from './update-rows.js';

let temporary: TemporaryDatabase;
let database: Database;

beforeEach(async () => {
  temporary = await temporaryDatabase();
  database = temporary.database;
});
afterEach(async () => temporary.drop());

const policy = (id: string) => ({
  id,
  wallet_id: null,
  network: null,
  type: 'WHITELIST',
  rules: '{}',
  priority: 7,
  enabled: false,
  slot: null,
  version: 1,
  created_at: 1_800_000_000n,
  updated_at: 9_007_199_254_740_993n,
});
const setting = (key: string) => ({ key, value: 'v', updated_at: 1n });
const keys = async (reader: object): Promise<readonly string[]> =>
  (await rowsFrom<{ readonly key: string }>(reader)`SELECT key FROM settings ORDER BY key`).map(({ key }) => key);

describe('statements past Prisma', () => {
  it('give the values that Prisma gives, a bigint that no number holds included', async () => {
    await database.transaction((tx) => insertRows(tx, 'policies', [policy('p')]));
    const [own] = await rowsFrom(database.client)`SELECT * FROM policies WHERE id = ${'p'}`;
    const [known] = await database.client.$queryRaw<object[]>`SELECT * FROM policies WHERE id = ${'p'}`;
    expect(own).toEqual(known);
    expect(own).toMatchObject({ enabled: false, priority: 7, updated_at: 9_007_199_254_740_993n });
  });

  it('see what their transaction wrote, through Prisma or past it, and nobody else does before the end', async () => {
    await database.transaction(async (tx) => {
      await insertRows(tx, 'settings', [setting('past')]);
      await tx.setting.create({ data: { key: 'through', value: 'v', updatedAt: 1n } });
      expect(await keys(tx)).toEqual(['past', 'through']);
      expect(await keys(database.client)).toEqual([]);
    });
    expect(await keys(database.client)).toEqual(['past', 'through']);
  });

  it('roll back with their transaction', async () => {
    const failed = database.transaction(async (tx) => {
      await insertRows(tx, 'settings', [setting('a')]);
      throw new RangeError('on purpose');
    });
    await expect(failed).rejects.toThrow(RangeError);
    expect(await keys(database.client)).toEqual([]);
  });

  it('count what a guarded update changed', async () => {
    await database.transaction((tx) => insertRows(tx, 'settings', [setting('a'), setting('b')]));
    const change = (key: string, value: string) =>
      database.transaction((tx) => updateRows(tx, 'settings', { value: 'new' }, { key, value }));
    expect(await change('a', 'v')).toBe(1);
    expect(await change('a', 'v')).toBe(0);
  });

  it('are refused once the transaction has ended: they would run in the next one', async () => {
    let kept: Tx | undefined;
    await database.transaction((tx) => {
      kept = tx;
      return Promise.resolve();
    });
    const late = Promise.resolve().then(() => insertRows(kept as Tx, 'settings', [setting('late')]));
    await expect(late).rejects.toThrow(/has ended/);
    expect(await keys(database.client)).toEqual([]);
  });

  it('give no rounded number for an expression without a type', async () => {
    const sum = (value: bigint) => rowsFrom<{ readonly n: number }>(database.client)`SELECT ${value} + 1 AS n`;
    expect(await sum(9_007_199_254_740_990n)).toEqual([{ n: Number.MAX_SAFE_INTEGER }]);
    await expect(Promise.resolve().then(() => sum(9_007_199_254_740_991n))).rejects.toThrow(RangeError);
  });

  it('cannot write outside a transaction', async () => {
    await expect(insertRows(database.client, 'settings', [setting('a')])).rejects.toThrow(/readonly/);
  });
});
