import { existsSync } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/doctor/verdict.js';
import { PASSWORD, Stage, verdicts } from './doctor-fixture.js';

// The built program against the built daemon, as a user types it.

const isRoot = process.getuid?.() === 0;
const NO_NETWORK = path.resolve(import.meta.dirname, '../../../daemon/dist/no-network');

interface Report {
  readonly ok: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly results: readonly CheckResult[];
}

let folder: string;
let stage: Stage;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'waiaas-doctor-'));
  stage = new Stage();
});
afterEach(async () => {
  await stage.end();
  await rm(folder, { recursive: true });
});

const data = () => path.join(folder, 'data');
const flags = () => ['doctor', '--data-dir', data(), '--proxy', 'https://127.0.0.1:1', '--json'];
async function examine(environment: Record<string, string> = {}, before?: readonly string[]) {
  const { code, stdout } = await stage.run(flags(), { WAIAAS_MASTER_PASSWORD: PASSWORD, ...environment }, before);
  const report = JSON.parse(stdout) as Report;
  return { code, report, verdicts: verdicts(report.results) };
}
const startDaemon = (environment: Record<string, string> = {}) =>
  stage.startDaemon(data(), { WAIAAS_MASTER_PASSWORD: PASSWORD, ...environment });

describe('waiaas doctor', () => {
  it('finds nothing wrong with a healthy installation, however often it looks', async () => {
    await startDaemon();
    const first = await examine();
    expect([first.code, first.report.ok, first.report.counts['fail']]).toEqual([0, true, 0]);
    const healthy = [
      'exposure',
      'running',
      'listeners',
      'external-address',
      'rebinding-host',
      'foreign-origin',
      'forged-headers',
    ];
    const kept = ['file-modes', 'password', 'clock', 'disk-space', 'database'];
    // The build makes the wall around the signer where it can.
    expect(first.verdicts).toContain(`${existsSync(NO_NETWORK) ? 'pass' : 'warn'} signer-network`);
    for (const check of ['settings', ...healthy, ...kept]) expect(first.verdicts).toContain(`pass ${check}`);
    const second = await examine();
    expect(second.verdicts).toEqual(first.verdicts);
  });

  it('prints one line each, with what to type, and never the password', async () => {
    await startDaemon();
    const { stdout, stderr } = await stage.run(flags().slice(0, -1), { WAIAAS_MASTER_PASSWORD: PASSWORD });
    const lines = stdout.trim().split('\n');
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/^(PASS|WARN|FAIL|SKIP) {2}[a-z-]+: ./);
    expect(lines.at(-1)).toMatch(/^\d+ passed, \d+ warnings, 0 failed, \d+ not looked at$/);
    expect(stdout + stderr).not.toContain(PASSWORD);
  });

  it('catches a daemon that listens on every address', async () => {
    await startDaemon({ WAIAAS_DAEMON_HOSTNAME: '0.0.0.0', WAIAAS_DAEMON_ALLOW_NON_LOOPBACK: 'true' });
    const { code, verdicts: found } = await examine();
    expect([code, found]).toEqual([1, expect.arrayContaining(['fail exposure', 'fail listeners'])]);
  });

  it('knows of endpoints that were set over the API, though they are sealed', async () => {
    const url = await startDaemon();
    const settings = [{ key: 'rpc.evm_ethereum_sepolia', value: 'http://127.0.0.1:1/key-in-path' }];
    const headers = { 'content-type': 'application/json', 'x-master-password': PASSWORD };
    const put = await fetch(new URL('/v1/admin/settings', url), { method: 'PUT', headers, body: JSON.stringify({ settings }) });
    expect(put.status).toBe(200);
    const { report } = await examine();
    expect(report.results.filter(({ check }) => check === 'rpc').map(({ message }) => message)).toEqual([
      expect.stringMatching(/^ethereum-sepolia: /),
    ]);
    expect(JSON.stringify(report)).not.toContain('key-in-path');
  });

  it('minds that programs of this machine count as the proxy', async () => {
    await startDaemon({ WAIAAS_SECURITY_TRUSTED_PROXIES: '127.0.0.1' });
    expect((await examine()).verdicts).toContain('warn forged-headers');
  });

  it('ends with 1 when the daemon does not run, and when its settings are broken', async () => {
    expect(await examine()).toMatchObject({ code: 1, verdicts: expect.arrayContaining(['fail running']) });
    expect(await examine({ WAIAAS_DAEMON_COLOUR: 'red' })).toMatchObject({
      code: 1,
      verdicts: expect.arrayContaining(['fail settings']),
    });
  });

  it('catches a damaged database', async () => {
    await startDaemon();
    await stage.stopPrograms();
    const file = await open(path.join(data(), 'data', 'waiaas.db'), 'r+');
    const { size } = await file.stat();
    for (let page = 4096; page < size; page += 4096) await file.write(Buffer.alloc(64, 0xa5), 0, 64, page);
    await file.close();
    expect((await examine()).verdicts).toContain('fail database');
    await writeFile(path.join(data(), 'data', 'waiaas.db'), 'no database at all, whatever its name says');
    expect((await examine()).verdicts).toContain('fail database');
  });

  it.skipIf(!isRoot)('catches a disk that is nearly full', async () => {
    const small = [
      'unshare',
      '--mount',
      'sh',
      '-c',
      `mkdir -p '${data()}' && mount -t tmpfs -o size=20m tmpfs '${data()}' && exec "$@"`,
      'sh',
    ];
    expect((await examine({}, small)).verdicts).toContain('fail disk-space');
  });

  it('will not look at what is no URL', async () => {
    expect((await stage.run(['doctor', '--data-dir', data(), '--url', 'localhost'])).code).toBe(2);
  });
});
