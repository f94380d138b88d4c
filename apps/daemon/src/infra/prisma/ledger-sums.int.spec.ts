import { copyFileSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeWallet } from '../../../test/stored-wallet.js';
import { MIGRATIONS_DIR, type TemporaryDatabase, temporaryDatabase, withRowKey } from '../../../test/temporary-database.js';
import { openDatabase } from './prisma-database.js';
import { SUMMED_TABLES } from './summed-tables.js';

const DAY = 86_400n;
const NOW = 1_800_000_000n;

let temporary: TemporaryDatabase;
let outside: Sqlite.Database;
let walletId: string;
let otherId: string;

beforeEach(async () => {
  temporary = await temporaryDatabase();
  outside = new Sqlite(temporary.file);
  outside.pragma('foreign_keys = OFF');
  walletId = await storeWallet(temporary.database);
  otherId = await storeWallet(temporary.database);
  for (const id of ['x1', 'x2', 'x3']) await transaction(id);
  await lines([line('x1'), line('x1', { line: 1, category: 'fee' }), line('x2', { state: 'SETTLED', status: 'CONFIRMED' })]);
  await client().ledgerHour.create({ data: hour(NOW) });
  for (const number of [1, 2]) {
    await client().attempt.create({
      data: {
        ...{ id: `a${number}`, transactionId: 'x1', walletId, network: 'ethereum-sepolia', number, kind: 'original' },
        ...{ state: 'BROADCAST', nonce: number, params: '{}', createdAt: NOW, updatedAt: NOW },
      },
    });
    const place = { walletId, network: 'ethereum-sepolia', nonce: number };
    await client().nonceReservation.create({ data: { ...place, transactionId: 'x1', createdAt: NOW } });
  }
});
afterEach(async () => {
  outside.close();
  await temporary.drop();
});

const client = () => temporary.database.client;
const stops = (id = walletId) => temporary.database.guard.unsoundFor(client(), { walletId: id }) !== undefined;
const change = (sql: string) => outside.exec(sql);

async function transaction(id: string): Promise<void> {
  await client().transaction.create({
    data: {
      ...{ id, walletId, origin: 'send', type: 'TRANSFER', status: 'DENIED', chain: 'ethereum', network: 'ethereum-sepolia' },
      ...{ request: '{}', requestHash: 'h', decision: '{}', policySetVersion: 1, createdAt: 1n, updatedAt: 1n },
    },
  });
}

function line(transactionId: string, traits: object = {}) {
  return {
    ...{ transactionId, line: 0, walletId, type: 'TRANSFER', status: 'QUEUED', state: 'OPEN', chain: 'ethereum' },
    ...{ network: 'ethereum-sepolia', asset: 'native', amount: '100', usdMicros: '5000000', at: NOW },
    ...traits,
  };
}

const lines = async (data: ReturnType<typeof line>[]) => client().ledgerEntry.createMany({ data });

function hour(at: bigint) {
  return {
    ...{ walletId, hour: at, bucket: 'b', chain: 'ethereum', network: 'ethereum-sepolia', asset: 'native', sessionId: '' },
    ...{ category: '', requests: 1, usdMicros: '5000000', unvalued: '0' },
  };
}

/** Another program with the file while the daemon is stopped. */
async function whileStopped(act: () => void | Promise<void>): Promise<void> {
  await temporary.database.close();
  await act();
  temporary = {
    ...temporary,
    database: await withRowKey(await openDatabase({ file: temporary.file, migrationsDir: MIGRATIONS_DIR })),
  };
}

describe('the list of what is summed', () => {
  it.each(SUMMED_TABLES.filter(({ name }) => name !== 'attempts'))('has every column of $name', ({ name, columns }) => {
    const stored = outside.pragma(`table_info(${name})`) as readonly { readonly name: string }[];
    expect([...columns].sort()).toEqual(stored.map((column) => column.name).sort());
  });
});

const ATTACKS: readonly (readonly [string, string])[] = [
  ['the amount of a line', `UPDATE ledger_entries SET amount = '1' WHERE transaction_id = 'x1' AND line = 0`],
  ['its value', `UPDATE ledger_entries SET usd_micros = '1' WHERE transaction_id = 'x2'`],
  ['a number written as a text', `UPDATE ledger_entries SET line = x'30' WHERE transaction_id = 'x2'`],
  ['the state of an open line', `UPDATE ledger_entries SET state = 'VOID' WHERE transaction_id = 'x1'`],
  ['the state of a settled line', `UPDATE ledger_entries SET state = 'GONE' WHERE transaction_id = 'x2'`],
  ['when it was', `UPDATE ledger_entries SET at = 5 WHERE transaction_id = 'x2'`],
  ['whose it is', `UPDATE ledger_entries SET wallet_id = 'somebody' WHERE transaction_id = 'x2'`],
  ['a line taken away', `DELETE FROM ledger_entries WHERE transaction_id = 'x1' AND line = 1`],
  ['all lines and hours taken away', `DELETE FROM ledger_entries; DELETE FROM ledger_hours`],
  ['lines and hours with their sums', `DELETE FROM ledger_entries; DELETE FROM ledger_hours; DELETE FROM ledger_sums`],
  ['the sums emptied', `DELETE FROM ledger_entries; DELETE FROM ledger_hours; UPDATE ledger_sums SET sums = ''`],
  [
    'the sums of another wallet, with their MAC',
    `UPDATE ledger_sums SET sums = '', mac = (SELECT mac FROM ledger_sums WHERE sums = '') WHERE sums <> ''`,
  ],
  ['the total of an hour', `UPDATE ledger_hours SET usd_micros = '1'`],
  ['an hour set back by years', `UPDATE ledger_hours SET hour = 3600`],
  ['an hour taken away', `DELETE FROM ledger_hours`],
  ['one of several attempts taken away', `DELETE FROM attempts WHERE id = 'a2'`],
  ['the first of several attempts taken away', `DELETE FROM attempts WHERE id = 'a1'`],
  ['a nonce taken away', `DELETE FROM nonce_reservations WHERE nonce = 2`],
  ['a nonce given to another payment', `UPDATE nonce_reservations SET transaction_id = 'x2' WHERE nonce = 2`],
  [
    'a nonce put in',
    `INSERT INTO nonce_reservations SELECT wallet_id, network, 7, 'x2', created_at FROM nonce_reservations LIMIT 1`,
  ],
  [
    'a line twice',
    `INSERT INTO ledger_entries SELECT 'x3', line, ${columnsBut('ledger_entries')} FROM ledger_entries WHERE transaction_id = 'x2'`,
  ],
];

function columnsBut(table: string): string {
  const found = SUMMED_TABLES.find(({ name }) => name === table);
  return (found?.columns ?? []).slice(2).join(', ');
}

describe('a ledger', () => {
  it('is sound as long as the daemon alone writes, over restarts too', async () => {
    expect([stops(), stops(otherId)]).toEqual([false, false]);
    await client().ledgerEntry.updateMany({
      where: { transactionId: 'x1' },
      data: { state: 'SETTLED', status: 'CONFIRMED', at: NOW + 5n },
    });
    await client().ledgerEntry.updateMany({ where: { transactionId: 'x2' }, data: { state: 'VOID' } });
    await client().ledgerHour.updateMany({ data: { usdMicros: '7' } });
    await client().attempt.updateMany({ where: { id: 'a1' }, data: { state: 'DROPPED', updatedAt: 5n } });
    await client().nonceReservation.deleteMany({ where: { nonce: 1 } });
    await client().transaction.delete({ where: { id: 'x1' } });
    expect(temporary.database.guard.look(client())).toEqual([]);
    await whileStopped(() => undefined);
    expect(temporary.database.guard.look(client())).toEqual([]);
  });

  it.each(ATTACKS)('that somebody changed while the daemon runs stops its wallet alone: %s', (_, sql) => {
    expect(stops()).toBe(false);
    change(sql);
    expect(stops()).toBe(true);
    expect(stops(otherId)).toBe(sql.includes('DELETE FROM ledger_sums'));
  });

  it.each(ATTACKS)('that somebody changed while the daemon was stopped: %s', async (_, sql) => {
    await whileStopped(() => void change(sql));
    expect(stops()).toBe(true);
  });

  it('with a line of another wallet stops both', () => {
    change(`UPDATE ledger_entries SET wallet_id = '${otherId}' WHERE transaction_id = 'x2'`);
    expect([stops(), stops(otherId)]).toEqual([true, true]);
  });

  it.each(['running', 'stopped'])('with an older row put back is missed by a daemon that was %s', async (how) => {
    const older = `${temporary.file}.older`;
    outside.exec(`VACUUM INTO '${older}'`);
    await client().ledgerEntry.updateMany({ where: { transactionId: 'x2' }, data: { usdMicros: '9000000' } });
    await client().ledgerHour.updateMany({ data: { usdMicros: '9000000' } });
    expect(stops()).toBe(false);
    const putBack = (): void => {
      outside.exec(
        `ATTACH '${older}' AS older; DELETE FROM ledger_hours; INSERT INTO ledger_hours SELECT * FROM older.ledger_hours; DETACH older`,
      );
    };
    if (how === 'stopped') await whileStopped(putBack);
    else putBack();
    expect(stops()).toBe(true);
  });

  it('stays unsound whatever the daemon writes over what was changed', async () => {
    change(`UPDATE ledger_entries SET amount = '1' WHERE transaction_id = 'x1' AND line = 0`);
    await client().ledgerEntry.updateMany({ where: { transactionId: 'x1' }, data: { state: 'SETTLED', amount: '100' } });
    await client().ledgerEntry.updateMany({ where: { transactionId: 'x1' }, data: { state: 'VOID' } });
    await client().transaction.delete({ where: { id: 'x1' } });
    expect(stops()).toBe(true);
    await whileStopped(() => undefined);
    expect(stops()).toBe(true);
  });

  it('is sound again where the very row is put back', () => {
    change(`UPDATE ledger_entries SET amount = '1' WHERE transaction_id = 'x1' AND line = 0`);
    expect(stops()).toBe(true);
    change(`UPDATE ledger_entries SET amount = '100' WHERE transaction_id = 'x1' AND line = 0`);
    expect(stops()).toBe(false);
  });

  it('keeps its sums when a transaction fails, or part of one', async () => {
    const failed = temporary.database.transaction(async (tx) => {
      await tx.ledgerEntry.updateMany({ where: { transactionId: 'x1' }, data: { amount: '1' } });
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    const parts = await Promise.allSettled([
      temporary.database.sharedTransaction(async (tx) => tx.ledgerEntry.create({ data: line('x3') })),
      temporary.database.sharedTransaction(async (tx) => {
        await tx.ledgerEntry.deleteMany({ where: { transactionId: 'x1' } });
        throw new Error('no');
      }),
      temporary.database.sharedTransaction(async (tx) => tx.ledgerEntry.create({ data: line('x3', { line: 1 }) })),
    ]);
    expect(parts.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await expect(client().ledgerEntry.createMany({ data: [line('x3', { line: 2 }), line('x1')] })).rejects.toThrow();
    expect(temporary.database.guard.look(client())).toEqual([]);
  });

  it('keeps its sums when the process is killed at any moment: the file of any moment is sound', async () => {
    const files: string[] = [];
    for (let step = 0; step < 6; step += 1) {
      await client().ledgerEntry.updateMany({ where: { transactionId: 'x1' }, data: { amount: String(step) } });
      const file = `${temporary.file}.${step}.db`;
      copyFileSync(temporary.file, file);
      copyFileSync(`${temporary.file}-wal`, `${file}-wal`);
      files.push(file);
    }
    for (const file of files) {
      const database = await withRowKey(await openDatabase({ file, migrationsDir: MIGRATIONS_DIR }));
      expect(database.guard.look(database.client)).toEqual([]);
      await database.close();
    }
  });

  it('forgets what no window reaches: rows of then may go, rows of now may not', async () => {
    for (let span = 1n; span <= 12n; span += 1n) await client().ledgerHour.create({ data: hour(NOW + span * 8n * DAY) });
    expect(temporary.database.guard.look(client())).toEqual([]);
    change(`DELETE FROM ledger_hours WHERE hour = ${NOW}`);
    expect(stops()).toBe(false);
    // Written by the daemon, and too old to count: neither summed nor missed.
    await client().ledgerEntry.update({
      where: { transactionId_line: { transactionId: 'x2', line: 0 } },
      data: { status: 'FAILED' },
    });
    expect(temporary.database.guard.look(client())).toEqual([]);
    change(`DELETE FROM ledger_hours WHERE hour = ${NOW + 9n * 8n * DAY}`);
    expect(stops()).toBe(true);
  });

  it('that waits since long ago is never forgotten', async () => {
    for (let span = 1n; span <= 12n; span += 1n) await client().ledgerHour.create({ data: hour(NOW + span * 8n * DAY) });
    change(`DELETE FROM ledger_entries WHERE state = 'OPEN'`);
    expect(stops()).toBe(true);
  });
});

describe('a ledger that moved while there was no key', () => {
  const reopen = async () => openDatabase({ file: temporary.file, migrationsDir: MIGRATIONS_DIR });
  const expire = async () =>
    client().ledgerEntry.updateMany({ where: { transactionId: 'x1' }, data: { state: 'VOID', status: 'EXPIRED' } });

  async function locked(act: () => Promise<unknown>): Promise<void> {
    await temporary.database.close();
    temporary = { ...temporary, database: await reopen() };
    await act();
    await withRowKey(temporary.database);
  }

  it('is sound when the key comes, what failed meanwhile too', async () => {
    await locked(async () => {
      await expire();
      const failed = temporary.database.transaction(async (tx) => {
        await tx.ledgerEntry.deleteMany({ where: { transactionId: 'x2' } });
        throw new Error('no');
      });
      await expect(failed).rejects.toThrow('no');
    });
    expect(temporary.database.guard.look(client())).toEqual([]);
    await whileStopped(() => undefined);
    expect(temporary.database.guard.look(client())).toEqual([]);
  });

  it.each([
    ['before', `UPDATE ledger_entries SET amount = '1' WHERE transaction_id = 'x1'`, ''],
    ['after', '', `UPDATE ledger_entries SET usd_micros = '1' WHERE transaction_id = 'x1'`],
    ['beside it', '', `UPDATE ledger_entries SET state = 'VOID' WHERE transaction_id = 'x2'`],
  ])('is not where somebody changed it %s', async (_, before, after) => {
    await locked(async () => {
      change(before);
      await client().ledgerEntry.updateMany({ where: { transactionId: 'x1' }, data: { status: 'EXECUTING' } });
      change(after);
    });
    expect(stops()).toBe(true);
  });

  it('is not where somebody changed it between two moves', async () => {
    await locked(async () => {
      await client().ledgerEntry.updateMany({ where: { transactionId: 'x1' }, data: { status: 'EXECUTING' } });
      change(`UPDATE ledger_entries SET amount = '1' WHERE transaction_id = 'x1'`);
      await client().ledgerEntry.updateMany({ where: { transactionId: 'x1' }, data: { status: 'SUBMITTED' } });
    });
    expect(stops()).toBe(true);
  });
});

describe('whatever the daemon writes', () => {
  const step = fc.record({
    id: fc.constantFrom('x1', 'x2', 'x3'),
    line: fc.nat(2),
    state: fc.constantFrom('OPEN', 'SETTLED', 'VOID', 'gone'),
    days: fc.nat(200),
  });

  it('leaves its sums right, and any row changed in the end is missed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        for (const { id, line: number, state, days } of steps) {
          const key = { transactionId: id, line: number };
          if (state === 'gone') await client().ledgerEntry.deleteMany({ where: key });
          else {
            const data = line(id, { line: number, state, at: NOW + BigInt(days) * DAY });
            await client().ledgerEntry.upsert({ where: { transactionId_line: key }, create: data, update: data });
          }
        }
        expect(temporary.database.guard.look(client())).toEqual([]);
        change(`UPDATE ledger_entries SET amount = amount || '0' WHERE state = 'OPEN'`);
        expect(stops()).toBe((await client().ledgerEntry.count({ where: { state: 'OPEN' } })) > 0);
        change(`UPDATE ledger_entries SET amount = substr(amount, 1, length(amount) - 1) WHERE state = 'OPEN'`);
      }),
      { numRuns: 15, interruptAfterTimeLimit: 20_000 },
    );
  });
});
