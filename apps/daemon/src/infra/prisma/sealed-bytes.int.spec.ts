import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeWallet } from '../../../test/stored-wallet.js';
import { MIGRATIONS_DIR } from '../../../test/temporary-database.js';
import type { Database, Tx } from './database.js';
import { openDatabase } from './prisma-database.js';
import { openRowKey } from './row-key.repository.js';
import { isRowSealed } from './row-keys.js';
import { openAnswer, withBytes } from './sealed-bytes.js';

const SIGNER = {
  seal: async (context: unknown, plaintext: string) => JSON.stringify([context, plaintext]),
  open: async (_context: unknown, sealed: string) => (JSON.parse(sealed) as [unknown, string])[1],
};
/** What no byte of the file may show afterwards, in the midst of bytes of the length of a real transaction. */
const SECRET = 'in-the-open';
const rawOf = (id: string) => `0x${id}-${SECRET}-`.padEnd(700, '5');
const answerOf = (id: string) => JSON.stringify({ signedTransaction: rawOf(id) });

const MAY_LAND = ['SIGNED', 'BROADCAST', 'MINED'];
const GONE = ['FINAL', 'REPLACED', 'EXPIRED', 'DROPPED'];

let folder: string;
let opened: Database[] = [];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'waiaas-old-'));
  const database = await open('old');
  await fill(database);
  await database.close();
});
afterEach(async () => {
  for (const database of opened) await database.close();
  opened = [];
  rmSync(folder, { recursive: true, force: true });
});

const fileOf = (name: string) => path.join(folder, name, 'waiaas.db');

async function open(name: string): Promise<Database> {
  const database = await openDatabase({ file: fileOf(name), migrationsDir: MIGRATIONS_DIR });
  opened.push(database);
  return database;
}

/** What a power cut at this moment leaves. */
function copyTo(name: string): void {
  for (const suffix of ['', '-wal']) {
    if (existsSync(`${fileOf('old')}${suffix}`)) cpSync(`${fileOf('old')}${suffix}`, `${fileOf(name)}${suffix}`);
  }
}

/** Rows as a build wrote them that knew of no sealing: there is no key, so nothing carries a MAC. */
async function fill({ client }: Database): Promise<void> {
  const walletId = await storeWallet({ client } as Database, { status: 'ACTIVE' });
  const at = { createdAt: 1n, updatedAt: 1n };
  const of = { walletId, network: 'ethereum-sepolia' };
  const transaction = (id: string, origin: string, status: string) =>
    client.transaction.create({
      data: {
        ...{ id, origin, type: 'TRANSFER', status, chain: 'ethereum', request: '{}', requestHash: 'h', decision: '{}' },
        ...{ ...of, policySetVersion: 1, answerBody: origin === 'send' ? '{"plain":true}' : answerOf(id), ...at },
      },
    });
  await transaction('sent', 'send', 'SUBMITTED');
  await transaction('handed-out', 'sign', 'SIGNED');
  await transaction('of-a-message', 'sign-message', 'SIGNED');
  await transaction('taken-back', 'sign', 'CANCELLED');
  const states = [...MAY_LAND, ...GONE];
  for (const [index, state] of Array.from({ length: 70 }, (_, count) => [count, states[count % states.length] ?? ''] as const)) {
    const id = `${state}-${String(index)}`;
    const data = { id, transactionId: 'sent', number: index, kind: 'original', nonce: index, params: '{}', txHash: id };
    await client.attempt.create({ data: { ...data, ...of, state: 'RESERVED', ...at } });
    await client.attempt.update({ where: { id }, data: { state, rawTransaction: rawOf(id) } });
  }
  // Rows that went leave what they held behind them.
  await client.attempt.deleteMany({ where: { number: { gte: 63 } } });
}

const stored = async ({ client }: Database) => client.attempt.findMany({ orderBy: { number: 'asc' } });

async function expectSealed(database: Database, name: string): Promise<void> {
  const attempts = await stored(database);
  expect(attempts).toHaveLength(63);
  for (const { state, rawTransaction } of attempts) {
    expect([state, rawTransaction !== null && isRowSealed(rawTransaction)]).toEqual([state, MAY_LAND.includes(state)]);
  }
  const read = withBytes(database.client, attempts).filter(({ rawTransaction }) => rawTransaction !== null);
  expect(read).toHaveLength(27);
  for (const { id, rawTransaction } of read) expect(rawTransaction).toBe(rawOf(id));
  const rows = await database.client.transaction.findMany({ orderBy: { id: 'asc' } });
  const answers = Object.fromEntries(rows.map(({ id, answerBody }) => [id, answerBody]));
  expect(answers).toMatchObject({ sent: '{"plain":true}', 'taken-back': null });
  for (const id of ['handed-out', 'of-a-message']) {
    expect(openAnswer(database.client, id, answers[id] ?? null)).toEqual(JSON.parse(answerOf(id)));
  }
  expect(readable(name)).toEqual([]);
}

/** The files of a database in which the bytes can be found. */
function readable(name: string): readonly string[] {
  const files = ['', '-wal'].map((suffix) => `${fileOf(name)}${suffix}`).filter((file) => existsSync(file));
  return files.filter((file) => readFileSync(file).includes(SECRET)).map((file) => path.basename(file));
}

/** Runs something at the end of the first transaction of a database, before it is committed or right after. */
function atTransaction(database: Database, when: 'before' | 'after', act: () => void): Database {
  const real = database.transaction.bind(database);
  database.transaction = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    const result = await real(async (tx) => {
      const inside = await work(tx);
      if (when === 'before') act();
      return inside;
    });
    if (when === 'after') act();
    return result;
  };
  return database;
}

describe('a database from before signed bytes were sealed', () => {
  it('is sealed when it is first unlocked, and no byte of it can be read in the file afterwards', async () => {
    expect(readable('old')).toEqual(['waiaas.db']);
    const database = await open('old');
    await openRowKey(database, SIGNER);
    await expectSealed(database, 'old');
    await database.close();
    await expectSealedAgain('old');
  });

  it('stays as it was, readable or not, while nobody unlocks it', async () => {
    const database = await open('old');
    expect((await stored(database)).filter(({ rawTransaction }) => rawTransaction?.includes(SECRET))).toHaveLength(63);
    expect(withBytes(database.client, await stored(database)).every(({ rawTransaction }) => rawTransaction === null)).toBe(true);
  });

  it.each(['before', 'after'] as const)('is sealed at the next unlock where it was killed right %s the commit', async (when) => {
    const database = await open('old');
    await openRowKey(
      atTransaction(database, when, () => copyTo('killed')),
      SIGNER,
    );
    expect(readable('killed')).not.toEqual([]);
    const killed = await open('killed');
    const raws = (await stored(killed)).map(({ rawTransaction }) => rawTransaction ?? '');
    expect(raws.some((raw) => raw.includes(SECRET))).toBe(when === 'before');
    await openRowKey(killed, SIGNER);
    await expectSealed(killed, 'killed');
  });

  it('is written anew at the next unlock where there was no room for it', async () => {
    const database = await open('old');
    const refuse = async (): Promise<never> => {
      throw new Error('disk full');
    };
    Object.defineProperty(database.client, '$executeRawUnsafe', { value: refuse });
    await openRowKey(database, SIGNER);
    expect(database.guard.seals.isOpen).toBe(true);
    await database.close();
    expect(readable('old')).not.toEqual([]);
    await expectSealedAgain('old');
  });

  it('is sealed once: the second unlock changes nothing', async () => {
    const first = await open('old');
    await openRowKey(first, SIGNER);
    const before = await stored(first);
    await first.close();
    const second = await open('old');
    await openRowKey(second, SIGNER);
    expect(await stored(second)).toEqual(before);
  });
});

async function expectSealedAgain(name: string): Promise<void> {
  const database = await open(name);
  await openRowKey(database, SIGNER);
  await expectSealed(database, name);
}
