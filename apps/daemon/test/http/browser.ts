import { expect } from 'vitest';
import { PASSWORD, type TestDaemon } from './harness.js';
import { call, type Answer, type Call } from './http-client.js';

/** A page of the daemon's own origin with a login, as a browser sends its requests. */
export interface Browser {
  readonly cookie: string;
  readonly csrfToken: string;
  /** The headers of one request of its page. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the login answered. */
  readonly answer: Answer;
  readonly ask: (path: string, call?: Omit<Call, 'path' | 'body'> & { readonly json?: unknown }) => Promise<Answer>;
}

export function ownOrigin(daemon: Pick<TestDaemon, 'port'>): string {
  return `http://127.0.0.1:${daemon.port}`;
}

/** Name and value of the cookie an answer sets. */
export function cookieOf(answer: Answer): string {
  const [first = ''] = answer.headers['set-cookie'] ?? [];
  return first.split(';', 1)[0] ?? '';
}

export function browserOf(daemon: Pick<TestDaemon, 'port'>, answer: Answer): Browser {
  const cookie = cookieOf(answer);
  const csrfToken = String(answer.json.csrfToken);
  const headers = { cookie, 'x-waiaas-csrf': csrfToken, origin: ownOrigin(daemon), 'sec-fetch-site': 'same-origin' };
  const ask: Browser['ask'] = (path, { json, headers: more = {}, ...rest } = {}) =>
    call(daemon.port, {
      ...rest,
      path,
      headers: { ...headers, ...more, ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
  return { cookie, csrfToken, headers, answer, ask };
}

export async function adminBrowser(daemon: TestDaemon, password: string = PASSWORD): Promise<Browser> {
  const answer = await postLogin(daemon, password);
  expect(answer.status, answer.text).toBe(200);
  return browserOf(daemon, answer);
}

export function postLogin(daemon: TestDaemon, password: string, headers: Record<string, string> = {}): Promise<Answer> {
  return call(daemon.port, {
    method: 'POST',
    path: '/v1/admin/login',
    headers: { 'content-type': 'application/json', origin: ownOrigin(daemon), ...headers },
    body: JSON.stringify({ password }),
  });
}

export async function stepUpToken(browser: Browser, password: string = PASSWORD): Promise<string> {
  const answer = await browser.ask('/v1/admin/step-up', { method: 'POST', json: { password } });
  expect(answer.status, answer.text).toBe(200);
  return String(answer.json.stepUpToken);
}
