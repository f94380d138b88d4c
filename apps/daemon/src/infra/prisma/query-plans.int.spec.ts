import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import { readEntries } from './decision-reads.js';

let temporary: TemporaryDatabase;
beforeAll(async () => {
  temporary = await temporaryDatabase();
});
afterAll(async () => temporary.drop());

/** What every request or every start asks, with the index that keeps it from growing with the table. */
const HOT_QUERIES = [
  ['the head of the audit chain', 'SELECT id, hash FROM audit_log ORDER BY id DESC LIMIT 1'],
  ['audit rows of a wallet', `SELECT * FROM audit_log WHERE wallet_id = 'w' AND id < 9 ORDER BY id DESC LIMIT 50`],
  ['policies of a wallet', `SELECT * FROM policies WHERE wallet_id = 'w' AND deleted_at IS NULL AND enabled = 1 ORDER BY id`],
  ['global policies', 'SELECT * FROM policies WHERE wallet_id IS NULL AND deleted_at IS NULL AND enabled = 1 ORDER BY id'],
  ['the holder of a slot', `SELECT id FROM policies WHERE slot = 's'`],
  ['wallets of a session', `SELECT wallet_id FROM session_wallets WHERE session_id = 's'`],
  [
    'requests of a wallet that were refused without a row',
    `SELECT at, requests, near_limit FROM unstored_refusals WHERE wallet_id = 'w' AND at >= 1 AND at <= 9 ORDER BY at DESC`,
  ],
  ['the newest requests of a wallet', `SELECT created_at FROM transactions WHERE wallet_id = 'w' ORDER BY id DESC LIMIT 250`],
  ['the newest id of a table', `SELECT id FROM transactions WHERE id < 'f' ORDER BY id DESC LIMIT 1`],
  ['sessions of a wallet', `SELECT session_id FROM session_wallets WHERE wallet_id = 'w'`],
] as const;

async function planOf(sql: string): Promise<readonly string[]> {
  const { client } = temporary.database;
  const plan = await client.$queryRawUnsafe<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql.replaceAll('?', '1')}`);
  return plan.map(({ detail }) => detail);
}

/** What is asked of the database meanwhile. */
async function askedBy(act: () => Promise<unknown>): Promise<readonly string[]> {
  const asked: string[] = [];
  const listen = (message: unknown): void => void asked.push((message as { readonly sql: string }).sql);
  subscribe('waiaas:statement', listen);
  await act().finally(() => unsubscribe('waiaas:statement', listen));
  return asked;
}

describe('query plans', () => {
  it.each(HOT_QUERIES)('search an index for %s and sort nothing', async (_, sql) => {
    const details = (await planOf(sql)).join('; ');
    expect(details).toMatch(/USING (COVERING )?INDEX/);
    expect(details).not.toMatch(/TEMP B-TREE/);
  });

  it('search one stretch of the ledger for what is open, and one for each hour', async () => {
    const [sql = ''] = await askedBy(() => readEntries(temporary.database.client, 'w', [0n, 7200n], 't'));
    const stretch = 'SEARCH ledger_entries USING INDEX ledger_entries_wallet_id_state_at_idx (wallet_id=? AND state=?';
    const searches = (await planOf(sql)).filter((detail) => detail.includes('ledger_entries'));
    expect(searches).toEqual([`${stretch})`, `${stretch} AND at>? AND at<?)`, `${stretch} AND at>? AND at<?)`]);
  });
});
