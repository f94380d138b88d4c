import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DomainError } from '@waiaas/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BrowserLogins } from '../../src/modules/browser-logins/browser-logins.service.js';
import { adminBrowser, browserOf, postLogin } from './browser.js';
import { PASSWORD, startHarness, type TestDaemon } from './harness.js';
import { call } from './http-client.js';

const SETTINGS = { 'security.rate_limit_login_rpm': '1000', 'security.trusted_proxies': '127.0.0.1' };
const PROXY = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' };
const IDLE_SECONDS = 900;
const ABSOLUTE_SECONDS = 43_200;

let daemon: TestDaemon;
beforeAll(async () => {
  daemon = await startHarness({ isWhole: true, settings: SETTINGS });
});
afterAll(() => daemon.close());

describe('a login with the master password', () => {
  it('sets a cookie that no script, no other site and no other path sees, and tells the CSRF token once', async () => {
    const answer = await postLogin(daemon, PASSWORD);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      csrfToken: expect.stringMatching(/^[\w-]{43}$/),
      expiresAt: daemon.clock.nowSeconds() + ABSOLUTE_SECONDS,
      idleTimeoutSeconds: IDLE_SECONDS,
    });
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^waiaas_admin=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    const session = await browserOf(daemon, answer).ask('/v1/admin/session');
    expect(session.json).toEqual({
      expiresAt: answer.json.expiresAt,
      idleExpiresAt: daemon.clock.nowSeconds() + IDLE_SECONDS,
    });
  });

  it('opens the admin routes, reads and writes', async () => {
    const browser = await adminBrowser(daemon);
    expect((await browser.ask('/v1/admin/status')).status).toBe(200);
    const changed = await browser.ask('/v1/admin/settings', {
      method: 'PUT',
      json: { settings: [{ key: 'daemon.admin_timeout', value: IDLE_SECONDS }] },
    });
    expect(changed.status).toBe(200);
  });

  it('lets in whoever has logged in last, also after the clock was set back under twenty others', async () => {
    for (let n = 0; n < 20; n += 1) await postLogin(daemon, PASSWORD);
    daemon.clock.advanceSeconds(-3600);
    const browser = await adminBrowser(daemon);
    expect((await browser.ask('/v1/admin/session')).status).toBe(200);
    daemon.clock.advanceSeconds(3600);
  });

  it('is kept as hashes and written down without its secrets', async () => {
    const browser = await adminBrowser(daemon);
    const stored = JSON.stringify(await daemon.database.client.browserLogin.findMany(), replaceBig);
    const audit = JSON.stringify(await daemon.database.client.auditLog.findMany(), replaceBig);
    expect(audit).toContain('ADMIN_LOGIN');
    const [, value = ''] = browser.cookie.split('=');
    for (const secret of [value, browser.csrfToken, PASSWORD]) {
      expect(stored + audit + daemon.log()).not.toContain(secret);
    }
  });

  it('has the __Host- prefix under TLS, and one name never stands for the other', async () => {
    const host = 'localhost:' + String(daemon.port);
    const secure = { ...PROXY, host, origin: `https://${host}` };
    const answer = await postLogin(daemon, PASSWORD, secure);
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^__Host-waiaas_admin=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/),
    ]);
    const browser = browserOf(daemon, answer);
    const bare = browser.cookie.replace('__Host-', '');
    expect((await browser.ask('/v1/admin/session', { headers: secure })).status).toBe(200);
    expect((await browser.ask('/v1/admin/session', { headers: { ...secure, cookie: bare } })).json.code).toBe(
      'INVALID_MASTER_PASSWORD',
    );
    expect((await browser.ask('/v1/admin/session')).json.code).toBe('INVALID_MASTER_PASSWORD');
  });

  it('survives a restart of the daemon', async () => {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'waiaas-logins-'));
    const first = await startHarness({ isWhole: true, dataDir });
    const browser = await adminBrowser(first);
    await first.close();
    const second = await startHarness({ isWhole: true, dataDir });
    const { headers } = browserOf(second, browser.answer);
    expect((await call(second.port, { path: '/v1/admin/session', headers })).status).toBe(200);
    await second.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('makes room for the twenty-first by ending the oldest', async () => {
    const first = await adminBrowser(daemon);
    for (let count = 0; count < 20; count += 1) await adminBrowser(daemon);
    expect((await first.ask('/v1/admin/session')).json.code).toBe('LOGIN_EXPIRED');
    expect(await daemon.database.client.browserLogin.count({ where: { kind: 'admin' } })).toBe(20);
  });
});

describe('the end of a login', () => {
  it('comes after the idle time, which only requests of a person put off', async () => {
    const browser = await adminBrowser(daemon);
    const session = (background?: string) =>
      browser.ask('/v1/admin/session', background === undefined ? {} : { headers: { 'x-waiaas-background': background } });
    daemon.clock.advanceSeconds(IDLE_SECONDS - 1);
    expect((await session()).json.idleExpiresAt).toBe(daemon.clock.nowSeconds() + IDLE_SECONDS);
    daemon.clock.advanceSeconds(IDLE_SECONDS - 1);
    expect((await session('1')).json.idleExpiresAt).toBe(daemon.clock.nowSeconds() + 1);
    daemon.clock.advanceSeconds(1);
    expect((await session()).json).toMatchObject({ code: 'LOGIN_EXPIRED' });
  });

  it('comes twelve hours after it began, however busy it is', async () => {
    const browser = await adminBrowser(daemon);
    for (let passed = 0; passed < ABSOLUTE_SECONDS; passed += 600) {
      expect((await browser.ask('/v1/admin/session')).status).toBe(200);
      daemon.clock.advanceSeconds(600);
    }
    expect((await browser.ask('/v1/admin/session')).json.code).toBe('LOGIN_EXPIRED');
  });

  it('is brought forward by a shorter idle time at once', async () => {
    const browser = await adminBrowser(daemon);
    const put = (value: number) =>
      call(daemon.port, {
        method: 'PUT',
        path: '/v1/admin/settings',
        headers: { 'x-master-password': PASSWORD, 'content-type': 'application/json' },
        body: JSON.stringify({ settings: [{ key: 'daemon.admin_timeout', value }] }),
      });
    daemon.clock.advanceSeconds(100);
    await put(60);
    expect((await browser.ask('/v1/admin/session')).json.code).toBe('LOGIN_EXPIRED');
    await put(IDLE_SECONDS);
  });

  it('comes no later where time itself goes back', async () => {
    const browser = await adminBrowser(daemon);
    const session = async () => (await browser.ask('/v1/admin/session')).json;
    const before = await session();
    daemon.clock.advanceSeconds(-3600);
    await daemon.database.transaction((tx) => daemon.get(BrowserLogins).moveBack(tx, 3600));
    expect(await session()).toEqual({ expiresAt: before.expiresAt - 3600, idleExpiresAt: before.idleExpiresAt - 3600 });
    daemon.clock.advanceSeconds(IDLE_SECONDS);
    expect(await session()).toMatchObject({ code: 'LOGIN_EXPIRED' });
    daemon.clock.advanceSeconds(3600);
  });

  it('is a logout, which clears the cookie and deletes the row', async () => {
    const browser = await adminBrowser(daemon);
    const before = await daemon.database.client.browserLogin.count();
    const answer = await browser.ask('/v1/admin/logout', { method: 'POST' });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(answer.headers['set-cookie']).toEqual(['waiaas_admin=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict']);
    expect(await daemon.database.client.browserLogin.count()).toBe(before - 1);
    expect((await browser.ask('/v1/admin/session')).json.code).toBe('LOGIN_EXPIRED');
  });

  it('does not come because the idle clock cannot be written down', async () => {
    const browser = await adminBrowser(daemon);
    daemon.clock.advanceSeconds(100);
    const { database } = daemon;
    const transaction = database.transaction.bind(database);
    database.transaction = async () => {
      throw new DomainError('STORAGE_UNAVAILABLE');
    };
    const answer = await browser.ask('/v1/admin/session');
    database.transaction = transaction;
    expect(answer.status).toBe(200);
  });
});

describe('a wrong password at login', () => {
  it('is refused, held off and written down like a wrong header, and names nothing of it', async () => {
    const from = { ...PROXY, 'x-forwarded-proto': 'http', 'x-forwarded-for': '203.0.113.77' };
    const wrong = await postLogin(daemon, 'not the password', from);
    expect(wrong).toMatchObject({ status: 401, json: { code: 'INVALID_MASTER_PASSWORD' } });
    expect(wrong.headers['set-cookie']).toBeUndefined();
    const soon = await postLogin(daemon, 'not this one either', from);
    expect(soon).toMatchObject({ status: 429, json: { code: 'MASTER_PASSWORD_LOCKED' } });
    expect(Number(soon.headers['retry-after'])).toBeGreaterThan(0);
    const failures = await daemon.database.client.auditLog.findMany({ where: { eventType: 'MASTER_AUTH_FAILED' } });
    expect(failures.map((row) => row.ipAddress)).toContain('203.0.113.77');
  });

  it.each([{}, { password: '' }, { password: 1 }, { password: 'x'.repeat(1025) }, { password: PASSWORD, extra: 1 }])(
    'that is no password at all is a 400 that names the field',
    async (body) => {
      const answer = await call(daemon.port, {
        method: 'POST',
        path: '/v1/admin/login',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect(answer).toMatchObject({ status: 400, json: { code: 'VALIDATION_FAILED' } });
      expect(answer.json.details.issues[0].path).toMatch(/^(password|extra)$/);
    },
  );
});

function replaceBig(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
