import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { createWallet, masterOf, PASSWORD, QUIET_LIMITS } from '../src/harness/wallets.js';

const CLI = fileURLToPath(new URL('../../cli/dist/bundle/main.js', import.meta.url));
const PRELOAD = new URL('../src/harness/kill-at-call.mjs', import.meta.url).href;
const SETTINGS = '# of the archive\n';

let folder: string;
let archive: string;
/** A data directory as it was before anybody restored into it. */
let before: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'waiaas-restore-kills-'));
  const first = await DaemonProcess.start({ env: { WAIAAS_MASTER_PASSWORD: PASSWORD, ...QUIET_LIMITS } });
  writeFileSync(path.join(first.dataDir, 'config.toml'), SETTINGS);
  await createWallet(first, { name: 'of the archive' });
  const master = await masterOf(first);
  const made = await master.must(200, master.post<{ path: string }>('/v1/admin/backup'));
  archive = path.join(folder, path.basename(made.path));
  cpSync(made.path, archive);
  await first.dispose();

  const other = await DaemonProcess.start({ env: { WAIAAS_MASTER_PASSWORD: PASSWORD, ...QUIET_LIMITS } });
  await createWallet(other, { name: 'of the place' });
  // By force: its log is not folded in, as after a crash, which is when somebody restores.
  await other.kill();
  before = path.join(folder, 'before');
  cpSync(other.dataDir, before, { recursive: true });
  await other.dispose();
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
}

async function restore(dataDir: string, kill: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [CLI, 'restore', archive, '--data-dir', dataDir], {
    env: {
      ...{ PATH: process.env['PATH'], HOME: folder, WAIAAS_MASTER_PASSWORD: PASSWORD },
      ...(Object.keys(kill).length === 0 ? {} : { NODE_OPTIONS: `--import ${PRELOAD}`, WAIAAS_TEST_ROOT: dataDir, ...kill }),
    },
    stdio: 'ignore',
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return { code, signal };
}

/** Which database is in its place, whole, as a daemon would open it. */
function holder(dataDir: string): unknown {
  const copy = mkdtempSync(path.join(folder, 'look-'));
  cpSync(path.join(dataDir, 'data'), copy, { recursive: true });
  const db = new Sqlite(path.join(copy, 'waiaas.db'));
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const restores = db.prepare('SELECT count(*) FROM restores').pluck().get();
    return [db.prepare('SELECT name FROM wallets').pluck().get(), restores];
  } finally {
    db.close();
    rmSync(copy, { recursive: true });
  }
}

const OLD = ['of the place', 0];
const NEW = ['of the archive', 1];

describe('kill -9 during a restore', () => {
  it('at each of its steps leaves the old data or the new, whole, and the next restore works', async () => {
    const recorded = path.join(folder, 'calls');
    const whole = path.join(folder, 'whole');
    cpSync(before, whole, { recursive: true });
    expect(await restore(whole, { WAIAAS_TEST_CALLS: recorded })).toEqual({ code: 0, signal: null });
    expect(holder(whole)).toEqual(NEW);
    const calls = readFileSync(recorded, 'utf8').trim().split('\n');
    expect(calls.filter((name) => name === 'renameSync').length).toBeGreaterThanOrEqual(2);
    const seen = new Set<string>();
    for (const [index, name] of calls.entries()) {
      const at = index + 1;
      const dataDir = path.join(folder, `killed-${String(at)}`);
      cpSync(before, dataDir, { recursive: true });
      expect([at, await restore(dataDir, { WAIAAS_TEST_KILL_AT: String(at) })]).toEqual([at, { code: null, signal: 'SIGKILL' }]);
      const held = holder(dataDir);
      seen.add(JSON.stringify(held));
      expect([JSON.stringify(OLD), JSON.stringify(NEW)], `before call ${String(at)}, ${name}`).toContain(JSON.stringify(held));
      expect(await restore(dataDir)).toEqual({ code: 0, signal: null });
      expect([holder(dataDir), readFileSync(path.join(dataDir, 'config.toml'), 'utf8')]).toEqual([NEW, SETTINGS]);
      rmSync(dataDir, { recursive: true });
    }
    expect(seen.size).toBe(2);
  }, 600_000);

  it('between the database and its settings is made up for by the next start', async () => {
    const dataDir = path.join(folder, 'between');
    cpSync(before, dataDir, { recursive: true });
    const calls = readFileSync(path.join(folder, 'calls'), 'utf8').trim().split('\n');
    const at = calls.lastIndexOf('renameSync') + 1;
    await restore(dataDir, { WAIAAS_TEST_KILL_AT: String(at) });
    expect([holder(dataDir), existsSync(path.join(dataDir, 'config.toml'))]).toEqual([NEW, false]);
    const daemon = await DaemonProcess.start({ dataDir, env: { WAIAAS_MASTER_PASSWORD: PASSWORD, ...QUIET_LIMITS } });
    try {
      expect(readFileSync(path.join(dataDir, 'config.toml'), 'utf8')).toBe(SETTINGS);
      expect(existsSync(path.join(dataDir, 'restore.tmp'))).toBe(false);
    } finally {
      await daemon.kill();
    }
  });
});
