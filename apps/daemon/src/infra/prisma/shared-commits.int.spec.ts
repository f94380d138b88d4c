import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import type { Database, Tx } from './database.js';
import { insertRows } from './insert-rows.js';
import { rowsFrom } from './rows-from.js';
import { statementsOf } from './statements.js';

let temporary: TemporaryDatabase;
let database: Database;

beforeEach(async () => {
  temporary = await temporaryDatabase();
  database = temporary.database;
});
afterEach(async () => temporary.drop());

const write = async (tx: Tx, key: string): Promise<string> => {
  await insertRows(tx, 'settings', [{ key, value: 'v', updated_at: 1n }]);
  return key;
};
const keys = async (reader: object = database.client): Promise<readonly string[]> =>
  (await rowsFrom<{ readonly key: string }>(reader)`SELECT key FROM settings ORDER BY key`).map(({ key }) => key);

describe('transactions that share a commit', () => {
  it('see each other in the order they came, while nobody else sees anything', async () => {
    const seen = await Promise.all(
      ['a', 'b', 'c'].map((key) =>
        database.sharedTransaction(async (tx) => {
          await write(tx, key);
          return { inside: await keys(tx), outside: await keys() };
        }),
      ),
    );
    expect(seen.map(({ inside }) => inside)).toEqual([['a'], ['a', 'b'], ['a', 'b', 'c']]);
    expect(seen.map(({ outside }) => outside)).toEqual([[], [], []]);
    expect(await keys()).toEqual(['a', 'b', 'c']);
  });

  it('are each all or nothing: one that fails takes its own rows back and no others', async () => {
    const outcomes = await Promise.allSettled([
      database.sharedTransaction((tx) => write(tx, 'a')),
      database.sharedTransaction(async (tx) => {
        await write(tx, 'b');
        throw new RangeError('on purpose');
      }),
      database.sharedTransaction((tx) => write(tx, 'c')),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await keys()).toEqual(['a', 'c']);
  });

  it('have all failed where the commit fails, those that had failed before included', async () => {
    const orphan = async (tx: Tx): Promise<void> => {
      statementsOf(tx).run('PRAGMA defer_foreign_keys = ON', []);
      await insertRows(tx, 'session_wallets', [{ session_id: 'nobody', wallet_id: 'nothing', created_at: 1n }]);
    };
    const outcomes = await Promise.allSettled([
      database.sharedTransaction((tx) => write(tx, 'a')),
      database.sharedTransaction(() => Promise.reject(new RangeError('because of a'))),
      database.sharedTransaction(orphan),
    ]);
    const reasons = outcomes.map((outcome) => (outcome.status === 'rejected' ? String(outcome.reason) : 'kept'));
    for (const reason of reasons) expect(reason).toMatch(/foreign ?key/i);
    expect(await keys()).toEqual([]);
  });

  it('act after the commit for those that stand, and for no others', async () => {
    const acts: string[] = [];
    const act = (tx: Tx, name: string): void => database.afterCommit(tx, () => acts.push(name));
    await Promise.allSettled([
      database.sharedTransaction(async (tx) => {
        act(tx, 'stands');
        await write(tx, 'a');
      }),
      database.sharedTransaction((tx) => {
        act(tx, 'failed');
        return Promise.reject(new RangeError('on purpose'));
      }),
    ]);
    expect(acts).toEqual(['stands']);
  });

  it('end before an ordinary transaction begins, and the other way round', async () => {
    const order: string[] = [];
    const noted = (name: string) => async (tx: Tx) => {
      order.push(`${name} begins`);
      await write(tx, name);
      order.push(`${name} ends`);
    };
    await Promise.all([
      database.sharedTransaction(noted('a')),
      database.transaction(noted('b')),
      database.sharedTransaction(noted('c')),
    ]);
    for (const name of ['a', 'b', 'c']) expect(order.indexOf(`${name} ends`)).toBe(order.indexOf(`${name} begins`) + 1);
    expect(await keys()).toEqual(['a', 'b', 'c']);
  });

  it('are refused once the database is closing, and finished if they had come before', async () => {
    const written = database.sharedTransaction((tx) => write(tx, 'a'));
    await database.close();
    await expect(written).resolves.toBe('a');
    await expect(database.sharedTransaction((tx) => write(tx, 'b'))).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
  });

  it('lets a burst through in the order it came', async () => {
    const order: number[] = [];
    const burst = Array.from({ length: 200 }, (_, index) =>
      database.sharedTransaction(async (tx) => {
        await write(tx, String(index));
        order.push(index);
      }),
    );
    await Promise.all(burst);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(await keys()).toHaveLength(200);
  });
});
