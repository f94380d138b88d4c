import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHarness, type TestDaemon } from './harness.js';
import { call } from './http-client.js';

const CORS = 'https://app.example.org';
let daemon: TestDaemon;
let own: string;
beforeAll(async () => {
  daemon = await startHarness({ settings: { 'security.cors_origins': CORS, 'security.allowed_hosts': 'wallet.example.org' } });
  own = `http://127.0.0.1:${daemon.port}`;
});
afterAll(() => daemon.close());

const ask = (path: string, headers: Record<string, string>, method = 'GET') => call(daemon.port, { path, method, headers });

describe('the Origin of a request', () => {
  it('passes when absent or its own', async () => {
    expect((await ask('/health', {})).status).toBe(200);
    expect((await ask('/health', { origin: own })).status).toBe(200);
  });

  it.each([
    'null',
    'https://evil.example',
    'http://127.0.0.1:1',
    'http://127.0.0.1',
    'https://127.0.0.1:3100',
    'file://',
    '',
    'http://127.0.0.1.evil.example',
  ])('is refused as "%s"', async (origin) => {
    expect(await ask('/health', { origin })).toMatchObject({ status: 403, json: { code: 'ORIGIN_NOT_ALLOWED' } });
  });

  it('must be the scheme and host of this very request, not of another allowed host', async () => {
    expect((await ask('/health', { host: 'wallet.example.org', origin: own })).status).toBe(403);
    expect((await ask('/health', { host: 'wallet.example.org', origin: 'https://wallet.example.org' })).status).toBe(403);
    expect((await ask('/health', { host: 'wallet.example.org', origin: 'http://wallet.example.org' })).status).toBe(200);
    expect((await ask('/health', { host: 'wallet.example.org:80', origin: 'http://wallet.example.org' })).status).toBe(200);
  });

  it('is judged before the route is looked up', async () => {
    expect((await ask('/nowhere', { origin: 'https://evil.example' })).status).toBe(403);
    expect((await ask('/v1/%zz', { origin: 'https://evil.example' })).status).toBe(403);
  });

  it('is refused when doubled', async () => {
    const answer = await call(daemon.port, { path: '/health', headers: { origin: [own, own] } });
    expect(answer.status).toBe(403);
  });
});

describe('Sec-Fetch-Site', () => {
  it.each([
    ['same-origin', 'GET', 200],
    ['none', 'GET', 200],
    ['none', 'HEAD', 200],
    ['same-site', 'GET', 403],
    ['cross-site', 'GET', 403],
    ['something-new', 'GET', 403],
  ])('%s on %s answers %i', async (site, method, status) => {
    expect((await ask('/health', { 'sec-fetch-site': site }, method)).status).toBe(status);
  });

  it('none is refused on a write', async () => {
    expect((await ask('/v1/probe/master', { 'sec-fetch-site': 'none' }, 'POST')).json.code).toBe('ORIGIN_NOT_ALLOWED');
  });
});

describe('a listed foreign origin', () => {
  it('reaches session routes, is named back and never gets credentials', async () => {
    const { token } = await daemon.session();
    const answer = await ask('/v1/probe/session', {
      origin: CORS,
      'sec-fetch-site': 'cross-site',
      authorization: `Bearer ${token}`,
    });
    expect(answer.status).toBe(200);
    expect(answer.headers['access-control-allow-origin']).toBe(CORS);
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
    expect(answer.headers.vary).toBe('Origin');
  });

  it.each(['/health', '/v1/admin/status', '/v1/audit-logs', '/nowhere', '/doc', '/admin/index.html'])(
    'does not reach %s',
    async (path) => {
      const answer = await ask(path, { origin: CORS });
      expect(answer.status).toBe(403);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  it('reaches a route for session or master as a session only', async () => {
    const { token } = await daemon.session();
    expect((await ask('/v1/probe/either', { origin: CORS, authorization: `Bearer ${token}` })).status).not.toBe(403);
    expect((await ask('/v1/probe/either', { origin: CORS, 'x-master-password': 'anything' })).status).toBe(403);
  });

  it('is told by a preflight what it may send, and the master password is not among it', async () => {
    const announce = (path: string, method: string, origin = CORS) =>
      ask(
        path,
        { origin, 'access-control-request-method': method, 'access-control-request-headers': 'authorization' },
        'OPTIONS',
      );
    const answer = await announce('/v1/probe/session', 'POST');
    expect(answer.status).toBe(204);
    expect(answer.headers['access-control-allow-methods']).toBe('POST');
    expect(answer.headers['access-control-allow-headers']).not.toMatch(/master/i);
    expect((await announce('/v1/admin/status', 'GET')).status).toBe(403);
    expect((await announce('/v1/probe/session', 'POST', 'https://evil.example')).status).toBe(403);
    expect((await announce('/v1/probe/session', 'DELETE')).status).toBe(403);
  });
});

describe('forwarded headers', () => {
  it('of a stranger change nothing', async () => {
    const answer = await ask('/health', {
      host: 'wallet.example.org',
      origin: 'https://wallet.example.org',
      'x-forwarded-proto': 'https',
    });
    expect(answer.status).toBe(403);
  });

  it('of a trusted proxy name the scheme and the client', async () => {
    const proxied = await startHarness({
      settings: {
        'security.trusted_proxies': '127.0.0.1,10.0.0.0/8',
        'security.allowed_hosts': 'wallet.example.org',
        'security.rate_limit_login_rpm': '2',
      },
    });
    const from = (forwardedFor: string) =>
      call(proxied.port, {
        path: '/v1/nonce',
        headers: {
          host: 'wallet.example.org',
          origin: 'https://wallet.example.org',
          'x-forwarded-proto': 'https',
          'x-forwarded-for': forwardedFor,
        },
      });
    const first = '198.51.100.1';
    expect([(await from(first)).status, (await from(first)).status, (await from(first)).status]).toEqual([200, 200, 429]);
    // What the client wrote itself stands left of what the proxy added; proxies of ours are skipped.
    expect((await from(`203.0.113.9, ${first}`)).status).toBe(429);
    expect((await from(`${first}, 10.1.2.3`)).status).toBe(429);
    expect((await from('203.0.113.9')).status).toBe(200);
    await proxied.close();
  });
});
