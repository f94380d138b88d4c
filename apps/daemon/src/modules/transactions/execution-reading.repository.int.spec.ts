import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import { PrismaClient } from '../../infra/prisma/generated/client.js';
import { SafeSqlite } from '../../infra/prisma/sqlite-adapter.js';
import { ExecutionReading } from './execution-reading.repository.js';

const INDEX = 'transactions_status_finalized_at_network_updated_at_idx';

interface Asked {
  readonly query: string;
  readonly params: string;
}

let temporary: TemporaryDatabase;
let asked: Asked[];
let client: PrismaClient;
let reading: ExecutionReading;

beforeAll(async () => {
  temporary = await temporaryDatabase();
  const listening = new PrismaClient({
    adapter: new SafeSqlite(temporary.file),
    log: [{ emit: 'event', level: 'query' }],
  });
  listening.$on('query', (event) => asked.push(event));
  client = listening;
  reading = new ExecutionReading({ client } as TemporaryDatabase['database']);
});
afterAll(async () => {
  await client.$disconnect();
  await temporary.drop();
});

/** How SQLite goes about each question about transactions that this makes Prisma ask. */
async function plansOf(ask: () => Promise<unknown>): Promise<readonly string[]> {
  asked = [];
  await ask();
  const questions = asked.filter(({ query }) => /FROM\s+`(?:main`\.`)?transactions`/.test(query));
  const database = new Sqlite(temporary.file, { readonly: true });
  try {
    return questions.map(({ query, params }) => {
      const steps = database.prepare(`EXPLAIN QUERY PLAN ${query}`).all(...(JSON.parse(params) as unknown[]));
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
