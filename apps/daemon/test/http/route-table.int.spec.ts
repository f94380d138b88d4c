import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuthKind } from '../../src/common/auth/auth.decorator.js';
import { RouteTable, type Route } from '../../src/common/routing/route-table.js';
import { UNBUILT_ROUTES } from '../../src/modules/not-implemented/unbuilt-routes.js';
import { PASSWORD, startHarness, type TestDaemon } from './harness.js';
import { call, type Answer } from './http-client.js';
import { BUILT_ROUTES, COOKIE_IS_ENOUGH, STEP_UP } from './route-contract.js';

const ID = '0198f1aa-0000-7000-8000-000000000001';
const MASTER = { 'x-master-password': PASSWORD };
const OWNER = { 'x-owner-signature': 'signature', 'x-owner-message': 'message', 'x-owner-address': 'address' };

let daemon: TestDaemon;
let routes: readonly Route[];
let token: string;
beforeAll(async () => {
  const most = '10000000';
  daemon = await startHarness({
    isWhole: true,
    settings: {
      'security.rate_limit_global_ip_rpm': most,
      'security.rate_limit_session_rpm': most,
      'security.rate_limit_tx_rpm': most,
      'security.rate_limit_master_rpm': most,
      'security.rate_limit_login_rpm': most,
    },
  });
  routes = daemon.get(RouteTable).all();
  token = (await daemon.session()).token;
  await ask({ method: 'GET', path: '/v1/audit-logs' }, MASTER);
});
afterAll(() => daemon.close());

type Target = Pick<Route, 'method' | 'path'>;

function concrete(path: string): string {
  return path.replaceAll(/:[A-Za-z]+/g, ID).replace('*', 'index.html');
}

function ask({ method, path }: Target, headers: Record<string, string>): Promise<Answer> {
  return call(daemon.port, { method, path: concrete(path), headers });
}

/** `METHOD /path answer` of every route, in one list, so that a difference names its route. */
async function survey(subjects: readonly Route[], headers: Record<string, string>): Promise<string[]> {
  const lines: string[] = [];
  for (const route of subjects) {
    const answer = await ask(route, headers);
    lines.push(`${route.method} ${route.path} ${answer.status} ${String(answer.json?.code ?? '')}`);
  }
  return lines;
}

const REFUSAL: Record<Exclude<AuthKind, 'public'>, string> = {
  master: '401 INVALID_MASTER_PASSWORD',
  session: '401 INVALID_TOKEN',
  owner: '401 INVALID_SIGNATURE',
  'session|master': '401 INVALID_MASTER_PASSWORD',
  'owner|master': '401 INVALID_MASTER_PASSWORD',
};

const closed = () => routes.filter((route) => route.policy.kind !== 'public');
const ofKind = (...kinds: AuthKind[]) => routes.filter((route) => kinds.includes(route.policy.kind));
const all = (subjects: readonly Route[], refusal: string) => subjects.map((route) => `${route.method} ${route.path} ${refusal}`);
const expectRefused = async (subjects: readonly Route[], headers: Record<string, string>, refusal: string) => {
  expect(subjects.length).toBeGreaterThan(0);
  expect(await survey(subjects, headers)).toEqual(all(subjects, refusal));
};

describe('the live route table', () => {
  it('is the contract: what is built and what answers 501, and nothing else', () => {
    const live = routes.map((route) => `${route.method} ${route.path} ${route.policy.kind}`).sort();
    const built = Object.entries(BUILT_ROUTES).map(([route, kind]) => `${route} ${kind}`);
    const unbuilt = UNBUILT_ROUTES.map((route) => `${route.method} ${route.path} ${route.kind}`);
    expect(live).toEqual([...built, ...unbuilt].sort());
    expect(new Set(live).size).toBe(live.length);
  });

  it('names a challenge action wherever an owner may act and the act is built', () => {
    const built = routes.filter(
      (route) => route.policy.kind.includes('owner') && BUILT_ROUTES[`${route.method} ${route.path}`] !== undefined,
    );
    expect(built.length).toBeGreaterThan(0);
    for (const { path, policy } of built)
      expect([path, policy.action ?? policy.cookie]).toEqual([path, policy.cookie ?? expect.any(String)]);
  });

  it('asks a cookie for the password again for exactly the writes of the list', () => {
    const writes = routes.filter((route) => route.method !== 'GET' && route.policy.kind.includes('master'));
    const asked = writes.map((route) => [`${route.method} ${route.path}`, route.policy.stepUp] as const);
    const expected = Object.fromEntries([...Object.entries(STEP_UP), ...COOKIE_IS_ENOUGH.map((name) => [name, undefined])]);
    expect(Object.fromEntries(asked)).toEqual(expected);
    expect(routes.filter((route) => route.method === 'GET' && route.policy.stepUp !== undefined)).toEqual([]);
  });

  it('closes to sessions and creations while the kill switch is on', () => {
    const mustClose = [
      'POST /v1/wallets',
      'POST /v1/wallets/import',
      'POST /v1/sessions',
      'POST /v1/transactions/:id/approve',
      'POST /v1/mcp/tokens',
      'POST /v1/admin/agent-prompt',
    ];
    const closing = routes
      .filter((route) => route.policy.closedWhenLocked === true)
      .map((route) => `${route.method} ${route.path}`);
    expect(closing).toEqual(expect.arrayContaining(mustClose));
  });
});

describe('every route', () => {
  it('refuses a caller without credentials as its kind says', async () => {
    const expected = closed().map(
      (route) => `${route.method} ${route.path} ${REFUSAL[route.policy.kind as keyof typeof REFUSAL]}`,
    );
    expect(await survey(closed(), {})).toEqual(expected);
  });

  it('takes no cookie it did not give out, and none at all unless the browser says that its own page asked', async () => {
    const cookies = { cookie: 'waiaas_admin=x; waiaas_owner=y', 'x-waiaas-csrf': 'z' };
    const ofMaster = (route: Route) => /master$/.test(route.policy.kind);
    const answerOf = (byCookie: string) => (route: Route) => {
      const isByCookie = ofMaster(route) || route.policy.cookie === 'only';
      return `${route.method} ${route.path} ${isByCookie ? byCookie : REFUSAL[route.policy.kind as keyof typeof REFUSAL]}`;
    };
    const ownPage = { ...cookies, origin: `http://127.0.0.1:${daemon.port}`, 'sec-fetch-site': 'same-origin' };
    expect(await survey(closed(), cookies)).toEqual(closed().map(answerOf('403 ORIGIN_NOT_ALLOWED')));
    expect(await survey(closed(), ownPage)).toEqual(closed().map(answerOf('401 LOGIN_EXPIRED')));
  });

  it('of master takes neither a session nor an owner', async () => {
    await expectRefused(ofKind('master'), { authorization: `Bearer ${token}` }, '401 INVALID_MASTER_PASSWORD');
    await expectRefused(ofKind('master'), OWNER, '401 INVALID_MASTER_PASSWORD');
  });

  it('of a session takes neither master nor an owner', async () => {
    await expectRefused(ofKind('session'), MASTER, '401 INVALID_TOKEN');
    await expectRefused(ofKind('session'), OWNER, '401 INVALID_TOKEN');
  });

  it('of an owner takes neither master nor a session', async () => {
    await expectRefused(ofKind('owner'), { ...MASTER, authorization: `Bearer ${token}` }, '401 INVALID_SIGNATURE');
  });

  it('about a browser login takes no other proof', async () => {
    const ofLogins = routes.filter((route) => route.policy.cookie === 'only');
    await expectRefused(
      ofLogins.filter(({ policy }) => policy.kind === 'master'),
      MASTER,
      '401 LOGIN_EXPIRED',
    );
    for (const line of await survey(
      ofLogins.filter(({ policy }) => policy.kind === 'owner'),
      OWNER,
    ))
      expect(line).toMatch(/ (401 INVALID_NONCE|429 RATE_LIMITED)$/);
  });

  it('never falls back from a failed credential to another', async () => {
    await expectRefused(ofKind('session|master'), { ...MASTER, authorization: 'Bearer wai_sess_x' }, '401 INVALID_TOKEN');
    await expectRefused(ofKind('session|master'), { ...MASTER, authorization: 'Bearer ' }, '401 INVALID_TOKEN');
    const lines = await survey(ofKind('owner|master'), { ...MASTER, ...OWNER });
    for (const line of lines) expect(line).toMatch(/ (401 INVALID_(SIGNATURE|NONCE)|429 RATE_LIMITED)$/);
  });

  it('that reads lets the right credential through', async () => {
    const readable = (kinds: AuthKind[]) =>
      ofKind(...kinds).filter((route) => route.method === 'GET' && route.policy.cookie !== 'only' && route.path !== '/v1/events');
    for (const line of await survey(readable(['session', 'session|master']), { authorization: `Bearer ${token}` })) {
      expect(line, daemon.log().slice(-1500)).not.toMatch(/ (401|403|500) /);
    }
    for (const line of await survey(readable(['master', 'session|master', 'owner|master']), MASTER))
      expect(line, daemon.log().slice(-1500)).not.toMatch(/ (401|403|500) /);
  });

  it('that is not built answers 501 after auth', async () => {
    const keys = new Set(UNBUILT_ROUTES.map((route) => `${route.method} ${route.path}`));
    const unbuilt = routes.filter((route) => keys.has(`${route.method} ${route.path}`));
    await expectRefused(
      unbuilt.filter((route) => route.policy.kind === 'master'),
      MASTER,
      '501 NOT_IMPLEMENTED',
    );
    await expectRefused(
      unbuilt.filter((route) => route.policy.kind.startsWith('session')),
      { authorization: `Bearer ${token}` },
      '501 NOT_IMPLEMENTED',
    );
  });
});

describe('another spelling of a path', () => {
  const spellings: Record<string, (path: string) => string> = {
    'another case': (path) => path.replace(/[a-z]/, (letter) => letter.toUpperCase()),
    'an encoded letter': (path) => path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    'an encoded slash': (path) => `/${path.slice(1).replace('/', '%2f')}`,
    'a trailing slash': (path) => `${path}/`,
    'a doubled slash': (path) => `/${path}`,
    'a doubled slash inside': (path) => path.replace(/(.)\//, '$1//'),
    'a dot segment': (path) => `/.${path}`,
    'a trailing dot': (path) => `${path}.`,
    'an encoded null': (path) => `${path}%00`,
  };

  it.each(Object.keys(spellings))('with %s is no route, or keeps its guard', async (name) => {
    for (const route of routes) {
      const path = concrete(route.path);
      const spelled = spellings[name]?.(path) ?? path;
      if (spelled === path) continue;
      const answer = await call(daemon.port, { method: route.method, path: spelled });
      // An ending can be read as part of an id, of a file name or of a link into the pages; then the route is the same and so is its guard.
      const served = daemon.get(RouteTable).match(route.method, spelled);
      const open = served?.path.endsWith('*') === true ? [200, 404] : [404, 501];
      const expected = served === undefined ? [404] : served.policy.kind === 'public' ? open : [401, 404];
      expect([route.method, spelled, expected.includes(answer.status) ? 'ok' : answer.status]).toEqual([
        route.method,
        spelled,
        'ok',
      ]);
    }
  });

  it('does not help with another method either', async () => {
    for (const route of routes.filter((candidate) => candidate.method === 'GET' && candidate.policy.kind !== 'public')) {
      const head = await call(daemon.port, { method: 'HEAD', path: concrete(route.path) });
      const options = await call(daemon.port, { method: 'OPTIONS', path: concrete(route.path) });
      expect([route.path, head.status, options.status]).toEqual([route.path, 401, 404]);
    }
  });
});
