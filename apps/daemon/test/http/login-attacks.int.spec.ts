import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminBrowser, type Browser, ownOrigin } from './browser.js';
import { PASSWORD, startHarness, type TestDaemon } from './harness.js';
import { call } from './http-client.js';

const EVIL = 'https://evil.example';
const CORS = 'https://app.example.org';
const OTHER_PORT = 'http://127.0.0.1:8080';

let daemon: TestDaemon;
let admin: Browser;
beforeAll(async () => {
  daemon = await startHarness({
    isWhole: true,
    settings: {
      'security.cors_origins': CORS,
      'security.rate_limit_login_rpm': '1000',
      'security.rate_limit_global_ip_rpm': '100000',
    },
  });
  admin = await adminBrowser(daemon);
});
afterAll(() => daemon.close());

const READS = ['/v1/admin/status', '/v1/admin/session', '/v1/events', '/v1/audit-logs', '/v1/wallets'];
const WRITES: readonly (readonly [string, string])[] = [
  ['POST', '/v1/admin/kill-switch'],
  ['PUT', '/v1/admin/settings'],
  ['POST', '/v1/admin/logout'],
  ['POST', '/v1/admin/step-up'],
  ['POST', '/v1/sessions'],
];

/** The browser attaches the cookie wherever the page comes from; everything else is what such a page can or cannot send. */
async function answers(headers: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const path of READS) lines.push(await code('GET', path, headers));
  for (const [method, path] of WRITES) lines.push(await code(method, path, { 'content-type': 'application/json', ...headers }));
  return [...new Set(lines)];
}

async function code(method: string, path: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const answer = await call(daemon.port, { method, path, headers, ...(method === 'GET' ? {} : { body: '{}' }) });
  expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  return `${answer.status} ${String(answer.json?.code)}`;
}

describe('with an admin logged in, nothing is had by', () => {
  it.each([
    ['a page of another site', { origin: EVIL, 'sec-fetch-site': 'cross-site' }],
    ['a page of another site that learned the CSRF token', { origin: EVIL, 'sec-fetch-site': 'cross-site', csrf: 'yes' }],
    ['a form of another site', { origin: EVIL, 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' }],
    ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['an image or script tag', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['a page of another port of this machine', { origin: OTHER_PORT, 'sec-fetch-site': 'same-site' }],
    ['a script tag of another port of this machine', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }],
    ['a listed CORS origin', { origin: CORS, 'sec-fetch-site': 'cross-site', csrf: 'yes' }],
    ['a link that is clicked or an address that is typed', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
    ['a program that replays cookie and CSRF token but is no page', { csrf: 'yes' }],
  ])('%s', async (_who, { csrf, ...headers }: Record<string, string>) => {
    const token: Record<string, string> = csrf === undefined ? {} : { 'x-waiaas-csrf': admin.csrfToken };
    expect(await answers({ cookie: admin.cookie, ...token, ...headers })).toEqual(['403 ORIGIN_NOT_ALLOWED']);
  });

  it('a server on another port, which is sent the cookie too, and claims to be the page', async () => {
    const claims = { cookie: admin.cookie, origin: ownOrigin(daemon), 'sec-fetch-site': 'same-origin' };
    expect(await answers(claims)).toEqual(['403 CSRF_REQUIRED']);
    expect(await answers({ ...claims, 'x-waiaas-csrf': 'A'.repeat(43) })).toEqual(['403 CSRF_REQUIRED']);
    expect(await answers({ ...claims, 'x-waiaas-csrf': '' })).toEqual(['403 CSRF_REQUIRED']);
  });

  it('a server on another port that has a login of its own', async () => {
    const own = await adminBrowser(daemon);
    expect(await answers({ ...own.headers, cookie: admin.cookie })).toEqual(['403 CSRF_REQUIRED']);
  });
});

describe('a page of the daemon itself', () => {
  it('is served, with an Origin or, as browsers do on reads, without', async () => {
    const { origin: _origin, ...reading } = admin.headers;
    for (const headers of [admin.headers, reading]) {
      expect((await call(daemon.port, { path: '/v1/admin/status', headers })).status).toBe(200);
    }
    const answer = await call(daemon.port, { method: 'POST', path: '/v1/admin/logout', headers: reading });
    expect(answer.json.code).toBe('ORIGIN_NOT_ALLOWED');
  });

  it('keeps working when another server planted cookies of the same name', async () => {
    for (const cookie of [`waiaas_admin=planted; ${admin.cookie}`, `${admin.cookie}; waiaas_admin=planted`]) {
      expect((await admin.ask('/v1/admin/session', { headers: { cookie } })).status).toBe(200);
    }
    const other = await adminBrowser(daemon);
    const both = { cookie: `${other.cookie}; ${admin.cookie}` };
    expect((await admin.ask('/v1/admin/logout', { method: 'POST', headers: { ...both } })).status).toBe(204);
    expect((await other.ask('/v1/admin/session')).status).toBe(200);
    admin = await adminBrowser(daemon);
  });

  it('is judged by a header alone where it sends one', async () => {
    const wrong = await admin.ask('/v1/admin/status', { headers: { 'x-master-password': 'not the password' } });
    expect(wrong.json.code).toBe('INVALID_MASTER_PASSWORD');
    const { token } = await daemon.session();
    const asSession = await admin.ask('/v1/wallets', { headers: { authorization: `Bearer ${token}` } });
    expect(asSession.json.items).toHaveLength(1);
    const right = await call(daemon.port, {
      path: '/v1/admin/status',
      headers: { cookie: admin.cookie, 'x-master-password': PASSWORD },
    });
    expect(right.status).toBe(200);
  });

  it('opens no session or owner route with the cookie of an admin', async () => {
    expect((await admin.ask('/v1/transactions')).json.code).toBe('INVALID_TOKEN');
    const asOwner = { cookie: admin.cookie.replace('waiaas_admin', 'waiaas_owner') };
    expect((await admin.ask('/v1/owner/session', { headers: asOwner })).json.code).toBe('LOGIN_EXPIRED');
    expect((await admin.ask('/v1/owner/session')).json.code).toBe('INVALID_SIGNATURE');
  });
});
