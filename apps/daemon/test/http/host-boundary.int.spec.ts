import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHarness, type TestDaemon } from './harness.js';
import { call, raw } from './http-client.js';

let daemon: TestDaemon;
let own: string;
beforeAll(async () => {
  daemon = await startHarness({ settings: { 'security.allowed_hosts': 'wallet.example.org,proxy.example.org:8443' } });
  own = `127.0.0.1:${daemon.port}`;
});
afterAll(() => daemon.close());

const get = (target: string, headers: readonly string[]) =>
  raw(daemon.port, [`GET ${target} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n'));

describe('the Host of a request', () => {
  it.each(['127.0.0.1', 'localhost', '[::1]', 'LOCALHOST'])('passes as %s with the port listened on', async (name) => {
    expect((await get('/health', [`Host: ${name}:${daemon.port}`])).status).toBe(200);
  });

  it.each([
    'wallet.example.org',
    'wallet.example.org:80',
    'wallet.example.org:443',
    'proxy.example.org:8443',
    'WALLET.example.org',
  ])('passes as the allowed host %s', async (host) => {
    expect((await get('/health', [`Host: ${host}`])).status).toBe(200);
  });

  it.each([
    'evil.example',
    '127.0.0.1',
    'localhost',
    '127.0.0.1:1',
    'wallet.example.org:8080',
    'wallet.example.org.',
    'wallet.example.org.:443',
    'proxy.example.org',
    'x.wallet.example.org',
    '0x7f000001',
    '127.1',
    '',
  ])('is refused as "%s", health included', async (host) => {
    const answer = await get('/health', [`Host: ${host}`]);
    expect(answer.status).toBe(421);
    expect(answer.json).toMatchObject({ code: 'HOST_NOT_ALLOWED', retryable: false });
  });

  it('is refused when it is missing, in HTTP/1.1 and in HTTP/1.0', async () => {
    expect((await get('/health', [])).json.code).toBe('HOST_NOT_ALLOWED');
    expect((await raw(daemon.port, 'GET /health HTTP/1.0\r\n\r\n')).json.code).toBe('HOST_NOT_ALLOWED');
  });

  it('is refused when there are two, whichever comes first', async () => {
    for (const pair of [
      [own, 'evil.example'],
      ['evil.example', own],
      [own, own],
    ]) {
      expect(
        (
          await get(
            '/health',
            pair.map((host) => `Host: ${host}`),
          )
        ).status,
      ).toBe(421);
    }
  });

  it('must be the authority of an absolute target', async () => {
    expect((await get(`http://${own}/health`, [`Host: ${own}`])).status).toBe(200);
    expect((await get('http://evil.example/health', [`Host: ${own}`])).status).toBe(421);
    expect((await get(`http://user@${own}/health`, [`Host: ${own}`])).status).toBe(421);
    expect((await get(`http://${own}/health`, ['Host: evil.example'])).status).toBe(421);
  });

  it('does not listen to X-Forwarded-Host', async () => {
    expect((await get('/health', ['Host: evil.example', `X-Forwarded-Host: ${own}`])).status).toBe(421);
  });

  it('is judged before routing, the origin and the method', async () => {
    const evil = ['Host: evil.example', 'Origin: http://evil.example'];
    for (const target of ['/nowhere', '/v1/%zz', '//', '*']) expect((await get(target, evil)).status).toBe(421);
    for (const method of ['PROPFIND', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']) {
      const target = method === 'CONNECT' ? own : '/health';
      const answer = await raw(daemon.port, `${method} ${target} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`);
      expect([method, answer.status]).toEqual([method, 421]);
    }
  });

  it('is judged before the body is asked for', async () => {
    const head =
      'POST /v1/probe/master HTTP/1.1\r\nHost: evil.example\r\nExpect: 100-continue\r\nContent-Length: 10\r\nConnection: close\r\n\r\n';
    const answer = await raw(daemon.port, head);
    expect(answer.status).toBe(421);
  });
});

describe('paths and methods', () => {
  const ask = async (method: string, target: string) =>
    raw(daemon.port, `${method} ${target} HTTP/1.1\r\nHost: ${own}\r\nConnection: close\r\n\r\n`);

  it.each([
    '/Health',
    '/health/',
    '//health',
    '/health//',
    '/%68ealth',
    '/health%2f',
    '/./health',
    '/x/../health',
    '/health;x',
    '/health%00',
    '/V1/nonce',
    '/v1//nonce',
    '/v1/nonce/',
    '/v1/%zz',
    '/%',
    '*',
    '/metrics',
    '/',
  ])('knows no route %s', async (target) => {
    const answer = await ask('GET', target);
    expect(answer.status).toBe(404);
    expect(answer.json).toMatchObject({ code: 'NOT_FOUND', message: 'There is no such route.', retryable: false });
  });

  it.each(['PROPFIND', 'TRACE', 'OPTIONS', 'POST', 'DELETE', 'LOCK', 'SEARCH'])(
    'knows no %s of a readable route',
    async (method) => {
      expect((await ask(method, '/health')).json.code).toBe('NOT_FOUND');
    },
  );

  it('answers CONNECT with 404 and closes', async () => {
    expect((await ask('CONNECT', own)).json.code).toBe('NOT_FOUND');
  });

  it('serves HEAD where GET is, without a body and under the same auth', async () => {
    expect(await ask('HEAD', '/health')).toMatchObject({ status: 200, text: '' });
    expect(await ask('HEAD', '/v1/probe/master')).toMatchObject({ status: 401, text: '' });
    expect((await ask('HEAD', '/v1/admin/shutdown')).status).toBe(404);
  });

  it('ignores headers that name another method', async () => {
    for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
      const answer = await get('/v1/admin/shutdown', [`Host: ${own}`, `${name}: POST`]);
      expect(answer.json.code).toBe('NOT_FOUND');
    }
  });

  it('ignores a wish to upgrade the protocol', async () => {
    const answer = await raw(
      daemon.port,
      `GET /health HTTP/1.1\r\nHost: ${own}\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n`,
    );
    expect(answer.status).toBe(200);
  });
});

describe('what is no HTTP', () => {
  it('is answered in the flat form', async () => {
    const answer = await raw(daemon.port, 'not http at all\r\n\r\n');
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ code: 'MALFORMED_REQUEST', retryable: false, requestId: expect.any(String) });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('says that headers are too large', async () => {
    const answer = await raw(daemon.port, `GET /health HTTP/1.1\r\nHost: ${own}\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(answer).toMatchObject({ status: 431, json: { code: 'HEADERS_TOO_LARGE' } });
  });

  it('refuses two lengths of one body', async () => {
    const answer = await raw(
      daemon.port,
      `POST /v1/probe/master HTTP/1.1\r\nHost: ${own}\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
    );
    expect(answer.json.code).toBe('MALFORMED_REQUEST');
    const smuggled = await raw(
      daemon.port,
      `POST /v1/probe/master HTTP/1.1\r\nHost: ${own}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    );
    expect(smuggled.json.code).toBe('MALFORMED_REQUEST');
  });
});

describe('headers of every answer', () => {
  it.each([
    ['/health', 200],
    ['/nowhere', 404],
    ['/v1/probe/master', 401],
  ])('are set on %s', async (path, status) => {
    const answer = await call(daemon.port, { path, headers: { host: own } });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('carry the request id of the client where it is plain, else one of their own', async () => {
    const ask = (id: string) => call(daemon.port, { path: '/nowhere', headers: { host: own, 'x-request-id': id } });
    const answer = await ask('job-7_a.B');
    expect([answer.headers['x-request-id'], answer.json.requestId]).toEqual(['job-7_a.B', 'job-7_a.B']);
    for (const id of ['a b', 'x'.repeat(65), 'a"b', ''])
      expect((await ask(id)).headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});
