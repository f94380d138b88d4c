import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evmOwner, type OwnerKey, solanaOwner } from '../owners/owner-keys.js';
import { addWallet } from '../owners/owners-fixture.js';
import { adminBrowser, browserOf } from './browser.js';
import { openStream } from './event-stream-client.js';
import { PASSWORD, startHarness, type TestDaemon } from './harness.js';
import { call } from './http-client.js';
import { browserOfOwner, ownerLogin, signedFor } from './owner-browser.js';

let daemon: TestDaemon;
beforeAll(async () => {
  daemon = await startHarness({
    isWhole: true,
    settings: { 'security.rate_limit_login_rpm': '1000', 'security.rate_limit_global_ip_rpm': '10000' },
  });
});
afterAll(() => daemon.close());

const walletOf = (key: OwnerKey, state: 'GRACE' | 'LOCKED' = 'LOCKED') =>
  addWallet(
    {
      temporary: { database: daemon.database, file: '', drop: async () => undefined },
      clock: daemon.clock as never,
    },
    { owner: key, state },
  );

const signed = (key: OwnerKey, request: Record<string, unknown>) => signedFor(daemon, key, request);
const login = (key: OwnerKey) => ownerLogin(daemon, key);
const ownerBrowser = (key: OwnerKey) => browserOfOwner(daemon, key);

describe('an owner', () => {
  it.each([
    ['EVM', evmOwner()],
    ['Solana', solanaOwner()],
  ])('with a key for %s logs in, sees the wallets it owns, and logs out', async (_chain, key) => {
    const [verified, unproven] = [await walletOf(key), await walletOf(key, 'GRACE')];
    await walletOf(evmOwner());
    const answer = await login(key);
    expect(answer.json).toEqual({
      address: key.address,
      chain: key.chain,
      csrfToken: expect.stringMatching(/^[\w-]{43}$/),
      expiresAt: daemon.clock.nowSeconds() + 43_200,
    });
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^waiaas_owner=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    const browser = browserOf(daemon, answer);
    const session = await browser.ask('/v1/owner/session');
    expect(session.json).toEqual({
      address: key.address,
      chain: key.chain,
      expiresAt: answer.json.expiresAt,
      wallets: [
        expect.objectContaining({ id: verified, ownerState: 'LOCKED', chain: key.chain, environment: 'testnet' }),
        expect.objectContaining({ id: unproven, ownerState: 'GRACE' }),
      ],
      explorers: {},
    });
    const out = await browser.ask('/v1/owner/logout', { method: 'POST' });
    expect([out.status, out.headers['set-cookie']]).toEqual([
      204,
      ['waiaas_owner=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict'],
    ]);
    expect((await browser.ask('/v1/owner/session')).json.code).toBe('LOGIN_EXPIRED');
  });

  it('reads in the text that the signature approves nothing', async () => {
    const key = evmOwner();
    await walletOf(key);
    const headers = await signed(key, { action: 'login' });
    const text = Buffer.from(String(headers['x-owner-message']), 'base64').toString();
    expect(text).toContain('LOG IN to read what waits for this owner. It approves nothing');
    expect(text).toContain('/v1/owner/login');
    expect(text).toContain('- urn:waiaas:action:login');
    expect(text).not.toContain('urn:waiaas:wallet');
  });

  it('of no wallet here is told so, before and after signing', async () => {
    const stranger = evmOwner();
    const asked = await call(daemon.port, {
      method: 'POST',
      path: '/v1/owner/challenge',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ action: 'login', address: stranger.address, chain: stranger.chain }),
    });
    expect(asked.json.code).toBe('OWNER_NOT_CONNECTED');
    const former = evmOwner();
    const walletId = await walletOf(former, 'GRACE');
    const headers = await signed(former, { action: 'login' });
    await daemon.database.transaction((tx) =>
      tx.wallet.update({ where: { id: walletId }, data: { ownerAddress: null, ownerState: 'NONE' } }),
    );
    const late = await call(daemon.port, { method: 'POST', path: '/v1/owner/login', headers });
    expect(late).toMatchObject({ status: 404, json: { code: 'OWNER_NOT_CONNECTED' } });
    expect(late.headers['set-cookie']).toBeUndefined();
  });

  it('does not log in with a signature for another act, and a login signature opens no act', async () => {
    const key = evmOwner();
    const walletId = await walletOf(key);
    const verify = await signed(key, { action: 'verify', walletId });
    const wrong = await call(daemon.port, { method: 'POST', path: '/v1/owner/login', headers: verify });
    expect(wrong.json.code).toBe('INVALID_NONCE');
    const loginHeaders = await signed(key, { action: 'login' });
    const freeze = await call(daemon.port, { method: 'POST', path: '/v1/owner/kill-switch', headers: loginHeaders });
    expect(freeze.json.code).toBe('INVALID_NONCE');
  });
});

describe('the cookie of an owner', () => {
  it('reads and does nothing else: every act wants a signature of its own', async () => {
    const key = evmOwner();
    const walletId = await walletOf(key);
    const browser = await ownerBrowser(key);
    const acts = [
      '/v1/owner/kill-switch',
      '/v1/owner/login',
      `/v1/wallets/${walletId}/owner/verify`,
      `/v1/wallets/${walletId}/withdraw`,
    ];
    for (const path of acts) {
      expect([path, (await browser.ask(path, { method: 'POST' })).json.code]).toEqual([path, 'INVALID_SIGNATURE']);
    }
    const asMaster = [`/v1/wallets/${walletId}/owner/keep`, `/v1/wallets/${walletId}/resume`, '/v1/admin/kill-switch'];
    for (const path of asMaster) {
      expect([path, (await browser.ask(path, { method: 'POST' })).json.code]).toEqual([path, 'INVALID_MASTER_PASSWORD']);
    }
    expect((await browser.ask('/v1/admin/status')).json.code).toBe('INVALID_MASTER_PASSWORD');
    const asAdmin = { cookie: browser.cookie.replace('waiaas_owner', 'waiaas_admin') };
    expect((await browser.ask('/v1/admin/status', { headers: asAdmin })).json.code).toBe('LOGIN_EXPIRED');
  });

  it('needs the CSRF token and its own page, on reads too', async () => {
    const key = evmOwner();
    await walletOf(key);
    const browser = await ownerBrowser(key);
    const { 'x-waiaas-csrf': _token, ...noToken } = browser.headers;
    const read = (headers: Readonly<Record<string, string>>) => call(daemon.port, { path: '/v1/owner/session', headers });
    expect((await read(noToken)).json.code).toBe('CSRF_REQUIRED');
    const foreign = { ...browser.headers, origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-site' };
    expect((await read(foreign)).json.code).toBe('ORIGIN_NOT_ALLOWED');
  });

  it('shows nothing of a wallet from the moment it has another owner', async () => {
    const key = evmOwner();
    const walletId = await walletOf(key, 'GRACE');
    const browser = await ownerBrowser(key);
    const next = await call(daemon.port, {
      method: 'PUT',
      path: `/v1/wallets/${walletId}/owner`,
      headers: { 'x-master-password': PASSWORD, 'content-type': 'application/json' },
      body: JSON.stringify({ owner_address: evmOwner().address }),
    });
    expect(next.status, next.text).toBe(200);
    expect((await browser.ask('/v1/owner/session')).json.wallets).toEqual([]);
  });

  it('streams the events of the wallets it owns, as long as it owns them', async () => {
    const key = evmOwner();
    const [mine, other] = [await walletOf(key, 'GRACE'), await walletOf(evmOwner())];
    const browser = await ownerBrowser(key);
    const stream = await openStream(daemon.port, '/v1/owner/events', browser.headers);
    const suspend = async (walletId: string, act: 'suspend' | 'resume' = 'suspend') => {
      const path = `/v1/wallets/${walletId}/${act}`;
      const answer = await call(daemon.port, { method: 'POST', path, headers: { 'x-master-password': PASSWORD } });
      expect(answer.status, answer.text).toBe(200);
    };
    await suspend(other);
    await suspend(mine);
    await expect.poll(() => stream.events.length, { timeout: 20_000 }).toBe(1);
    expect(stream.events).toMatchObject([{ id: 1, event: 'wallet', data: { walletId: mine, act: 'WALLET_SUSPENDED' } }]);
    await daemon.database.transaction((tx) =>
      tx.wallet.update({ where: { id: mine }, data: { ownerAddress: null, ownerState: 'NONE' } }),
    );
    await suspend(mine, 'resume');
    const late = await openStream(daemon.port, '/v1/owner/events', { ...browser.headers, 'last-event-id': '1' });
    await browser.ask('/v1/owner/logout', { method: 'POST' });
    await Promise.all([stream.ended, late.ended]);
    expect([stream.events.length, late.events.length]).toEqual([1, 0]);
  });

  it('outlives a change of the master password, which is none of its business', async () => {
    const key = evmOwner();
    await walletOf(key);
    const browser = await ownerBrowser(key);
    const admin = await adminBrowser(daemon);
    const changed = await admin.ask('/v1/admin/master-password', {
      method: 'PUT',
      json: { newPassword: 'a long new password' },
      headers: { 'x-master-password': PASSWORD },
    });
    expect(changed.status).toBe(200);
    expect((await browser.ask('/v1/owner/session')).status).toBe(200);
  });
});
