import { FaultProxy, startAnvil, startFaultProxy, type AnvilNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, verdictOf, type ApiAnswer } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { StorageHold } from '../src/harness/storage-fault.js';
import { TestClock } from '../src/harness/test-clock.js';
import { allowNative, createWallet, masterOf, PASSWORD, QUIET_LIMITS, type TestWallet } from '../src/harness/wallets.js';

const SEND = { network: 'ethereum-sepolia', to: '0x8617E340B3D01FA5F11F306F4090FD50E238070D', humanAmount: '0.01' };
const DAY = 86_400;

interface Session {
  readonly id: string;
  readonly token: string;
  readonly expiresAt: number;
}

let node: AnvilNode;
let proxy: FaultProxy;
let clock: TestClock;
let daemon: DaemonProcess;
let master: Api;
let wallet: TestWallet;

beforeAll(async () => {
  clock = new TestClock();
  node = await startAnvil({ chainId: 11155111 });
  proxy = await startFaultProxy(node.url);
  daemon = await DaemonProcess.start({
    env: {
      WAIAAS_MASTER_PASSWORD: PASSWORD,
      WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: proxy.url,
      ...QUIET_LIMITS,
      ...clock.env,
    },
  });
  master = await masterOf(daemon);
  await limitSessionsTo(1000);
  wallet = await createWallet(daemon, { policyPreset: 'none' });
  await allowNative(daemon, wallet, 'ethereum');
  await node.setBalance(wallet.address, 10n ** 20n);
});

afterAll(async () => {
  await daemon.dispose();
  await proxy.close();
  await node.stop();
  clock.dispose();
});

const limitSessionsTo = (value: number): Promise<object> =>
  master.must(200, master.put('/v1/admin/settings', { settings: [{ key: 'security.max_sessions_per_wallet', value }] }));
const createSession = (terms: object = {}, walletId = wallet.id): Promise<Session> =>
  master.must(201, master.post<Session>('/v1/sessions', { walletId, ...terms }));
const use = async (token: string): Promise<string> =>
  verdictOf(await Api.session(master.baseUrl, token).get('/v1/wallet/address'));
const renew = ({ id, token }: Pick<Session, 'id' | 'token'>): Promise<ApiAnswer<Session & { renewalCount: number }>> =>
  Api.session(master.baseUrl, token).put(`/v1/sessions/${id}/renew`, {});
const rotate = (id: string): Promise<Session> => master.must(200, master.post<Session>(`/v1/sessions/${id}/rotate`, {}));

describe('a session', () => {
  it('that is revoked is refused from the next request on, and revoking it again says so', async () => {
    const { id, token } = await createSession();
    expect(await use(token)).toBe('200');
    expect(await master.delete(`/v1/sessions/${id}`)).toMatchObject({ status: 200, body: { id, status: 'REVOKED' } });
    expect(await use(token)).toBe('401 SESSION_REVOKED');
    expect(await master.delete(`/v1/sessions/${id}`)).toMatchObject({
      status: 200,
      body: { id, status: 'REVOKED', message: expect.any(String) },
    });
    expect(verdictOf(await master.delete('/v1/sessions/0198f1aa-0000-7000-8000-000000000001'))).toBe('404 SESSION_NOT_FOUND');
  });

  it('that is rotated has one token, the new one, and the same end', async () => {
    const { id, token, expiresAt } = await createSession();
    const rotated = await rotate(id);
    expect(rotated).toEqual({ id, token: expect.stringMatching(/^wai_sess_/), expiresAt, tokenIssuedCount: 2 });
    expect([await use(token), await use(rotated.token)]).toEqual(['401 INVALID_TOKEN', '200']);
    const reissued = await master.must(200, master.post<Session>(`/v1/admin/sessions/${id}/reissue`));
    expect(reissued).toEqual({ token: expect.any(String), sessionId: id, tokenIssuedCount: 3, expiresAt });
    expect([await use(rotated.token), await use(reissued.token)]).toEqual(['401 INVALID_TOKEN', '200']);
  });

  it('whose replaced token comes back later is held until the admin rotates it', async () => {
    const { id, token } = await createSession();
    const { token: newer } = await rotate(id);
    clock.advance(59);
    expect(await use(token)).toBe('401 INVALID_TOKEN');
    clock.advance(5);
    expect(await use(token)).toBe('401 SESSION_TOKEN_REUSED');
    expect([await use(newer), await use(token)]).toEqual(['401 SESSION_TOKEN_REUSED', '401 SESSION_TOKEN_REUSED']);
    expect(verdictOf(await renew({ id, token: newer }))).toBe('401 SESSION_TOKEN_REUSED');
    const { data } = (await master.get<{ data: object[] }>('/v1/audit-logs?event_type=SESSION_TOKEN_REUSED')).body;
    expect(data).toMatchObject([{ severity: 'critical', sessionId: id }]);
    const { token: released } = await rotate(id);
    expect(await use(released)).toBe('200');
  });

  it('is over at its end, for a token of any age', async () => {
    const { id, token, expiresAt } = await createSession({ ttl: 300 });
    // Time goes by beside this as well, on a slow machine more of it.
    clock.advance(200);
    expect(await use(token)).toBe('200');
    clock.advance(101);
    expect(await use(token)).toBe('401 TOKEN_EXPIRED');
    expect(verdictOf(await renew({ id, token }))).toBe('401 TOKEN_EXPIRED');
    const { body } = await master.get<{ data: { id: string }[] }>(`/v1/sessions?walletId=${wallet.id}&limit=200`);
    expect(body.data.find((session) => session.id === id)).toMatchObject({ status: 'EXPIRED', expiresAt });
  });

  it('without an end has none in its token either, and cannot be renewed', async () => {
    const session = await createSession({ ttl: 0, absoluteLifetime: 0 });
    expect(session.expiresAt).toBe(0);
    const claims = JSON.parse(Buffer.from(session.token.split('.')[1] ?? '', 'base64url').toString()) as object;
    expect(claims).toMatchObject({ sub: session.id, sessionId: session.id });
    expect(claims).not.toHaveProperty('exp');
    expect(verdictOf(await renew(session))).toBe('400 RENEWAL_NOT_REQUIRED');
  });
});

describe('a renewal', () => {
  it('is too early before half of the time, and then gives a new token and a new end', async () => {
    const session = await createSession({ ttl: 1000 });
    clock.advance(400);
    expect(await renew(session)).toMatchObject({
      status: 403,
      body: { code: 'RENEWAL_TOO_EARLY', retryable: true, details: { renewableAt: expect.any(Number) } },
    });
    clock.advance(101);
    const { status, body } = await renew(session);
    expect([status, body]).toEqual([
      200,
      { id: session.id, token: expect.stringMatching(/^wai_sess_/), expiresAt: expect.any(Number), renewalCount: 1 },
    ]);
    expect(body.expiresAt).toBeGreaterThanOrEqual(session.expiresAt + 500);
    expect([await use(session.token), await use(body.token)]).toEqual(['401 INVALID_TOKEN', '200']);
  });

  it('is won by one of ten that try at once, and the others are told', async () => {
    const session = await createSession({ ttl: 600 });
    clock.advance(400);
    const verdicts = (await Promise.all(Array.from({ length: 10 }, () => renew(session)))).map(verdictOf);
    expect(verdicts.filter((verdict) => verdict === '200')).toHaveLength(1);
    // Who arrives before the winner has committed hears of the conflict, who arrives after it holds a dead token.
    for (const verdict of verdicts) expect(verdict).toMatch(/^(200|409 RENEWAL_CONFLICT|401 INVALID_TOKEN)$/);
  });

  it('that was let in and finds another one done before it is a conflict, and its token is dead', async () => {
    const session = await createSession({ ttl: 600 });
    clock.advance(400);
    // Nobody can write while both are let in: neither sees the other's token.
    const hold = StorageHold.take(daemon.dataDir);
    const both = [renew(session), renew(session)];
    for (let look = 0; look < 5; look += 1) expect(await use(session.token)).toBe('200');
    hold.release();
    const answers = await Promise.all(both);
    expect(answers.map(verdictOf).sort()).toEqual(['200', '409 RENEWAL_CONFLICT']);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ retryable: false });
    expect(await use(session.token)).toBe('401 INVALID_TOKEN');
    const winner = answers.find(({ status }) => status === 200);
    expect(await use(winner?.body.token ?? '')).toBe('200');
  });

  it('is of the own session, as often as was granted, and never beyond the absolute end', async () => {
    const [one, other] = [await createSession({ ttl: 300, maxRenewals: 1 }), await createSession()];
    expect(verdictOf(await renew({ id: other.id, token: one.token }))).toBe('403 SESSION_RENEWAL_MISMATCH');
    clock.advance(200);
    const { token } = await renew(one).then(({ body }) => body);
    clock.advance(200);
    expect(verdictOf(await renew({ id: one.id, token }))).toBe('403 RENEWAL_LIMIT_REACHED');

    const short = await createSession({ ttl: 600, absoluteLifetime: 700 });
    clock.advance(400);
    const last = await renew(short);
    expect(last.body.expiresAt).toBe(short.expiresAt + 100);
    clock.advance(299);
    expect(verdictOf(await renew({ id: short.id, token: last.body.token }))).toMatch(
      /^(403 SESSION_ABSOLUTE_LIFETIME_EXCEEDED|403 RENEWAL_TOO_EARLY|401 TOKEN_EXPIRED)$/,
    );
  });

  it('is possible at once while the signing secret is being replaced, and needed before 300 s are over', async () => {
    const [renewed, idle] = [await createSession(), await createSession()];
    expect(await master.post('/v1/admin/rotate-secret')).toMatchObject({
      status: 200,
      body: { rotatedAt: expect.any(Number), message: expect.any(String) },
    });
    const again = await master.post('/v1/admin/rotate-secret');
    expect(verdictOf(again)).toBe('429 ROTATION_TOO_RECENT');
    expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await use(idle.token)).toBe('200');
    const { body } = await renew(renewed);
    clock.advance(301);
    expect([await use(idle.token), await use(body.token)]).toEqual(['401 INVALID_TOKEN', '200']);
    wallet = { ...wallet, api: Api.session(master.baseUrl, (await createSession({ ttl: DAY })).token) };
  });
});

describe('a session that ends while its request waits for a node', () => {
  const held = async (end: (session: Session) => Promise<void> | void): Promise<string> => {
    const session = await createSession({ ttl: 300 });
    const arrived = proxy.calls('eth_getBalance') + proxy.calls('eth_estimateGas');
    const release = await proxy.inject({ kind: 'latency', ms: 1500 });
    const sending = Api.session(master.baseUrl, session.token).post('/v1/transactions/send', SEND);
    await expect
      .poll(() => proxy.calls('eth_getBalance') + proxy.calls('eth_estimateGas'), { timeout: 20_000 })
      .toBeGreaterThan(arrived);
    await end(session);
    release();
    return verdictOf(await sending);
  };
  const countRows = async () => (await master.get<{ recentTxCount: number }>('/v1/admin/status')).body.recentTxCount;

  it('leaves nothing when it was revoked', async () => {
    const before = await countRows();
    expect(await held(async ({ id }) => void (await master.delete(`/v1/sessions/${id}`)))).toBe('401 SESSION_REVOKED');
    expect(await countRows()).toBe(before);
  });

  it('leaves nothing when it expired', async () => {
    const before = await countRows();
    expect(await held(() => clock.advance(301))).toMatch(/^401 (TOKEN_EXPIRED|SESSION_REVOKED)$/);
    expect(await countRows()).toBe(before);
  });
});

describe('what a session may reach', () => {
  it('is bounded in number per wallet, and is a wallet that exists', async () => {
    const own = await createWallet(daemon);
    await limitSessionsTo(2);
    expect(verdictOf(await master.post('/v1/sessions', { walletIds: [own.id, own.id] }))).toBe('201');
    expect(await master.post('/v1/sessions', { walletId: own.id })).toMatchObject({
      status: 403,
      body: { code: 'SESSION_LIMIT_EXCEEDED', details: { walletId: own.id, limit: 2, living: 2 } },
    });
    await limitSessionsTo(1000);
    expect(verdictOf(await master.post('/v1/sessions', {}))).toBe('400 VALIDATION_FAILED');
    expect(verdictOf(await master.post('/v1/sessions', { walletId: '0198f1aa-0000-7000-8000-000000000001' }))).toBe(
      '404 WALLET_NOT_FOUND',
    );
  });

  it.each([
    ['an unknown constraint', { constraints: { maxUsdPerDay: 5 } }],
    ['a type that does not exist', { constraints: { types: ['STEAL'] } }],
    ['a life of a second', { ttl: 1 }],
    ['a life of two years', { ttl: 63_072_000 }],
    ['an unknown field', { scopes: ['all'] }],
    ['a scope that does not exist', { idempotencyScope: 'daemon' }],
  ])('is not %s', async (_, terms) => {
    expect(verdictOf(await master.post('/v1/sessions', { walletId: wallet.id, ...terms }))).toBe('400 VALIDATION_FAILED');
  });

  it('is nothing for whoever has the token but not the certificate it is bound to', async () => {
    const { token } = await createSession({ certificate: 'a'.repeat(64) });
    expect(await use(token)).toBe('403 CONSTRAINT_VIOLATED');
    const claimed = { headers: { 'X-WAIaaS-Client-Certificate': 'a'.repeat(64) } };
    // A header that no trusted proxy wrote proves nothing.
    expect(verdictOf(await Api.session(master.baseUrl, token).get('/v1/wallet/address', claimed))).toBe(
      '403 CONSTRAINT_VIOLATED',
    );
  });

  it('grows and shrinks with its wallets, but never to none', async () => {
    const [first, second] = [await createWallet(daemon), await createWallet(daemon, { chain: 'solana' })];
    const { id, token } = await createSession({}, first.id);
    const api = Api.session(master.baseUrl, token);
    const linked = await master.post(`/v1/sessions/${id}/wallets`, { walletId: second.id });
    expect(linked).toMatchObject({ status: 201, body: { sessionId: id, walletId: second.id, createdAt: expect.any(Number) } });
    expect(verdictOf(await master.post(`/v1/sessions/${id}/wallets`, { walletId: second.id }))).toBe('409 WALLET_ALREADY_LINKED');
    expect((await master.get(`/v1/sessions/${id}/wallets`)).body).toEqual({
      wallets: [
        { id: first.id, name: 'agent', chain: 'ethereum', createdAt: expect.any(Number) },
        { id: second.id, name: 'agent', chain: 'solana', createdAt: expect.any(Number) },
      ],
    });
    expect(verdictOf(await api.get('/v1/wallet/address'))).toBe('400 WALLET_ID_REQUIRED');
    expect((await api.get(`/v1/wallet/address?wallet_id=${second.id}`)).body).toMatchObject({ address: second.address });
    expect(verdictOf(await api.get(`/v1/wallet/address?walletId=${wallet.id}`))).toBe('403 WALLET_ACCESS_DENIED');
    expect(verdictOf(await api.get('/v1/wallet/address?walletId=0198f1aa-0000-7000-8000-000000000001'))).toBe(
      '403 WALLET_ACCESS_DENIED',
    );
    expect(verdictOf(await api.get(`/v1/wallets/${wallet.id}`))).toBe('404 WALLET_NOT_FOUND');
    const unlinked = await master.delete(`/v1/sessions/${id}/wallets/${first.id}`);
    expect([unlinked.status, unlinked.body]).toEqual([204, {}]);
    expect(verdictOf(await api.get(`/v1/wallets/${first.id}`))).toBe('404 WALLET_NOT_FOUND');
    expect(verdictOf(await master.delete(`/v1/sessions/${id}/wallets/${second.id}`))).toBe('400 SESSION_REQUIRES_WALLET');
  });

  it('never includes other sessions’ rows of other wallets, nor cancelling those of the same wallet', async () => {
    const stranger = await createWallet(daemon, { policyPreset: 'none' });
    const sibling = Api.session(master.baseUrl, (await createSession()).token);
    const mine = Api.session(master.baseUrl, (await createSession()).token);
    const { id } = (await mine.post<{ id: string }>('/v1/transactions/send', { ...SEND, humanAmount: '5000' })).body;
    expect(verdictOf(await stranger.api.get(`/v1/transactions/${id}`))).toBe('404 TX_NOT_FOUND');
    expect(verdictOf(await stranger.api.post(`/v1/transactions/${id}/cancel`))).toBe('404 TX_NOT_FOUND');
    expect(verdictOf(await sibling.get(`/v1/transactions/${id}`))).toBe('200');
    expect(verdictOf(await sibling.post(`/v1/transactions/${id}/cancel`))).toBe('403 TX_ACCESS_DENIED');
    expect(verdictOf(await mine.post(`/v1/transactions/${id}/cancel`))).toBe('200');
  });
});

describe('the keys and the guard of a session', () => {
  it('are its own, unless it shares the keys of its wallet', async () => {
    const key = { 'Idempotency-Key': 'invoice-1' };
    const send = async (terms: object): Promise<ApiAnswer<{ id: string }>> => {
      const { token } = await createSession(terms);
      return Api.session(master.baseUrl, token).post('/v1/transactions/send', SEND, key);
    };
    const [apart, alsoApart] = [await send({}), await send({})];
    expect(apart.body.id).not.toBe(alsoApart.body.id);
    const shared = { idempotencyScope: 'wallet' };
    const [first, second] = [await send(shared), await send(shared)];
    expect(second.body.id).toBe(first.body.id);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect([apart.body.id, alsoApart.body.id]).not.toContain(first.body.id);
  });

  it('stop a second identical send within a minute when asked to', async () => {
    const { token } = await createSession({ duplicateGuard: true });
    const api = Api.session(master.baseUrl, token);
    const first = await api.post<{ id: string }>('/v1/transactions/send', SEND);
    const second = await api.post('/v1/transactions/send', SEND);
    expect(second).toMatchObject({
      status: 409,
      body: {
        code: 'DUPLICATE_INTENT',
        details: { transactionId: first.body.id, status: expect.any(String), secondsAgo: expect.any(Number) },
      },
    });
    expect(verdictOf(await api.post('/v1/transactions/send', { ...SEND, allowDuplicate: true }))).toBe('201');
    expect(verdictOf(await api.post('/v1/transactions/send', SEND, { 'Idempotency-Key': 'again' }))).toBe('201');
    clock.advance(61);
    expect(verdictOf(await api.post('/v1/transactions/send', SEND))).toBe('201');
  });
});
