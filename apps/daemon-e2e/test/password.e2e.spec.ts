import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, verdictOf } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { TestClock } from '../src/harness/test-clock.js';
import { QUIET_LIMITS } from '../src/harness/wallets.js';

const CHOSEN = 'a passphrase of my own';

let clock: TestClock;
let daemon: DaemonProcess;
let provisioned: string;

beforeAll(async () => {
  clock = new TestClock();
  daemon = await DaemonProcess.start({ env: { ...QUIET_LIMITS, ...clock.env } });
  provisioned = await daemon.recoveryKey();
});

afterAll(async () => {
  await daemon.dispose();
  clock.dispose();
});

const as = async (password: string | undefined): Promise<Api> =>
  new Api(await daemon.url(), password === undefined ? {} : { 'X-Master-Password': password });
const tryPassword = async (password: string | undefined) => verdictOf(await (await as(password)).get('/v1/admin/settings'));
const failuresOnRecord = async () =>
  (await (await as(provisioned)).get<{ total: number }>('/v1/audit-logs?event_type=MASTER_AUTH_FAILED&include_total=true')).body;

describe('the provisioned password', () => {
  it('is the whole content of recovery.key, and neither the output nor the log says it', async () => {
    expect(provisioned).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await tryPassword(provisioned)).toBe('200');
    expect(daemon.output).toContain('recovery.key');
    expect(daemon.output).not.toContain(provisioned);
  });

  it('makes no wallet for real money, and the refusal says what to type', async () => {
    const master = await as(provisioned);
    expect(await master.post('/v1/wallets', { name: 'real', chain: 'ethereum', environment: 'mainnet' })).toMatchObject({
      status: 409,
      body: { code: 'PASSWORD_NOT_SET', hint: expect.stringContaining('/v1/admin/master-password') },
    });
    expect(verdictOf(await master.post('/v1/wallets', { name: 'test', environment: 'testnet' }))).toBe('201');
    expect((await master.get('/v1/admin/status')).body).toMatchObject({ autoProvisioned: true });
  });
});

describe('a wrong password', () => {
  it('locks after five, but not whoever is known, and never the kill switch', async () => {
    expect(await tryPassword(undefined)).toBe('401 INVALID_MASTER_PASSWORD');
    expect((await failuresOnRecord()).total).toBe(0);
    for (const seconds of [1, 2, 4, 8, 16]) {
      expect(await tryPassword(`wrong for ${seconds}`)).toBe('401 INVALID_MASTER_PASSWORD');
      expect(await tryPassword('right after it')).toBe('429 MASTER_PASSWORD_LOCKED');
      clock.advance(seconds);
    }
    expect((await failuresOnRecord()).total).toBeGreaterThan(0);
    // The one verification a lockout leaves in ten seconds; from then on nothing is verified.
    expect(await tryPassword('the probe')).toBe('401 INVALID_MASTER_PASSWORD');
    const refused = await (await as('no probe')).get('/v1/admin/settings');
    expect(verdictOf(refused)).toBe('429 MASTER_PASSWORD_LOCKED');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await tryPassword(provisioned)).toBe('200');
  });

  it('is remembered over a restart, while the kill switch takes the password at once', async () => {
    daemon = await daemon.restart();
    expect(await tryPassword(provisioned)).toBe('429 MASTER_PASSWORD_LOCKED');
    const master = await as(provisioned);
    expect(verdictOf(await master.post('/v1/admin/kill-switch'))).toBe('200');
    // Proved by it, the password is known for all other routes too.
    expect(verdictOf(await master.post('/v1/admin/recover'))).toBe('200');
    clock.advance(400);
    expect(await tryPassword(provisioned)).toBe('200');
  });
});

describe('a password change', () => {
  it('takes effect at once, ends the old one and the file, and allows real money', async () => {
    const master = await as(provisioned);
    expect(verdictOf(await master.put('/v1/admin/master-password', { newPassword: 'short' }))).toBe('400 VALIDATION_FAILED');
    const answer = await master.put('/v1/admin/master-password', { newPassword: CHOSEN });
    expect([answer.status, answer.body]).toEqual([
      200,
      { message: expect.any(String), walletsReEncrypted: 0, settingsReEncrypted: 0, credentialsReEncrypted: 0 },
    ]);
    expect(await tryPassword(CHOSEN)).toBe('200');
    expect(await tryPassword(provisioned)).toBe('401 INVALID_MASTER_PASSWORD');
    clock.advance(2);
    expect(existsSync(path.join(daemon.dataDir, 'recovery.key'))).toBe(false);
    const created = await (await as(CHOSEN)).post('/v1/wallets', { name: 'real', chain: 'ethereum', environment: 'mainnet' });
    expect(created).toMatchObject({
      status: 201,
      body: { environment: 'mainnet', network: 'ethereum-mainnet', policyPreset: 'guarded' },
    });
    const { data } = (await (await as(CHOSEN)).get<{ data: object[] }>('/v1/audit-logs?event_type=MASTER_PASSWORD_CHANGED')).body;
    expect(data).toMatchObject([{ severity: 'critical', actor: 'master' }]);
  });

  it('is what the next start asks for, from a file or the environment, and a wrong or missing one loses nothing', async () => {
    await daemon.signal('SIGTERM');
    const { dataDir } = daemon;
    const refused = async (env: Record<string, string>): Promise<string> => {
      const attempt = await DaemonProcess.launch({ dataDir, env });
      expect(await attempt.exited()).not.toBe(0);
      return attempt.output;
    };
    expect(await refused({})).toMatch(/WAIAAS_MASTER_PASSWORD/);
    expect(existsSync(path.join(dataDir, 'recovery.key'))).toBe(false);
    expect(await refused({ WAIAAS_MASTER_PASSWORD: provisioned })).not.toContain(provisioned);
    const file = path.join(dataDir, 'password.txt');
    writeFileSync(file, `${CHOSEN}\n`, { mode: 0o600 });
    expect(await refused({ WAIAAS_MASTER_PASSWORD: CHOSEN, WAIAAS_MASTER_PASSWORD_FILE: file })).not.toContain(CHOSEN);
    daemon = await DaemonProcess.start({ dataDir, env: { WAIAAS_MASTER_PASSWORD_FILE: file, ...QUIET_LIMITS, ...clock.env } });
    expect(await tryPassword(CHOSEN)).toBe('200');
    const { items } = (await (await as(CHOSEN)).get<{ items: object[] }>('/v1/wallets')).body;
    expect(items).toHaveLength(2);
    expect((await (await as(CHOSEN)).get('/v1/admin/status')).body).toMatchObject({ autoProvisioned: false });
  });
});
