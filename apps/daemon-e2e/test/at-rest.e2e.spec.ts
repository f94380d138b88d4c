import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { AnvilNode } from '@waiaas/testing';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verdictOf, type Api, type ApiAnswer } from '../src/harness/api.js';
import type { DaemonProcess } from '../src/harness/daemon-process.js';
import { fundedOnSepolia, SEPOLIA, startOnSepolia } from '../src/harness/on-sepolia.js';
import { confirmed, type TestWallet } from '../src/harness/wallets.js';

const PAYMENT = { type: 'TRANSFER', network: SEPOLIA, to: '0x8617E340B3D01FA5F11F306F4090FD50E238070D', amount: '1000' };
const REFUSED = '409 INTEGRITY_VIOLATION';

interface Report {
  readonly isSound: boolean;
  readonly digest: string;
  readonly rows: readonly { readonly table: string; readonly id: string }[];
}

let node: AnvilNode;
let daemon: DaemonProcess;
let master: Api;
/** Whose rows are changed, and one that has nothing to do with it. */
let hit: TestWallet;
let other: TestWallet;
let file: string;

beforeAll(async () => {
  ({ node, daemon, master } = await startOnSepolia());
  file = path.join(daemon.dataDir, 'data', 'waiaas.db');
  hit = await fundedOnSepolia({ node, daemon });
  other = await fundedOnSepolia({ node, daemon });
});

afterAll(async () => {
  await daemon.dispose();
  await node.stop();
});

const pay = async (wallet: TestWallet): Promise<ApiAnswer<{ readonly id: string }>> =>
  wallet.api.post('/v1/transactions/send', { ...PAYMENT, allowDuplicate: true });
const verdicts = async () => [verdictOf(await pay(hit)), verdictOf(await pay(other))];
const report = () => master.must(200, master.get<Report>('/v1/admin/integrity'));

/** As any other program does it. */
function outside<T>(work: (db: Sqlite.Database) => T): T {
  const db = new Sqlite(file, { timeout: 30_000 });
  try {
    return work(db);
  } finally {
    db.close();
  }
}

interface Place {
  readonly table: string;
  readonly column: string;
  readonly where: string;
}

/** Changes one byte, gives the end of that. */
function flip({ table, column, where }: Place): () => void {
  const read = (db: Sqlite.Database) =>
    db.prepare(`SELECT rowid AS row, CAST(${column} AS BLOB) AS bytes FROM ${table} WHERE ${where}`).get() as {
      row: number;
      bytes: Buffer;
    };
  const { row, bytes } = outside(read);
  const changed = Buffer.from(bytes);
  const at = Math.floor(changed.length / 2);
  changed[at] = (changed[at] ?? 0) ^ 1;
  const write = (text: Buffer) =>
    outside((db) => db.prepare(`UPDATE ${table} SET ${column} = CAST(? AS TEXT) WHERE rowid = ?`).run(text, row).changes);
  expect(write(changed)).toBe(1);
  return () => void write(bytes);
}

/** Everything that an admin or an agent reads while something is wrong. */
async function readEverything(): Promise<readonly number[]> {
  const routes = ['/v1/wallets', '/v1/policies', '/v1/sessions', '/v1/admin/status', '/v1/admin/transactions', '/v1/exposure'];
  const answers = await Promise.all([
    ...routes.map((route) => master.get(route)),
    hit.api.get('/v1/transactions'),
    other.api.get('/v1/wallet/balance'),
  ]);
  return answers.map(({ status }) => status).filter((status) => status >= 500);
}

const OF_WALLET: readonly (readonly [string, () => Place])[] = [
  ['the owner of the wallet', () => ({ table: 'wallets', column: 'owner_state', where: `id = '${hit.id}'` })],
  ['the address of the wallet', () => ({ table: 'wallets', column: 'address', where: `id = '${hit.id}'` })],
  ['the state of the wallet', () => ({ table: 'wallets', column: 'status', where: `id = '${hit.id}'` })],
  ['a rule of its policy', () => ({ table: 'policies', column: 'rules', where: `wallet_id = '${hit.id}'` })],
  ['the MAC of its policy', () => ({ table: 'policies', column: 'mac', where: `wallet_id = '${hit.id}'` })],
  [
    'an earlier version of its policy',
    () => ({
      table: 'policy_versions',
      column: 'rules',
      where: `policy_id IN (SELECT id FROM policies WHERE wallet_id = '${hit.id}')`,
    }),
  ],
  [
    'its session',
    () => ({
      table: 'sessions',
      column: 'current_jti',
      where: `id IN (SELECT session_id FROM session_wallets WHERE wallet_id = '${hit.id}')`,
    }),
  ],
  ['what its session may', () => ({ table: 'session_wallets', column: 'mac', where: `wallet_id = '${hit.id}'` })],
  [
    'the request of a payment that runs',
    () => ({
      table: 'transactions',
      column: 'request',
      where: `wallet_id = '${hit.id}' AND finalized_at IS NULL AND status = 'CONFIRMED'`,
    }),
  ],
  [
    'the bytes that were sent for it',
    () => ({
      table: 'attempts',
      column: 'tx_hash',
      where: `transaction_id IN (SELECT id FROM transactions WHERE wallet_id = '${hit.id}' AND finalized_at IS NULL)`,
    }),
  ],
  [
    'what it spent',
    () => ({ table: 'ledger_entries', column: 'amount', where: `wallet_id = '${hit.id}' AND state = 'SETTLED'` }),
  ],
  ['what it spent in an hour', () => ({ table: 'ledger_hours', column: 'usd_micros', where: `wallet_id = '${hit.id}'` })],
  ['the sums of what it spent', () => ({ table: 'ledger_sums', column: 'sums', where: `wallet_id = '${hit.id}'` })],
  ['the set of its policies', () => ({ table: 'row_sets', column: 'mac', where: `id = 'policies/${hit.id}'` })],
];

describe('signed bytes', () => {
  it('are read by the API and by nobody who reads the file', async () => {
    const { body } = await pay(other);
    await confirmed(other.api, body.id);
    const row = await other.api.get<{ attempts: readonly { rawTransaction: string | null }[] }>(`/v1/transactions/${body.id}`);
    const raw = row.body.attempts[0]?.rawTransaction?.slice(2);
    expect(raw).toMatch(/^02f8[0-9a-f]{100,}$/);
    const bytes = [file, `${file}-wal`].map((name) => readFileSync(name).toString('latin1')).join('');
    expect(bytes).toContain('wrow.1.1.');
    expect(bytes).not.toContain(raw);
    expect(bytes).not.toMatch(/0x02f8[0-9a-f]{100,}/);
  });
});

describe('one byte changed in the database of a running daemon', () => {
  it.each(OF_WALLET)('in %s stops its payments and no others, breaks no page, and is shown', async (_, placeOf) => {
    await confirmed(hit.api, (await pay(hit)).body.id);
    const back = flip(placeOf());
    try {
      expect(await verdicts()).toEqual([REFUSED, '201']);
      expect(await readEverything()).toEqual([]);
      expect((await report()).rows.length).toBeGreaterThan(0);
    } finally {
      back();
    }
    expect(await report()).toMatchObject({ isSound: true, rows: [] });
    await expect.poll(async () => verdicts(), { timeout: 20_000 }).toEqual(['201', '201']);
  });

  it.each([
    [
      'a setting',
      `INSERT INTO settings (key, value, updated_at) VALUES ('policy.default_deny_tokens', 'false', 1)`,
      `DELETE FROM settings WHERE mac IS NULL`,
    ],
    [
      'a policy of all wallets',
      `INSERT INTO policies (id, type, rules, created_at, updated_at) VALUES ('p', 'SPENDING_LIMIT', '{}', 1, 1)`,
      `DELETE FROM policies WHERE id = 'p'`,
    ],
    [
      'a pinned token',
      `INSERT INTO token_pins (network, address, decimals, standard, extensions, pinned_at) VALUES ('${SEPOLIA}', '0xt', 0, 'ERC20', '', 1)`,
      `DELETE FROM token_pins`,
    ],
  ])('or a row put in, %s, stops every wallet it concerns', async (_, put, take) => {
    outside((db) => db.exec(put));
    expect(await verdicts()).toEqual([REFUSED, REFUSED]);
    expect(await readEverything()).toEqual([]);
    outside((db) => db.exec(take));
    await expect.poll(async () => verdicts(), { timeout: 20_000 }).toEqual(['201', '201']);
  });

  it.each([
    ['a payment', 'transactions', 'request', 'id'],
    ['what was sent for it', 'attempts', 'params', 'transaction_id'],
  ])('so that nobody can read %s costs that payment alone, and it goes on when it is mended', async (_, table, column, key) => {
    let id = '';
    const write = (text: string) => outside((db) => db.exec(`UPDATE ${table} SET ${column} = ${text} WHERE ${key} = '${id}'`));
    const isSeen = async () => (await report()).rows.some((row) => row.table === table);
    const damage = async (): Promise<boolean> => {
      id = (await pay(hit)).body.id;
      await confirmed(hit.api, id);
      write(`'{' || ${column}`);
      // One that became final meanwhile decides nothing any more.
      if (await isSeen()) return true;
      write(`substr(${column}, 2)`);
      return false;
    };
    await expect.poll(damage, { timeout: 60_000 }).toBe(true);
    await confirmed(other.api, (await pay(other)).body.id);
    expect(await readEverything()).toEqual([]);
    expect((await report()).rows).toMatchObject([{ table }]);
    expect(await master.must(200, master.get('/v1/exposure'))).toMatchObject({
      findings: expect.arrayContaining([expect.objectContaining({ code: 'ROWS_ALTERED' })]),
    });
    write(`substr(${column}, 2)`);
    await confirmed(hit.api, (await pay(hit)).body.id);
    expect(await report()).toMatchObject({ isSound: true });
  });

  it('is told of, and stops nothing any more when the admin takes what stands', async () => {
    flip({ table: 'wallets', column: 'name', where: `id = '${hit.id}'` });
    expect(await verdicts()).toEqual([REFUSED, '201']);
    const told = async () =>
      (await master.must(200, master.get<{ data: readonly object[] }>('/v1/audit-logs?event_type=INTEGRITY_VIOLATION'))).data
        .length;
    await expect.poll(told, { timeout: 30_000 }).toBeGreaterThan(0);
    const status = await master.must(200, master.get<{ banners: readonly string[] }>('/v1/admin/status'));
    expect(status.banners.join()).toContain('/v1/admin/integrity');
    expect((await master.post('/v1/admin/integrity/adopt', { digest: '0'.repeat(64) })).status).toBe(409);
    const { digest, rows } = await report();
    expect(rows).toMatchObject([{ table: 'wallets', id: hit.id }]);
    await master.must(200, master.post('/v1/admin/integrity/adopt', { digest }));
    expect(await verdicts()).toEqual(['201', '201']);
    const adopted = await master.must(
      200,
      master.get<{ data: readonly object[] }>('/v1/audit-logs?event_type=INTEGRITY_ADOPTED'),
    );
    expect(adopted.data).toHaveLength(1);
  });

  it('does not keep the daemon from being frozen', async () => {
    const back = flip({ table: 'policies', column: 'rules', where: `wallet_id = '${hit.id}'` });
    await master.must(200, master.post('/v1/admin/kill-switch', {}));
    expect((await pay(other)).status).toBe(503);
    back();
    await master.must(200, master.post('/v1/admin/recover', {}));
  });
});
