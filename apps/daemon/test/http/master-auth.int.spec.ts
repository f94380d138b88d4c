import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { MasterAuth } from '../../src/common/auth/master-auth.js';
import { PASSWORD, startHarness, type HarnessOptions, type TestDaemon } from './harness.js';
import { call, type Answer } from './http-client.js';

const ROOMY = { 'security.rate_limit_global_ip_rpm': '10000', 'security.rate_limit_master_rpm': '10000' };
let daemon: TestDaemon;
const start = async (options: HarnessOptions = {}) => (daemon = await startHarness({ settings: ROOMY, ...options }));
afterEach(() => daemon.close());

const ask = (password: string | undefined, headers: Record<string, string> = {}): Promise<Answer> =>
  call(daemon.port, {
    path: '/v1/audit-logs',
    headers: {
      ...headers,
      ...(password === undefined ? {} : { 'x-master-password': Buffer.from(password, 'utf8').toString('latin1') }),
    },
  });
const failures = async () => daemon.database.client.auditLog.findMany({ where: { eventType: 'MASTER_AUTH_FAILED' } });

/** Wrong passwords, far enough apart that only the lockout can refuse. */
async function failTimes(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    expect((await ask(`wrong ${index}`)).json.code).toBe('INVALID_MASTER_PASSWORD');
    daemon.clock.advanceSeconds(2 ** index);
  }
}

describe('the master password', () => {
  it('is verified once and then recognised for five minutes', async () => {
    await start();
    expect([(await ask(PASSWORD)).status, (await ask(PASSWORD)).status]).toEqual([200, 200]);
    expect(daemon.signer.verifications).toBe(1);
    daemon.clock.advanceSeconds(301);
    expect((await ask(PASSWORD)).status).toBe(200);
    expect(daemon.signer.verifications).toBe(2);
  });

  it('must be proved again once it was changed', async () => {
    await start();
    await ask(PASSWORD);
    daemon.get(MasterAuth).forgetSuccesses();
    await ask(PASSWORD);
    expect(daemon.signer.verifications).toBe(2);
  });

  it('gets the same answer when missing and when wrong, and only a wrong one counts', async () => {
    await start();
    const missing = await ask(undefined);
    const wrong = await ask('wrong password');
    expect([missing.status, missing.json.code, missing.json.message]).toEqual([
      wrong.status,
      wrong.json.code,
      wrong.json.message,
    ]);
    expect(await failures()).toHaveLength(1);
  });

  it('longer than 1024 bytes is wrong without being looked at', async () => {
    await start();
    expect((await ask('x'.repeat(1025))).json.code).toBe('INVALID_MASTER_PASSWORD');
    expect(daemon.signer.verifications).toBe(0);
  });

  it('asked for many times at once is verified once', async () => {
    await start();
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(PASSWORD)));
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(daemon.signer.verifications).toBe(1);
  });
});

describe('guessing', () => {
  it('waits longer after each failure of an address, and a success ends the wait', async () => {
    await start();
    await ask('wrong');
    const refused = await ask(PASSWORD);
    expect(refused).toMatchObject({ status: 429, json: { code: 'MASTER_PASSWORD_LOCKED', retryable: false } });
    expect(refused.headers['retry-after']).toBe('1');
    expect(daemon.signer.verifications).toBe(1);
    daemon.clock.advanceSeconds(1);
    await ask('wrong again');
    expect(Number((await ask(PASSWORD)).headers['retry-after'])).toBe(2);
    daemon.clock.advanceSeconds(2);
    expect((await ask(PASSWORD)).status).toBe(200);
    daemon.get(MasterAuth).forgetSuccesses();
    expect((await ask(PASSWORD)).status).toBe(200);
  });

  it('locks the listener after five failures, but for one verification in ten seconds and for whoever is known', async () => {
    await start({ settings: { ...ROOMY, 'security.trusted_proxies': '127.0.0.1' } });
    expect((await ask(PASSWORD)).status).toBe(200);
    const from = (address: string, password: string) => ask(password, { 'x-forwarded-for': address });
    for (let index = 0; index < 5; index += 1) await from(`198.51.100.${index}`, `wrong ${index}`);
    expect((await from('203.0.113.1', 'another')).json.code).toBe('MASTER_PASSWORD_LOCKED');
    expect((await ask(PASSWORD)).status).toBe(200);
    daemon.get(MasterAuth).forgetSuccesses();
    daemon.clock.advanceSeconds(10);
    const probed = daemon.signer.verifications;
    expect((await from('203.0.113.2', PASSWORD)).status).toBe(200);
    expect(daemon.signer.verifications).toBe(probed + 1);
  });

  it('cannot outrun the count by asking in parallel', async () => {
    await start();
    const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => ask(`guess ${index}`)));
    expect(daemon.signer.verifications).toBe(1);
    expect(answers.filter((answer) => answer.json.code === 'INVALID_MASTER_PASSWORD')).toHaveLength(1);
    expect(answers.filter((answer) => answer.json.code === 'MASTER_PASSWORD_LOCKED')).toHaveLength(29);
  });

  it('is remembered over a restart', async () => {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'waiaas-lockout-'));
    await start({ dataDir });
    await failTimes(4);
    expect((await ask('wrong')).json.code).toBe('INVALID_MASTER_PASSWORD');
    await daemon.close();
    await start({ dataDir });
    const refused = await ask(PASSWORD);
    expect(refused.json.code).toBe('MASTER_PASSWORD_LOCKED');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(10);
    expect(daemon.signer.verifications).toBe(0);
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('is audited once per address and minute, with a count', async () => {
    await start({ settings: { ...ROOMY, 'security.trusted_proxies': '127.0.0.1' } });
    await ask('wrong 0', { 'x-forwarded-for': '198.51.100.7' });
    for (const seconds of [1, 2, 4]) {
      daemon.clock.advanceSeconds(seconds);
      await ask(`wrong ${seconds}`, { 'x-forwarded-for': '198.51.100.7' });
    }
    daemon.clock.advanceSeconds(60);
    await ask('wrong later', { 'x-forwarded-for': '203.0.113.3' });
    const rows = (await failures()).map((row) => ({ severity: row.severity, ...(JSON.parse(row.details) as object) }));
    expect(rows).toEqual([
      { severity: 'critical', peerAddress: '127.0.0.1', clientAddress: '198.51.100.7', count: 1 },
      { severity: 'critical', peerAddress: '127.0.0.1', clientAddress: '198.51.100.7', count: 3 },
      { severity: 'critical', peerAddress: '127.0.0.1', clientAddress: '203.0.113.3', count: 1 },
    ]);
  });
});

describe('the kill switch', () => {
  it('stays within reach of the password while the listener is locked', async () => {
    await start({ isWhole: true });
    await failTimes(5);
    expect((await ask('the one probe')).json.code).toBe('INVALID_MASTER_PASSWORD');
    expect((await ask(PASSWORD)).json.code).toBe('MASTER_PASSWORD_LOCKED');
    const activate = () =>
      call(daemon.port, { method: 'POST', path: '/v1/admin/kill-switch', headers: { 'x-master-password': PASSWORD } });
    expect((await activate()).json).toMatchObject({ state: 'SUSPENDED' });
  });

  it('verifies one password a second and no more', async () => {
    await start({ isWhole: true });
    const guess = (password: string) =>
      call(daemon.port, { method: 'POST', path: '/v1/admin/kill-switch', headers: { 'x-master-password': password } });
    const codes = await Promise.all(
      Array.from({ length: 6 }, async (_, index) => (await guess(`guess ${index}`)).json.code as string),
    );
    expect(codes.filter((code) => code === 'INVALID_MASTER_PASSWORD').length).toBeLessThanOrEqual(2);
    expect(daemon.signer.verifications).toBeLessThanOrEqual(2);
  });
});
