import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, verdictOf } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { createWallet, masterOf, PASSWORD, QUIET_LIMITS, type TestWallet } from '../src/harness/wallets.js';

let daemon: DaemonProcess;
let master: Api;
let wallet: TestWallet;
let port: number;
let own: string;

beforeAll(async () => {
  daemon = await DaemonProcess.start({ env: { WAIAAS_MASTER_PASSWORD: PASSWORD, ...QUIET_LIMITS } });
  master = await masterOf(daemon);
  wallet = await createWallet(daemon);
  ({ port } = await daemon.listening());
  own = `127.0.0.1:${String(port)}`;
});

afterAll(() => daemon.dispose());

interface RawAnswer {
  readonly status: number;
  readonly code: string | undefined;
  readonly head: string;
}

/** Exactly these bytes on a connection of their own. */
function raw(bytes: string): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => (text += chunk));
    socket.on('error', reject);
    socket.on('close', () => {
      const code = /"code":"([A-Z_]+)"/.exec(text)?.[1];
      resolve({ status: Number(text.split(' ')[1]), code, head: text.slice(0, text.indexOf('\r\n\r\n')).toLowerCase() });
    });
  });
}

const request = (start: string, headers: readonly string[], body = ''): Promise<RawAnswer> =>
  raw([start, ...headers, 'Connection: close', '', body].join('\r\n'));
const withMaster = () => [`Host: ${own}`, `X-Master-Password: ${PASSWORD}`];
const verdict = ({ status, code }: RawAnswer) => (code === undefined ? String(status) : `${String(status)} ${code}`);

describe('who is spoken to', () => {
  it.each([
    ['a rebinding name', ['Host: attacker.example']],
    ['another port', ['Host: 127.0.0.1:1']],
    ['a trailing dot', ['Host: localhost.:{port}']],
    ['no name at all', []],
    ['two names', ['Host: {own}', 'Host: {own}']],
    ['a number for an address', ['Host: 2130706433:{port}']],
    ['user information', ['Host: user@{own}']],
  ])('must be the daemon: %s is refused', async (_, lines) => {
    const headers = lines.map((line) => line.replace('{own}', own).replace('{port}', String(port)));
    for (const target of ['/health', '/v1/wallets', '/nowhere']) {
      expect(verdict(await request(`GET ${target} HTTP/1.1`, headers))).toBe('421 HOST_NOT_ALLOWED');
    }
  });

  it('counts in an absolute target and in HTTP/1.0 as well', async () => {
    expect(verdict(await request(`GET http://${own}/health HTTP/1.1`, [`Host: ${own}`]))).toBe('200');
    expect(verdict(await request('GET http://attacker.example/health HTTP/1.1', [`Host: ${own}`]))).toBe('421 HOST_NOT_ALLOWED');
    expect(verdict(await raw('GET /health HTTP/1.0\r\n\r\n'))).toBe('421 HOST_NOT_ALLOWED');
    expect(verdict(await raw(`GET /health HTTP/1.0\r\nHost: ${own}\r\n\r\n`))).toBe('200');
  });
});

describe('a page in a browser', () => {
  it.each([
    ['a foreign origin', ['Origin: https://attacker.example'], '403 ORIGIN_NOT_ALLOWED'],
    ['no origin of its own', ['Origin: null'], '403 ORIGIN_NOT_ALLOWED'],
    ['the same host on https', ['Origin: https://{own}'], '403 ORIGIN_NOT_ALLOWED'],
    ['another port of this machine', ['Origin: http://localhost:1', 'Sec-Fetch-Site: same-site'], '403 ORIGIN_NOT_ALLOWED'],
    ['a navigation from elsewhere', ['Sec-Fetch-Site: cross-site'], '403 ORIGIN_NOT_ALLOWED'],
    ['this very origin', ['Origin: http://{own}', 'Sec-Fetch-Site: same-origin'], '200'],
    ['the address bar', ['Sec-Fetch-Site: none'], '200'],
  ])('with %s is judged before anything else', async (_, lines, expected) => {
    const headers = [...withMaster(), ...lines.map((line) => line.replace('{own}', own))];
    const answer = await request('GET /v1/wallets HTTP/1.1', headers);
    expect(verdict(answer)).toBe(expected);
    expect(answer.head).not.toContain('access-control-allow');
  });

  it('gets no preflight answered', async () => {
    const preflight = ['Origin: https://attacker.example', 'Access-Control-Request-Method: POST'];
    expect(verdict(await request('OPTIONS /v1/wallets HTTP/1.1', [`Host: ${own}`, ...preflight]))).toBe('403 ORIGIN_NOT_ALLOWED');
  });
});

describe('a body', () => {
  const post = (body: string, type: string | undefined, extra: readonly string[] = withMaster()) =>
    request(
      'POST /v1/wallets HTTP/1.1',
      [...extra, ...(type === undefined ? [] : [`Content-Type: ${type}`]), `Content-Length: ${String(Buffer.byteLength(body))}`],
      body,
    );
  const JSON_TYPE = 'application/json';
  const FORM = 'application/x-www-form-urlencoded';

  it.each([
    ['that is no JSON', '{"name":', JSON_TYPE, '400 MALFORMED_JSON'],
    ['that is a list', '[]', JSON_TYPE, '400 VALIDATION_FAILED'],
    ['that is null', 'null', JSON_TYPE, '400 VALIDATION_FAILED'],
    ['that is empty with the JSON type', '', JSON_TYPE, '400 VALIDATION_FAILED'],
    ['with a prototype', '{"name":"x","__proto__":{"chain":"ethereum"}}', JSON_TYPE, '400 VALIDATION_FAILED'],
    ['with a constructor', '{"name":"x","constructor":{}}', JSON_TYPE, '400 VALIDATION_FAILED'],
    ['with an unknown field', '{"name":"x","role":"admin"}', JSON_TYPE, '400 VALIDATION_FAILED'],
    ['nested 33 deep', `{"name":${'['.repeat(32)}${']'.repeat(32)}}`, JSON_TYPE, '400 VALIDATION_FAILED'],
    ['of 256 KiB and one byte', `{"name":"x"${' '.repeat(256 * 1024 - 11)}}`, JSON_TYPE, '413 PAYLOAD_TOO_LARGE'],
    ['of plain text', '{"name":"x"}', 'text/plain', '415 UNSUPPORTED_MEDIA_TYPE'],
  ])('%s is refused', async (_, body, type, expected) => {
    expect(verdict(await post(body, type))).toBe(expected);
  });

  it('in the form type of curl is JSON with a credential no browser attaches, and only then', async () => {
    const body = '{"name":"from curl"}';
    expect(verdict(await post(body, FORM))).toBe('201');
    expect(verdict(await post(body, FORM, [`Host: ${own}`]))).toBe('415 UNSUPPORTED_MEDIA_TYPE');
    expect(verdict(await post(body, FORM, [...withMaster(), 'Cookie: a=b']))).toBe('415 UNSUPPORTED_MEDIA_TYPE');
    expect(verdict(await post(body, FORM, [...withMaster(), `Origin: http://${own}`]))).toBe('415 UNSUPPORTED_MEDIA_TYPE');
    expect(verdict(await post('name=x', FORM))).toBe('400 MALFORMED_JSON');
  });

  it('may be absent with the JSON type, on every method, as the SDKs send it', async () => {
    for (const [method, target] of [
      ['GET', `/v1/wallets/${wallet.id}`],
      ['DELETE', '/v1/sessions/0198f1aa-0000-7000-8000-000000000001'],
    ]) {
      const answer = await request(`${method ?? ''} ${target ?? ''} HTTP/1.1`, [...withMaster(), `Content-Type: ${JSON_TYPE}`]);
      expect(verdict(answer)).toMatch(/^(200|404 SESSION_NOT_FOUND)$/);
    }
  });
});

interface Operation {
  readonly security: readonly Readonly<Record<string, unknown>>[];
}

describe('every route of the running daemon', () => {
  let routes: { method: string; path: string; kinds: readonly string[] }[];

  beforeAll(async () => {
    const { body } = await new Api(master.baseUrl).get<{ paths: Record<string, Record<string, Operation>> }>('/doc');
    routes = Object.entries(body.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { security }]) => ({
        method: method.toUpperCase(),
        path: path.replaceAll(/\{[A-Za-z]+\}/g, '0198f1aa-0000-7000-8000-000000000001').replace('*', 'x'),
        kinds: security.flatMap((scheme) => Object.keys(scheme)),
      })),
    );
    expect(routes.length).toBeGreaterThan(150);
  });

  const refusal = (kinds: readonly string[]): string => {
    if (kinds.includes('master') || kinds.includes('adminLogin')) return '401 INVALID_MASTER_PASSWORD';
    return kinds.includes('session') ? '401 INVALID_TOKEN' : '401 INVALID_SIGNATURE';
  };

  it('refuses a stranger as its kind says', async () => {
    const open = new Api(master.baseUrl);
    const closed = routes.filter(({ kinds }) => kinds.length > 0);
    const verdicts = await Promise.all(
      closed.map(async ({ method, path }) => `${method} ${path} ${verdictOf(await open.call(method, path))}`),
    );
    expect(verdicts).toEqual(closed.map(({ method, path, kinds }) => `${method} ${path} ${refusal(kinds)}`));
  });

  it.each<[string, (path: string) => string]>([
    ['a trailing slash', (path) => `${path}/`],
    ['a doubled slash', (path) => `/${path}`],
    ['a doubled slash inside', (path) => path.replace(/(.)\//, '$1//')],
    ['another case', (path) => path.replace(/[a-z]/, (letter) => letter.toUpperCase())],
    ['an encoded letter', (path) => path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`)],
    ['an encoded slash', (path) => path.replace(/(.)\//, '$1%2f')],
    ['a dot segment', (path) => `/.${path}`],
    ['a matrix parameter', (path) => path.replace(/(.)\//, '$1;x/')],
  ])('is not there with %s, whoever asks', async (_, spell) => {
    // What stands behind a star is a file name of any form.
    for (const { method, path } of routes.filter((route) => !route.path.startsWith('/admin/'))) {
      const spelled = spell(path);
      if (spelled === path) continue;
      const answer = await request(`${method} ${spelled} HTTP/1.1`, [...withMaster(), 'Content-Length: 0']);
      expect([method, spelled, answer.status].join(' ')).toMatch(/ 404$/);
    }
  });

  it('answers HEAD where it answers GET, under the same auth, and takes no other method for it', async () => {
    for (const { method, path, kinds } of routes.filter(({ method: each }) => each === 'GET')) {
      const expected = kinds.length > 0 ? 401 : (await request(`${method} ${path} HTTP/1.1`, [`Host: ${own}`])).status;
      const head = await request(`HEAD ${path} HTTP/1.1`, [`Host: ${own}`]);
      const options = await request(`OPTIONS ${path} HTTP/1.1`, [`Host: ${own}`]);
      expect([path, head.status, options.status]).toEqual([path, expected, 404]);
    }
    for (const header of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
      const answer = await request('GET /v1/admin/shutdown HTTP/1.1', [...withMaster(), `${header}: POST`]);
      expect(verdict(answer)).toBe('404 NOT_FOUND');
    }
  });
});
