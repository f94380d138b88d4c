import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UuidV7Source } from '../../src/common/time/id-source.js';
import { adminBrowser, type Browser, stepUpToken } from './browser.js';
import { PASSWORD, startHarness, type TestDaemon } from './harness.js';
import { call } from './http-client.js';

let daemon: TestDaemon;
let admin: Browser;
beforeAll(async () => {
  daemon = await startHarness({ isWhole: true, settings: { 'security.rate_limit_login_rpm': '1000' } });
  admin = await adminBrowser(daemon);
});
afterAll(() => daemon.close());

const withToken = (token: string) => ({ 'x-waiaas-step-up': token });
const policy = { type: 'RATE_LIMIT', rules: { max_requests: 10, window_seconds: 60 } };

async function walletIn(environment: 'testnet' | 'mainnet'): Promise<string> {
  const id = new UuidV7Source().next();
  const at = BigInt(daemon.clock.nowSeconds());
  await daemon.database.transaction((tx) =>
    tx.wallet.create({
      data: {
        id,
        name: environment,
        chain: 'solana',
        environment,
        address: `address-of-${id}`,
        status: 'ACTIVE',
        policyPreset: 'none',
        createdAt: at,
        updatedAt: at,
      },
    }),
  );
  return id;
}

describe('a step-up', () => {
  it('is asked for by name of the act, and lets it through', async () => {
    const create = (headers: Record<string, string> = {}) => admin.ask('/v1/policies', { method: 'POST', json: policy, headers });
    const refused = await create();
    expect(refused).toMatchObject({
      status: 403,
      json: { code: 'STEP_UP_REQUIRED', retryable: false, details: { action: 'POST /v1/policies' } },
    });
    expect((await create(withToken(await stepUpToken(admin)))).status).toBe(201);
  });

  it('is bound to its login and lives five minutes', async () => {
    const token = await stepUpToken(admin);
    const other = await adminBrowser(daemon);
    const remove = (browser: Browser) =>
      browser.ask('/v1/policies/0198f1aa-0000-7000-8000-000000000001', { method: 'DELETE', headers: withToken(token) });
    expect((await remove(other)).json.code).toBe('STEP_UP_REQUIRED');
    expect((await remove(admin)).json.code).toBe('POLICY_NOT_FOUND');
    daemon.clock.advanceSeconds(299);
    expect((await remove(admin)).json.code).toBe('POLICY_NOT_FOUND');
    daemon.clock.advanceSeconds(1);
    expect((await remove(admin)).json.code).toBe('STEP_UP_REQUIRED');
  });

  it('takes the right password, and a wrong one counts', async () => {
    const wrong = await admin.ask('/v1/admin/step-up', { method: 'POST', json: { password: 'not the password' } });
    expect(wrong.json.code).toBe('INVALID_MASTER_PASSWORD');
    const next = await admin.ask('/v1/admin/step-up', { method: 'POST', json: { password: 'not this one' } });
    expect(next.json.code).toBe('MASTER_PASSWORD_LOCKED');
    daemon.clock.advanceSeconds(400);
    const steps = await daemon.database.client.auditLog.findMany({ where: { eventType: 'ADMIN_LOGIN' } });
    expect(steps.map(({ details }) => (JSON.parse(details) as { step: string }).step)).toContain('step-up');
  });

  it('is worth nothing without the cookie', async () => {
    const token = await stepUpToken(admin);
    const answer = await call(daemon.port, { method: 'POST', path: '/v1/policies', headers: withToken(token) });
    expect(answer.json.code).toBe('INVALID_MASTER_PASSWORD');
  });

  it('is not asked of who sends the password itself', async () => {
    const answer = await call(daemon.port, {
      method: 'POST',
      path: '/v1/policies',
      headers: { 'x-master-password': PASSWORD, 'content-type': 'application/json' },
      body: JSON.stringify({ ...policy, priority: 7 }),
    });
    expect(answer.status).toBe(201);
  });

  it('spends no challenge of an owner before it is there', async () => {
    const id = await walletIn('testnet');
    const owner = { 'x-owner-signature': 's', 'x-owner-message': 'm' };
    const answer = await admin.ask(`/v1/wallets/${id}`, { method: 'DELETE', headers: owner });
    expect(answer.json.code).toBe('STEP_UP_REQUIRED');
  });
});

describe('a cookie alone', () => {
  const session = (walletIds: readonly string[], headers: Record<string, string> = {}) =>
    admin.ask('/v1/sessions', { method: 'POST', json: { walletIds }, headers });

  it('makes tokens for test money, never for real money', async () => {
    const [test, real] = [await walletIn('testnet'), await walletIn('mainnet')];
    const made = await session([test]);
    expect(made.status).toBe(201);
    expect((await session([real])).json.code).toBe('STEP_UP_REQUIRED');
    expect((await session([test, real])).json.code).toBe('STEP_UP_REQUIRED');
    const links = `/v1/sessions/${String(made.json.id)}/wallets`;
    const link = (headers: Record<string, string> = {}) =>
      admin.ask(links, { method: 'POST', json: { walletId: real }, headers });
    expect((await admin.ask(`/v1/sessions/${String(made.json.id)}/rotate`, { method: 'POST' })).status).toBe(200);
    expect((await link()).json.code).toBe('STEP_UP_REQUIRED');
    expect((await link(withToken(await stepUpToken(admin)))).status).toBe(201);
    for (const path of [`/v1/sessions/${String(made.json.id)}/rotate`, `/v1/admin/sessions/${String(made.json.id)}/reissue`]) {
      expect((await admin.ask(path, { method: 'POST' })).json.code).toBe('STEP_UP_REQUIRED');
    }
  });

  it('makes no wallet with a token for real money', async () => {
    const create = (json: Record<string, unknown>) =>
      admin.ask('/v1/wallets', { method: 'POST', json: { name: 'w', environment: 'mainnet', ...json } });
    expect((await create({})).json.code).toBe('STEP_UP_REQUIRED');
    expect(await daemon.database.client.sealedKey.count()).toBe(0);
  });

  it.each(['prices.fixed', 'rpc.timeout_ms', 'security.rate_limit_tx_rpm', 'policy.default_delay_seconds', 'no.such_key'])(
    'does not change %s',
    async (key) => {
      const answer = await admin.ask('/v1/admin/settings', {
        method: 'PUT',
        json: {
          settings: [
            { key: 'daemon.admin_timeout', value: 900 },
            { key, value: 1 },
          ],
        },
      });
      expect(answer.json.code).toBe('STEP_UP_REQUIRED');
    },
  );
});

describe('a change of the master password', () => {
  const change = (browser: Browser, headers: Record<string, string>) =>
    browser.ask('/v1/admin/master-password', { method: 'PUT', json: { newPassword: 'a long new password' }, headers });

  it('takes the password in its header, whatever the cookie has proven', async () => {
    expect((await change(admin, {})).json.code).toBe('STEP_UP_REQUIRED');
    expect((await change(admin, withToken(await stepUpToken(admin)))).json.code).toBe('INVALID_MASTER_PASSWORD');
  });

  it('ends every login but the one that asked, and its step-up too', async () => {
    const others = [await adminBrowser(daemon), await adminBrowser(daemon)];
    const token = await stepUpToken(admin);
    expect((await change(admin, { 'x-master-password': PASSWORD })).status).toBe(200);
    for (const other of others) expect((await other.ask('/v1/admin/session')).json.code).toBe('LOGIN_EXPIRED');
    expect((await admin.ask('/v1/admin/session')).status).toBe(200);
    const after = await admin.ask('/v1/policies', { method: 'POST', json: policy, headers: withToken(token) });
    expect(after.json.code).toBe('STEP_UP_REQUIRED');
  });
});
