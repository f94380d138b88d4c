import { copyFileSync } from 'node:fs';
import path from 'node:path';
import type { AdminStatus, AuditVerifyResponse, IntegrityReport } from '@waiaas/api-types';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeWallet } from '../../../test/stored-wallet.js';
import { until } from '../../../test/until.js';
import { FIRST_PASSWORD, startWholeDaemon, type WholeDaemon } from '../../../test/whole-daemon.js';
import { AuditHeads } from './audit-heads.service.js';
import { AuditService } from './audit.service.js';
import { AuditWatch } from './audit-watch.service.js';
import { verifyAudit } from './offline-verification.js';

const CHAIN = 'audit_log (chain)';

let daemon: WholeDaemon;
let walletId: string;
/** The last row when the daemon stopped. */
let last: { readonly id: number; readonly hash: string };

/** A daemon that was used, whose last rows no signed head vouches for. */
beforeEach(async () => {
  daemon = await startWholeDaemon();
  walletId = await storeWallet(daemon.database);
  await act(5);
  await daemon.get(AuditHeads).keep();
  await act(4);
});
afterEach(() => daemon.close());

async function act(times = 1): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    await daemon.database.transaction((tx) =>
      daemon
        .get(AuditService)
        .append(tx, { eventType: 'WALLET_CHANGED', actor: 'master', walletId, details: { n }, severity: 'info' }),
    );
  }
}

const file = () => path.join(daemon.dataDirectory, 'data', 'waiaas.db');

function write(sql: string): void {
  const outside = new Sqlite(file());
  outside.exec(sql);
  outside.close();
}

function lastRow(): typeof last {
  const outside = new Sqlite(file());
  try {
    return outside.prepare<[], typeof last>('SELECT id, hash FROM audit_log ORDER BY id DESC LIMIT 1').get() ?? last;
  } finally {
    outside.close();
  }
}

/** Stops the daemon, has somebody write into its file, and starts it again. */
async function startAfter(sql: string): Promise<void> {
  await daemon.stop();
  last = lastRow();
  // The head that is signed when a daemon stops in order: one that was killed has left none.
  write(`DELETE FROM audit_checkpoints WHERE audit_id > 5; ${sql}`);
  daemon = await startWholeDaemon({ after: daemon });
}

const get = async <T>(route: string) => (await daemon.call(route, { password: FIRST_PASSWORD })).body as T;
const report = () => get<IntegrityReport>('/v1/admin/integrity');
const verified = () => get<AuditVerifyResponse>('/v1/audit-logs/verify');
const names = ({ rows }: IntegrityReport) => rows.map(({ table, id }) => `${table} ${id}`);
const isStopped = () => daemon.database.guard.unsoundFor(daemon.database.client, { walletId }) !== undefined;
const events = (eventType: string) => daemon.database.client.auditLog.findMany({ where: { eventType }, orderBy: { id: 'asc' } });
const broken = async () => (await events('EXPOSURE_FINDING')).filter(({ details }) => details.includes('AUDIT_CHAIN_BROKEN'));
const adopt = async () => {
  const { digest } = await report();
  return daemon.call('/v1/admin/integrity/adopt', { method: 'POST', password: FIRST_PASSWORD, body: { digest } });
};

const ALL_CUT = 'DELETE FROM audit_log';
const TAIL_CUT = 'DELETE FROM audit_log WHERE id > (SELECT max(id) - 2 FROM audit_log)';
/** As if the daemon had been stopped two rows before. */
const HEAD_BACK = 'UPDATE audit_head SET (audit_id, hash) = (SELECT id, hash FROM audit_log ORDER BY id DESC LIMIT 1)';

describe('what somebody took from the chain while the daemon was down', () => {
  it('is nothing where nobody did', async () => {
    await startAfter('');
    expect(await report()).toMatchObject({ isSound: true });
    expect(isStopped()).toBe(false);
    expect(await verified()).toMatchObject({ ok: true });
    expect(await broken()).toEqual([]);
  });

  it.each([
    ['rows after the last signed head', TAIL_CUT, () => last.id - 1],
    [
      'rows with their signed heads',
      'DELETE FROM audit_log WHERE id > 2; DELETE FROM audit_checkpoints WHERE audit_id > 2',
      () => 3,
    ],
    ['all there was', `${ALL_CUT}; DELETE FROM audit_checkpoints`, () => 1],
  ])('stops payments and is told, shown and told apart: %s', async (_, sql, brokenAt) => {
    await startAfter(sql);
    expect(isStopped()).toBe(true);
    const seen = await report();
    expect(seen).toMatchObject({ isSound: false, total: 1, rows: [{ table: CHAIN, walletId: null, columns: null }] });
    const [finding] = await until(async () => ((await broken()).length > 0 ? broken() : undefined));
    // It goes on from what was written, whatever is there.
    expect(finding).toMatchObject({ id: BigInt(last.id + 1), prevHash: last.hash, severity: 'critical', actor: 'system' });
    await until(async () => (await events('INTEGRITY_VIOLATION')).length === 1);
    expect(await verified()).toMatchObject({ ok: false, brokenAt: brokenAt() });
    expect(await verifyAudit({ dataDir: daemon.dataDirectory })).toMatchObject({ ok: false, brokenAt: brokenAt() });
    expect(names(await report())).toEqual([`${CHAIN} ${brokenAt()}`]);
    expect(await get('/v1/exposure')).toMatchObject({
      findings: expect.arrayContaining([expect.objectContaining({ code: 'ROWS_ALTERED', severity: 'critical' })]),
    });
    const { checks } = await get<AdminStatus>('/v1/admin/status');
    expect(checks).toContainEqual(expect.objectContaining({ name: 'integrity', ok: false }));
  });

  it.each([
    ['set to where the rows were cut', `${TAIL_CUT}; ${HEAD_BACK}`],
    ['taken away', 'DELETE FROM audit_head'],
    ['taken away with the end of the rows', `${TAIL_CUT}; DELETE FROM audit_head`],
    [
      'made to look as if the database were from before there was one',
      `${TAIL_CUT}; ${HEAD_BACK}; UPDATE audit_head SET mac = NULL`,
    ],
    ['marked as seen by an admin', 'UPDATE audit_head SET accepted_id = audit_id'],
  ])('is seen by its head too, %s', async (_, sql) => {
    await startAfter(sql);
    expect(isStopped()).toBe(true);
    expect(names(await report()).join()).toMatch(/^audit_/);
    expect(await verified()).toMatchObject({ ok: false });
    await act(2);
    expect(isStopped()).toBe(true);
    expect((await adopt()).status).toBe(200);
    expect(isStopped()).toBe(false);
    expect(await report()).toMatchObject({ isSound: true });
  });

  it('stays visible for ever, and is told no more once an admin has taken the chain as it is', async () => {
    await startAfter(TAIL_CUT);
    const from = last.id;
    expect((await adopt()).status).toBe(200);
    await act();
    await daemon.get(AuditWatch).look();
    await daemon.get(AuditWatch).look();
    await startAfter('');
    await daemon.get(AuditWatch).look();
    await daemon.get(AuditWatch).look();
    expect(await report()).toMatchObject({ isSound: true });
    expect(isStopped()).toBe(false);
    expect(await broken()).toHaveLength(1);
    expect(await verified()).toMatchObject({ ok: false, brokenAt: from - 1 });
  });

  it('is found again where it is taken after that', async () => {
    await startAfter(TAIL_CUT);
    expect((await adopt()).status).toBe(200);
    await act(3);
    await startAfter(TAIL_CUT);
    expect(isStopped()).toBe(true);
    expect(names(await report())).toEqual([`${CHAIN} ${last.id - 1}`]);
  });

  it('is found by whoever kept a head where the whole file was set back to an older one', async () => {
    const older = `${daemon.dataDirectory}-older.db`;
    write(`VACUUM INTO '${older}'`);
    await act(3);
    await startAfter('');
    await daemon.stop();
    copyFileSync(older, file());
    for (const end of ['-wal', '-shm']) copyFileSync('/dev/null', `${file()}${end}`);
    daemon = await startWholeDaemon({ after: daemon });
    // Nothing in the file can say so: it is what the daemon wrote, earlier.
    expect(await report()).toMatchObject({ isSound: true });
    const anchor = `${last.id}:${last.hash}`;
    expect(await verifyAudit({ dataDir: daemon.dataDirectory, anchor })).toMatchObject({ ok: false });
  });
});

describe('a row of the chain that was changed or taken out further back', () => {
  it.each([
    ['changed', `UPDATE audit_log SET actor = 'nobody' WHERE id = 3`],
    ['taken out', 'DELETE FROM audit_log WHERE id = 3'],
  ])('is found when all rows are read again: %s', async (_, sql) => {
    await startAfter(sql);
    const watch = daemon.get(AuditWatch);
    await watch.look();
    await watch.look();
    await until(async () => isStopped());
    expect(names(await report())).toEqual([`${CHAIN} 3`]);
    expect((await broken()).map(({ details }) => JSON.parse(details) as unknown)).toEqual([
      { code: 'AUDIT_CHAIN_BROKEN', severity: 'critical', brokenAt: 3 },
    ]);
    await watch.look();
    expect((await adopt()).status).toBe(200);
    await watch.look();
    expect(isStopped()).toBe(false);
    expect(await broken()).toHaveLength(1);
  });

  it('is missed by the count where an admin has taken the chain before', async () => {
    await startAfter('DELETE FROM audit_log WHERE id = 3');
    await daemon.get(AuditWatch).look();
    await daemon.get(AuditWatch).look();
    expect((await adopt()).status).toBe(200);
    await startAfter('DELETE FROM audit_log WHERE id = 2');
    await daemon.get(AuditWatch).look();
    await daemon.get(AuditWatch).look();
    await until(async () => isStopped());
  });

  it('is found between the signed heads and the end before anything else is read', async () => {
    await startAfter(`UPDATE audit_log SET actor = 'nobody' WHERE id = (SELECT max(id) - 1 FROM audit_log)`);
    await until(async () => (await broken()).length > 0);
    expect(names(await report())).toEqual([`${CHAIN} ${last.id - 1}`]);
  });
});

describe('a database', () => {
  const WITHOUT_MARK = `
    UPDATE sealed_secrets SET sealed = json_array(json_extract(sealed, '$[0]'), substr(json_extract(sealed, '$[1]'), 1, 43) || '=')
      WHERE name = 'row-key';
    UPDATE audit_head SET mac = NULL`;

  it('from before there was a head gets one at its next start, and nobody is alarmed', async () => {
    await startAfter(`${WITHOUT_MARK}; ${HEAD_BACK}`);
    expect(await report()).toMatchObject({ isSound: true });
    expect(isStopped()).toBe(false);
    await act();
    await startAfter(TAIL_CUT);
    expect(isStopped()).toBe(true);
  });
});
