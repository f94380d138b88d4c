import path from 'node:path';
import type { AdminStatus, IntegrityAdopted, IntegrityReport } from '@waiaas/api-types';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeWallet } from '../../../test/stored-wallet.js';
import { until } from '../../../test/until.js';
import { FIRST_PASSWORD, startWholeDaemon, type WholeDaemon } from '../../../test/whole-daemon.js';

let daemon: WholeDaemon;
let outside: Sqlite.Database;
let walletId: string;

beforeEach(async () => {
  daemon = await startWholeDaemon();
  outside = new Sqlite(path.join(daemon.dataDirectory, 'data', 'waiaas.db'));
  walletId = await storeWallet(daemon.database);
});
afterEach(async () => {
  outside.close();
  await daemon.close();
});

const get = async <T>(route: string) => (await daemon.call(route, { password: FIRST_PASSWORD })).body as T;
const report = () => get<IntegrityReport>('/v1/admin/integrity');
const adopt = (digest: string) =>
  daemon.call('/v1/admin/integrity/adopt', { method: 'POST', password: FIRST_PASSWORD, body: { digest } });
const audited = (eventType: string) => daemon.database.client.auditLog.findMany({ where: { eventType }, orderBy: { id: 'asc' } });
const names = ({ rows }: IntegrityReport) => rows.map(({ table, id }) => `${table} ${id}`.trim());

const change = (sql: string) => outside.exec(sql);

describe('rows that somebody else wrote', () => {
  it('are none as long as the daemon alone writes', async () => {
    expect(await report()).toMatchObject({ isSound: true, total: 0, rows: [] });
    const { checks, banners } = await get<AdminStatus>('/v1/admin/status');
    expect(checks).toContainEqual(expect.objectContaining({ name: 'integrity', ok: true }));
    expect(banners.join()).not.toContain('integrity');
    expect(await audited('INTEGRITY_VIOLATION')).toEqual([]);
  });

  it('are shown with what they hold, told once, named in status and exposure, and sound when they are taken as they are', async () => {
    change(`UPDATE wallets SET owner_address = '0xthief', owner_state = 'LOCKED'`);
    const seen = await report();
    expect(seen).toMatchObject({
      isSound: false,
      total: 1,
      rows: [{ table: 'wallets', id: walletId, walletId, isRemoved: false }],
    });
    expect(seen.rows[0]?.columns).toMatchObject({ owner_address: '0xthief', owner_state: 'LOCKED' });
    await until(async () => (await audited('INTEGRITY_VIOLATION')).length === 1);
    expect((await audited('INTEGRITY_VIOLATION'))[0]).toMatchObject({ severity: 'critical', actor: 'system' });
    const { checks, banners } = await get<AdminStatus>('/v1/admin/status');
    expect(checks).toContainEqual(expect.objectContaining({ name: 'integrity', ok: false }));
    expect(banners.join()).toContain('GET /v1/admin/integrity');
    expect(await get('/v1/exposure')).toMatchObject({
      findings: expect.arrayContaining([expect.objectContaining({ code: 'ROWS_ALTERED' })]),
    });
    expect(await adopt(seen.digest)).toMatchObject({ status: 200, body: { adopted: 1, removed: 0 } satisfies IntegrityAdopted });
    expect(await report()).toMatchObject({ isSound: true });
    expect(await audited('INTEGRITY_ADOPTED')).toMatchObject([{ severity: 'critical', actor: 'master' }]);
    expect(await audited('INTEGRITY_VIOLATION')).toHaveLength(1);
  });

  it('are taken only as they were seen', async () => {
    change(`UPDATE wallets SET owner_address = '0xthief'`);
    const { digest } = await report();
    change(`UPDATE wallets SET owner_address = '0xother'`);
    expect(await adopt(digest)).toMatchObject({ status: 409, body: { code: 'VERSION_CONFLICT' } });
    expect(await adopt('x')).toMatchObject({ status: 400 });
    expect(await report()).toMatchObject({ isSound: false });
  });

  it('cannot be taken where there are none', async () => {
    const { digest } = await report();
    expect(await adopt(digest)).toMatchObject({ status: 409, body: { code: 'INVALID_STATE_TRANSITION' } });
  });

  it('do not become the daemon’s own by an update of theirs', async () => {
    change(`UPDATE wallets SET address = '0xthief'`);
    await daemon.database.client.wallet.update({ where: { id: walletId }, data: { name: 'another name' } });
    expect(names(await report())).toEqual([`wallets ${walletId}`]);
  });

  it('are missed where they were taken away: a policy of a wallet, a setting, a pinned token', async () => {
    const { client } = daemon.database;
    const rule = { type: 'SPENDING_LIMIT', rules: '{}', slot: null, createdAt: 1n, updatedAt: 1n };
    await client.policy.create({ data: { id: 'p1', walletId, ...rule } });
    await client.policy.create({ data: { id: 'p2', walletId: null, ...rule } });
    await client.setting.create({ data: { key: 'policy.delay_seconds', value: '5', updatedAt: 1n } });
    const pin = { decimals: 6, standard: 'ERC20', extensions: '', pinnedAt: 1n };
    await client.tokenPin.create({ data: { network: 'ethereum-sepolia', address: '0xt', ...pin } });
    expect(await report()).toMatchObject({ isSound: true });
    change(`DELETE FROM policies WHERE id = 'p1'`);
    expect(names(await report())).toEqual([`policies (set) ${walletId}`]);
    change(`DELETE FROM policies; DELETE FROM settings; DELETE FROM token_pins`);
    const sets = ['policies (set)', `policies (set) ${walletId}`, 'settings (set)', 'token_pins (set)'];
    const seen = await report();
    expect(names(seen)).toEqual(sets);
    // What the daemon writes there meanwhile makes no set whole.
    await client.setting.create({ data: { key: 'policy.delay_seconds', value: '6', updatedAt: 1n } });
    expect(names(await report())).toEqual(sets);
    change(`DELETE FROM row_sets`);
    expect(names(await report())).toEqual(expect.arrayContaining(sets));
    expect((await adopt((await report()).digest)).status).toBe(200);
    expect(await report()).toMatchObject({ isSound: true });
  });

  it('are taken whatever stands in their keys', async () => {
    const token = (network: string, address: string) =>
      `INSERT INTO tokens (network, address, id, symbol, name, decimals, created_at) VALUES (${network}, ${address}, random(), 'T', 'T', 6, 1)`;
    for (const key of [`'ethereum sepolia'`, `' '`, `x'00ff'`]) change(token(key, `'a b'`));
    change(token(`'ethereum'`, `'sepolia a b'`));
    const seen = await report();
    expect(seen).toMatchObject({ isSound: false, total: 5 });
    expect(await adopt(seen.digest)).toMatchObject({ status: 200, body: { adopted: 5, removed: 0 } });
    expect(await report()).toMatchObject({ isSound: true });
  });

  it('are missed in what a wallet has spent, and taken with exactly the lines that were shown', async () => {
    const total = { walletId, bucket: 'b', chain: 'ethereum', network: 'ethereum-sepolia', asset: 'native', sessionId: '' };
    const hour = { ...total, category: '', requests: 1, usdMicros: '9000000', unvalued: '0' };
    await daemon.database.client.ledgerHour.create({ data: { ...hour, hour: 3600n } });
    await daemon.database.client.ledgerHour.create({ data: { ...hour, hour: 7200n } });
    expect(await report()).toMatchObject({ isSound: true });
    change(`UPDATE ledger_hours SET usd_micros = '1' WHERE hour = 7200`);
    const seen = await report();
    const columns = { open_lines: 0, settled_lines: 0, hours: 2, attempts: 0, nonces: 0 };
    expect(seen.rows).toEqual([{ table: 'ledger', id: walletId, walletId, isRemoved: false, columns }]);
    await until(async () => (await audited('INTEGRITY_VIOLATION')).length === 1);
    change(`UPDATE ledger_hours SET usd_micros = '2' WHERE hour = 7200`);
    expect(await adopt(seen.digest)).toMatchObject({ status: 409, body: { code: 'VERSION_CONFLICT' } });
    expect(await adopt((await report()).digest)).toMatchObject({ status: 200, body: { adopted: 1, removed: 0 } });
    expect(await report()).toMatchObject({ isSound: true });
    change('DELETE FROM ledger_sums');
    expect(names(await report())).toEqual([`ledger ${walletId}`]);
    await daemon.stop();
    daemon = await startWholeDaemon({ after: daemon });
    // As after an update from a build that had no sums.
    expect((await adopt((await report()).digest)).status).toBe(200);
    expect(await report()).toMatchObject({ isSound: true });
  });

  it('of logins and challenges are removed and never taken', async () => {
    change(`INSERT INTO browser_logins (id, kind, token_hash, csrf_hash, created_at, last_seen_at, expires_at, client_address)
      VALUES ('l', 'admin', 'h', 'c', 1, 1, 99999999999, 'c')`);
    const seen = await report();
    expect(seen.rows).toEqual([{ table: 'browser_logins', id: 'l', walletId: null, isRemoved: true, columns: null }]);
    expect(await adopt(seen.digest)).toMatchObject({ status: 200, body: { adopted: 0, removed: 1 } });
    expect(await daemon.database.client.browserLogin.count()).toBe(0);
  });

  it('get no MAC by a trigger that somebody put into the file, and nothing is taken before it is gone', async () => {
    change(
      `CREATE TRIGGER thief AFTER UPDATE OF name ON wallets BEGIN UPDATE wallets SET owner_address = '0xthief' WHERE id = NEW.id; END`,
    );
    await daemon.database.client.wallet.update({ where: { id: walletId }, data: { name: 'renamed' } });
    const seen = await report();
    expect(names(seen)).toEqual(['schema', `wallets ${walletId}`]);
    expect(await adopt(seen.digest)).toMatchObject({ status: 409, body: { code: 'INVALID_STATE_TRANSITION' } });
    change(`DROP TRIGGER thief`);
    expect(names(await report())).toEqual([`wallets ${walletId}`]);
  });

  it('are none where a trigger only refuses writes, however it hides in another', async () => {
    const refusal = `BEGIN SELECT RAISE(ABORT, 'no'); END`;
    change(`CREATE TRIGGER thief BEFORE UPDATE OF name ON wallets ${refusal}`);
    await expect(daemon.database.client.wallet.update({ where: { id: walletId }, data: { name: 'x' } })).rejects.toThrow();
    expect(await report()).toMatchObject({ isSound: true });
    change(`CREATE TRIGGER thief2 AFTER UPDATE OF status ON wallets WHEN '${refusal.replaceAll("'", "''")}' <> ''
      BEGIN UPDATE wallets SET owner_address = '0xthief' WHERE id = NEW.id; END`);
    expect(names(await report())).toEqual(['schema']);
    change('DROP TRIGGER thief; DROP TRIGGER thief2');
    expect(await report()).toMatchObject({ isSound: true });
  });

  it('cannot call what makes a MAC', async () => {
    change(
      `CREATE TRIGGER thief AFTER UPDATE OF name ON wallets BEGIN UPDATE wallets SET mac = row_mac('wallets') WHERE id = NEW.id; END`,
    );
    await expect(daemon.database.client.wallet.update({ where: { id: walletId }, data: { name: 'renamed' } })).rejects.toThrow(
      /unsafe use/,
    );
    change(`DROP TRIGGER thief`);
    expect(await report()).toMatchObject({ isSound: true });
  });

  it('are all there are once the key is gone, and a new one vouches for them only when the admin says so', async () => {
    await daemon.stop();
    change(`DELETE FROM sealed_secrets WHERE name = 'row-key'`);
    daemon = await startWholeDaemon({ after: daemon });
    const seen = await report();
    expect(names(seen)).toContain(`wallets ${walletId}`);
    expect((await adopt(seen.digest)).status).toBe(200);
    expect(await report()).toMatchObject({ isSound: true });
    await daemon.stop();
    daemon = await startWholeDaemon({ after: daemon });
    expect(await report()).toMatchObject({ isSound: true });
  });

  it('are told once more after a restart only if others are found', async () => {
    change(`UPDATE wallets SET owner_address = '0xthief'`);
    await report();
    await until(async () => (await audited('INTEGRITY_VIOLATION')).length === 1);
    await daemon.stop();
    daemon = await startWholeDaemon({ after: daemon });
    await report();
    change(`UPDATE wallets SET owner_address = '0xthief' WHERE id = '${await storeWallet(daemon.database)}'`);
    await report();
    await until(async () => (await audited('INTEGRITY_VIOLATION')).length > 1);
    const told = (await audited('INTEGRITY_VIOLATION')).map(({ details }) => (JSON.parse(details) as { count: number }).count);
    expect(told).toEqual([1, 2]);
  });
});
