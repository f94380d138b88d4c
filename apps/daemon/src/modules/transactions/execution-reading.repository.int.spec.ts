import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeWallet } from '../../../test/stored-wallet.js';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import { ExecutionReading } from './execution-reading.repository.js';

const INDEX = 'transactions_status_finalized_at_network_updated_at_idx';

let temporary: TemporaryDatabase;
let reading: ExecutionReading;

beforeAll(async () => {
  temporary = await temporaryDatabase();
  reading = new ExecutionReading(temporary.database);
});
afterAll(async () => temporary.drop());

/** How SQLite goes about each question about transactions that this asks. */
async function plansOf(ask: () => Promise<unknown>): Promise<readonly string[]> {
  // The rows are judged once, and again when somebody else has written.
  await ask();
  const asked: string[] = [];
  const listen = (message: unknown): void => void asked.push((message as { sql: string }).sql);
  subscribe('waiaas:statement', listen);
  await ask();
  unsubscribe('waiaas:statement', listen);
  const questions = asked.filter((sql) => /FROM\s+(?:`main`\.`)?transactions/.test(sql));
  const database = new Sqlite(temporary.file, { readonly: true });
  try {
    return questions.map((sql) => {
      const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...Array.from(sql.matchAll(/\?/g), () => null));
      return (steps as { detail: string }[]).map(({ detail }) => detail).join('; ');
    });
  } finally {
    database.close();
  }
}

describe('what the confirmations ask once a second, however many rows are settled', () => {
  it('finds the unsettled rows of a network in their order, without a look at the others', async () => {
    const plans = await plansOf(() => reading.unsettled('ethereum-sepolia', 200, 'all'));
    expect(plans).toHaveLength(3);
    for (const plan of plans) {
      expect(plan).toContain(`USING INDEX ${INDEX} (status=? AND finalized_at=? AND network=?)`);
      expect(plan).not.toContain('TEMP B-TREE');
    }
  });

  it('finds the networks that have some from the index alone', async () => {
    const [plan, ...others] = await plansOf(() => reading.openNetworks());
    expect(others).toEqual([]);
    expect(plan).toContain(`${INDEX} (status=? AND finalized_at=?)`);
  });
});

describe('a look at what is not settled', () => {
  const FROM = '0x52908400098527886E0F7030069857D2E4169EE7';
  const NETWORK = 'ethereum-sepolia';

  async function stored(status: string, ids: readonly string[]): Promise<void> {
    const walletId = await storeWallet(temporary.database);
    const request = { type: 'TRANSFER', walletId, chain: 'ethereum', network: NETWORK, from: FROM, to: FROM, amount: '1' };
    const place = { walletId, chain: 'ethereum', network: NETWORK, origin: 'send', type: 'TRANSFER' };
    const texts = { request: JSON.stringify(request), requestHash: 'hash', decision: '{}', policySetVersion: 1 };
    for (const [at, id] of ids.entries()) {
      const times = { createdAt: BigInt(at), updatedAt: BigInt(at) };
      await temporary.database.client.transaction.create({ data: { id, status, ...place, ...texts, ...times } });
    }
  }

  const seen = async (limit: number, scope: 'submitted' | 'all') =>
    (await reading.unsettled(NETWORK, limit, scope)).map(({ row }) => row.id);

  it('reaches what is behind rows that no block takes, however many they are', async () => {
    await stored('SUBMITTED', ['stuck-1', 'stuck-2', 'stuck-3', 'stuck-4', 'late']);
    const look = async () => seen(2, 'submitted');
    expect([await look(), await look(), await look(), await look()]).toEqual([
      ['stuck-1', 'stuck-2'],
      ['stuck-3', 'stuck-4'],
      ['late'],
      ['stuck-1', 'stuck-2'],
    ]);
    // Those the next page would have begun with have landed by then.
    await temporary.database.client.transaction.deleteMany({ where: { id: { in: ['stuck-2', 'stuck-3', 'stuck-4'] } } });
    expect(await look()).toEqual(['stuck-1', 'late']);
    await temporary.database.client.transaction.deleteMany({ where: { status: 'SUBMITTED' } });
  });

  it('reaches what is between confirmed rows that never become final, and always the newest', async () => {
    await stored('CONFIRMED', ['c-1', 'c-2', 'c-3', 'c-4', 'c-5']);
    const look = async () => seen(4, 'all');
    expect([await look(), await look(), await look(), await look()]).toEqual([
      ['c-1', 'c-2', 'c-5', 'c-4'],
      ['c-3', 'c-4', 'c-5'],
      ['c-5', 'c-4'],
      ['c-1', 'c-2', 'c-5', 'c-4'],
    ]);
    await temporary.database.client.transaction.deleteMany({ where: { status: 'CONFIRMED' } });
  });
});

describe('what a lane asks at each visit, however many rows of its wallet are settled', () => {
  it.each([
    ['rows that need bytes', () => reading.executable('w', 'ethereum-sepolia', 32)],
    ['what rows under way hold back', () => reading.promised('w', 'ethereum-sepolia', ['t'])],
  ])('finds %s among the open ones', async (_, ask) => {
    const [plan, ...others] = await plansOf(ask);
    expect(others).toEqual([]);
    expect(plan).toContain('transactions_wallet_id_status_idx (wallet_id=? AND status=?)');
  });
});
