import { execFile } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { eventually } from '../src/harness/eventually.js';
import { writeAsStranger } from '../src/harness/foreign-writer.js';
import { createWallet, masterOf, PASSWORD, QUIET_LIMITS } from '../src/harness/wallets.js';

const CLI = fileURLToPath(new URL('../../cli/dist/bundle/main.js', import.meta.url));
const ENV = { ...QUIET_LIMITS, WAIAAS_MASTER_PASSWORD: PASSWORD };

interface Verdict {
  readonly ok: boolean;
  readonly lastId: number;
  readonly brokenAt: number | null;
}

interface AuditRow {
  readonly severity: string;
}

let daemon: DaemonProcess;
let rows: number;

/** A daemon that was used and stopped in order, so that its last row is vouched for. */
beforeAll(async () => {
  daemon = await DaemonProcess.start({ env: ENV });
  for (const name of ['one', 'two', 'three']) await createWallet(daemon, { name });
  await daemon.signal('SIGTERM');
  const untouched = await verifyOffline(daemon.dataDir);
  expect(untouched).toMatchObject({ code: 0, verdict: { ok: true, brokenAt: null } });
  rows = untouched.verdict.lastId;
});

afterAll(() => daemon.dispose());

/** `waiaas audit verify` as an auditor types it. */
async function verifyOffline(dataDir: string): Promise<{ readonly code: number; readonly verdict: Verdict }> {
  const args = [CLI, 'audit', 'verify', '--json', '--data-dir', dataDir];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env: {} }, (error, stdout) => {
      const code = error === null ? 0 : Number(error.code);
      resolve({ code, verdict: JSON.parse(stdout.split('\n')[0] ?? '') as Verdict });
    });
  });
}

async function verifyOnline(dataDir: string): Promise<Verdict> {
  const running = await DaemonProcess.start({ dataDir, env: ENV });
  try {
    const master = await masterOf(running);
    return await master.must(200, master.get<Verdict>('/v1/audit-logs/verify'));
  } finally {
    await running.kill();
  }
}

describe('whoever writes into the database file itself', () => {
  it.each([
    ['edits a row', `UPDATE audit_log SET details = '{"name":"somebody else"}' WHERE id = 3`, () => 3],
    [
      'edits a row and gives it a hash of its own',
      `UPDATE audit_log SET actor = 'nobody', hash = hex(randomblob(32)) WHERE id = 3`,
      () => 3,
    ],
    ['takes a row out', 'DELETE FROM audit_log WHERE id = 4', () => 4],
    [
      'swaps two rows',
      'UPDATE audit_log SET id = -id WHERE id IN (3, 4); UPDATE audit_log SET id = 7 + id WHERE id < 0',
      () => 3,
    ],
    ['cuts off the end', 'DELETE FROM audit_log WHERE id > (SELECT max(id) - 2 FROM audit_log)', () => rows - 1],
    ['empties the table', 'DELETE FROM audit_log', () => 1],
  ])('is found out when it %s, by the command and by the daemon', async (_, sql, brokenAt) => {
    const dataDir = `${daemon.dataDir}-copy`;
    cpSync(daemon.dataDir, dataDir, { recursive: true });
    try {
      const database = new Sqlite(path.join(dataDir, 'data', 'waiaas.db'));
      database.exec(sql);
      database.close();
      expect(await verifyOffline(dataDir)).toMatchObject({ code: 1, verdict: { ok: false, brokenAt: brokenAt() } });
      // Where the end is gone, the daemon has begun to write again in the very place.
      expect(await verifyOnline(dataDir)).toMatchObject({ ok: false });
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});

describe('whoever cuts off what a daemon wrote last, after it was killed', () => {
  const NEWEST = 'DELETE FROM audit_log WHERE id > (SELECT max(id) - 2 FROM audit_log)';

  it.each([
    ['the rows alone', NEWEST],
    ['the rows and every signed head', `${NEWEST}; DELETE FROM audit_checkpoints`],
    ['the rows, every signed head and the head of the chain', `${NEWEST}; DELETE FROM audit_checkpoints; DELETE FROM audit_head`],
  ])('is found out at the next start: %s', async (_, sql) => {
    let victim = await DaemonProcess.start({ env: ENV });
    try {
      await createWallet(victim, { name: 'one' });
      await victim.kill();
      writeAsStranger(victim, sql);
      victim = await victim.restart();
      const master = await masterOf(victim);
      const told = async () =>
        (await master.must(200, master.get<{ data: readonly AuditRow[] }>('/v1/audit-logs?event_type=INTEGRITY_VIOLATION'))).data;
      await eventually('it is told of', async () => (await told()).length > 0, 60);
      expect(await told()).toMatchObject([{ severity: 'critical' }]);
      const report = await master.must(200, master.get<{ isSound: boolean }>('/v1/admin/integrity'));
      expect(report.isSound).toBe(false);
      expect(await master.must(200, master.get<Verdict>('/v1/audit-logs/verify'))).toMatchObject({ ok: false });
    } finally {
      await victim.dispose();
    }
  });
});
