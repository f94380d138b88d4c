import type { AttemptRow, AttemptUpdate } from '@waiaas/pipeline';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import { updateAttempts } from './attempt-updates.repository.js';

let temporary: TemporaryDatabase;

beforeEach(async () => (temporary = await temporaryDatabase()));
afterEach(async () => temporary.drop());

const ATTEMPT = { id: 'a', state: 'SIGNED' } as AttemptRow;
const ANSWER: AttemptUpdate = { attempt: ATTEMPT, state: 'BROADCAST', outcome: 'unknown', lastBroadcastAt: 20, errorCode: null };

/** An attempt of a payment that is of no interest here. */
function store(state: string): void {
  const database = new Sqlite(temporary.file);
  database.pragma('foreign_keys = OFF');
  database
    .prepare(
      `INSERT INTO attempts (id, transaction_id, wallet_id, network, number, kind, state, outcome, params, created_at, updated_at)
       VALUES ('a', 't', 'w', 'ethereum-sepolia', 1, 'send', ?, 'known', '{}', 1, 1)`,
    )
    .run(state);
  database.close();
}

async function after(update: AttemptUpdate): Promise<unknown> {
  await temporary.database.transaction((tx) => updateAttempts(tx, [update], 30));
  const { state, outcome } = await temporary.database.client.attempt.findUniqueOrThrow({ where: { id: 'a' } });
  return [state, outcome];
}

describe('the answer to a broadcast', () => {
  it('is stored with bytes of which nothing else is known', async () => {
    store('BROADCAST');
    expect(await after(ANSWER)).toEqual(['BROADCAST', 'unknown']);
  });

  it.each(['MINED', 'FINAL', 'REPLACED', 'DROPPED', 'EXPIRED'])(
    'that comes late does not take back what the chain has told meanwhile: %s',
    async (state) => {
      store(state);
      expect(await after(ANSWER)).toEqual([state, 'known']);
    },
  );

  it('counts where it was sent again because the chain had taken its block back', async () => {
    store('MINED');
    expect(await after({ ...ANSWER, attempt: { ...ATTEMPT, state: 'MINED' } })).toEqual(['BROADCAST', 'unknown']);
  });
});

it('takes a block back by what a look at the chain found', async () => {
  store('MINED');
  expect(await after({ attempt: { ...ATTEMPT, state: 'MINED' }, state: 'BROADCAST' })).toEqual(['BROADCAST', 'known']);
});
