import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeWallet } from '../../../test/stored-wallet.js';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import { COVERED_TABLES, type CoveredTable } from './covered-tables.js';

let temporary: TemporaryDatabase;
let outside: Sqlite.Database;
let walletId: string;

beforeEach(async () => {
  temporary = await temporaryDatabase();
  outside = new Sqlite(temporary.file);
  walletId = await storeWallet(temporary.database, { ownerAddress: '0xowner', ownerState: 'LOCKED' });
  await fill();
});
afterEach(async () => {
  outside.close();
  await temporary.drop();
});

const found = () => temporary.database.guard.look(temporary.database.client).map(({ table, id }) => `${table} ${id}`.trim());
const stops = (id: string) => temporary.database.guard.unsoundFor(temporary.database.client, { walletId: id }) !== undefined;

/** One row in each table, as the daemon writes them. */
async function fill(): Promise<void> {
  const { client } = temporary.database;
  await client.session.create({
    data: {
      id: 's1',
      currentJti: 'j',
      jtiChangedAt: 1n,
      createdAt: 1n,
      constraints: '{}',
      wallets: { create: { walletId, createdAt: 1n } },
    },
  });
  const rule = { rules: '{"maxAmount":"1"}', priority: 0, enabled: true };
  await client.policy.create({
    data: { id: 'p1', walletId, type: 'SPENDING_LIMIT', slot: 'a', createdAt: 1n, updatedAt: 1n, ...rule },
  });
  await client.policyVersion.create({
    data: { policyId: 'p1', version: 1, change: 'created', changedAt: 1n, changedBy: 'master', ...rule },
  });
  await client.setting.create({ data: { key: 'policy.x', value: '"1"', updatedAt: 1n } });
  const token = { network: 'ethereum-sepolia', address: '0xt', decimals: 6 };
  await client.token.create({ data: { ...token, id: 't', symbol: 'T', name: 'T', createdAt: 1n } });
  await client.tokenPin.create({ data: { ...token, standard: 'ERC20', extensions: '', pinnedAt: 1n } });
  await client.ownerChallenge.create({
    data: {
      ...{ nonce: 'n', action: 'approve', pool: 'ordinary', address: '0xowner', chain: 'ethereum', walletId, message: 'm' },
      ...{ clientAddress: 'c', issuedAt: 1n, expiresAt: 2n },
    },
  });
  await client.browserLogin.create({
    data: {
      ...{
        id: 'b',
        kind: 'admin',
        tokenHash: 'h',
        csrfHash: 'c',
        createdAt: 1n,
        lastSeenAt: 1n,
        expiresAt: 2n,
        clientAddress: 'c',
      },
    },
  });
  await client.transaction.create({
    data: {
      ...{ id: 'x1', walletId, sessionId: 's1', origin: 'send', type: 'TRANSFER', status: 'QUEUED', chain: 'ethereum' },
      ...{ network: 'ethereum-sepolia', request: '{"to":"0xa"}', requestHash: 'h', decision: '{}', policySetVersion: 1 },
      ...{ createdAt: 1n, updatedAt: 1n },
    },
  });
  const told = { url: 'https://a', events: '[]', secret: 's', afterAuditId: 0n };
  await client.webhook.create({ data: { id: 'w1', ...told, createdAt: 1n, updatedAt: 1n } });
  await client.killSwitch.create({ data: { state: 'SUSPENDED', activatedAt: 1n, activatedBy: 'master', updatedAt: 1n } });
  await client.attempt.create({
    data: {
      ...{ id: 'a1', transactionId: 'x1', walletId, network: 'ethereum-sepolia', number: 1, kind: 'original' },
      ...{ state: 'BROADCAST', nonce: 7, params: '{}', txHash: '0xh', createdAt: 1n, updatedAt: 1n },
    },
  });
}

const TEXT_CHANGE = `'x' || coalesce(COLUMN, '')`;
/** Every way to write something else there: nothing, another text, another number. */
const CHANGES = ['NULL', TEXT_CHANGE, 'coalesce(COLUMN, 0) + 1'];

function changeable({ table, id, columns }: CoveredTable): readonly (readonly [string, string])[] {
  const notNull = new Set(
    outside
      .prepare(`SELECT name FROM pragma_table_info('${table}') WHERE "notnull" = 1`)
      .all()
      .map((row) => (row as { name: string }).name),
  );
  // An attempt that names another transaction is one that was taken away: see `damaged-rows.repository.int.spec.ts`.
  const changed = [...id, ...columns].filter((column) => table !== 'attempts' || column !== 'transaction_id');
  // A key that is declared INTEGER takes no text, whoever writes it.
  const isPossible = (change: string, column: string): boolean =>
    change === 'NULL'
      ? !notNull.has(column)
      : change !== TEXT_CHANGE || !['audit_head id', 'kill_switch id'].includes(`${table} ${column}`);
  return changed.flatMap((column) =>
    CHANGES.filter((change) => isPossible(change, column)).map(
      (change) => [column, change.replaceAll('COLUMN', column)] as const,
    ),
  );
}

describe('a row that the daemon wrote', () => {
  it('is sound', () => {
    expect(found()).toEqual([]);
    expect(stops(walletId)).toBe(false);
    // Once more, when nobody wrote since.
    expect(stops(walletId)).toBe(false);
  });

  it.each(COVERED_TABLES)(
    'of $table is unsound after any change to any covered column, and sound again without it',
    (covered) => {
      outside.pragma('foreign_keys = OFF');
      for (const [column, change] of changeable(covered)) {
        outside.exec('BEGIN');
        const { changes } = outside
          .prepare(`UPDATE ${covered.table} SET ${column} = ${change} WHERE ${column} IS NOT ${change}`)
          .run();
        outside.exec('COMMIT');
        expect(changes === 0 || found().some((row) => row.startsWith(covered.table)), `${column} = ${change}`).toBe(true);
        outside.close();
        outside = new Sqlite(temporary.file);
        outside.pragma('foreign_keys = OFF');
        // Back, by the journal of this test: the row as it was.
        restore(covered);
        expect(found(), column).toEqual([]);
      }
    },
  );

  it.each(COVERED_TABLES)('of $table does not carry the MAC of another, nor go without one', async ({ table }) => {
    outside.exec(`UPDATE ${table} SET mac = NULL`);
    expect(found()[0]).toMatch(new RegExp(`^${table}`));
    outside.exec(`UPDATE ${table} SET mac = (SELECT mac FROM ${table === 'wallets' ? 'settings' : 'wallets'} LIMIT 1)`);
    expect(found()[0]).toMatch(new RegExp(`^${table}`));
  });
});

const originals = new Map<string, unknown[]>();
beforeEach(() => {
  for (const { table } of COVERED_TABLES) originals.set(table, outside.prepare(`SELECT * FROM ${table}`).all());
});

function restore({ table }: CoveredTable): void {
  outside.exec(`DELETE FROM ${table}`);
  for (const row of originals.get(table) ?? []) {
    const names = Object.keys(row as object);
    outside.prepare(`INSERT INTO ${table} (${names.join(',')}) VALUES (${names.map((name) => `@${name}`).join(',')})`).run(row);
  }
}
