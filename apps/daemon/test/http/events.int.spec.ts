import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EventRetentionTimer } from '../../src/modules/events/event-retention.timer.js';
import { adminBrowser } from './browser.js';
import { openStream, type OpenedStream } from './event-stream-client.js';
import { PASSWORD, startHarness, type TestDaemon } from './harness.js';
import { type Answer, call } from './http-client.js';

const MASTER = { 'x-master-password': PASSWORD };
const PATIENCE = { timeout: 20_000 };

let dataDir: string;
let daemon: TestDaemon;
let streams: OpenedStream[];
beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'waiaas-events-'));
  streams = [];
  daemon = await start();
});
afterEach(async () => {
  for (const stream of streams) stream.close();
  await daemon.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const start = () => startHarness({ isWhole: true, dataDir, settings: { 'security.rate_limit_login_rpm': '1000' } });

async function open(headers: Readonly<Record<string, string>>, lastEventId?: number | string): Promise<OpenedStream> {
  const resume = lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) };
  const stream = await openStream(daemon.port, '/v1/events', { ...headers, ...resume });
  streams.push(stream);
  return stream;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const ids = (stream: OpenedStream) => stream.events.map(({ id }) => id);
const received = (stream: OpenedStream, count: number) => expect.poll(() => stream.events.length, PATIENCE).toBe(count);

function master(method: string, route: string, json?: unknown): Promise<Answer> {
  return call(daemon.port, {
    method,
    path: route,
    headers: { ...MASTER, ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
}

/** Two events of the wallet: it is suspended and runs again. */
async function stir(walletId: string): Promise<void> {
  expect((await master('POST', `/v1/wallets/${walletId}/suspend`)).status).toBe(200);
  expect((await master('POST', `/v1/wallets/${walletId}/resume`)).status).toBe(200);
}

describe('an event stream', () => {
  it('tells in order what was committed, with numbers of its own principal and no gaps', async () => {
    const [mine, other] = [await daemon.session(), await daemon.session()];
    const [all, own] = [await open(MASTER), await open(bearer(mine.token))];
    expect([own.status, own.contentType]).toEqual([200, 'text/event-stream; charset=utf-8']);
    await stir(other.walletId);
    await stir(mine.walletId);
    await received(all, 4);
    await received(own, 2);
    expect(ids(all)).toEqual([1, 2, 3, 4]);
    expect(own.events).toEqual([
      { id: 1, event: 'wallet', data: { walletId: mine.walletId, act: 'WALLET_SUSPENDED', at: daemon.clock.nowSeconds() } },
      { id: 2, event: 'wallet', data: { walletId: mine.walletId, act: 'WALLET_RESUMED', at: daemon.clock.nowSeconds() } },
    ]);
  });

  it('tells of an event that somebody damaged that something was, and of those behind it', async () => {
    const mine = await daemon.session();
    (await open(bearer(mine.token))).close();
    await stir(mine.walletId);
    await stir(mine.walletId);
    const events = await daemon.database.client.event.findMany({ where: { kind: 'wallet' }, orderBy: { id: 'asc' } });
    for (const [index, damage] of [{ data: '{' }, { kind: 'wallet\ndata: {}' }].entries())
      await daemon.database.client.event.update({ where: { id: events[index]?.id ?? 0 }, data: damage });
    const own = await open(bearer(mine.token), 0);
    await expect.poll(() => own.events.length, PATIENCE).toBeGreaterThanOrEqual(4);
    expect(own.events.slice(-4).map(({ event }) => event)).toEqual(['reset', 'reset', 'wallet', 'wallet']);
  });

  it('shows a session nothing of other sessions of its wallet', async () => {
    const mine = await daemon.session();
    const own = await open(bearer(mine.token));
    await master('POST', '/v1/sessions', { walletId: mine.walletId });
    await stir(mine.walletId);
    await received(own, 2);
    expect(own.events.map(({ event }) => event)).toEqual(['wallet', 'wallet']);
  });

  it('goes on after the last number, through a restart too, and repeats nothing that was seen', async () => {
    const { walletId, token } = await daemon.session();
    const first = await open(bearer(token));
    await stir(walletId);
    await received(first, 2);
    first.close();
    await stir(walletId);
    await daemon.close();
    daemon = await start();
    await stir(walletId);
    const second = await open(bearer(token), 1);
    await received(second, 5);
    expect(ids(second)).toEqual([2, 3, 4, 5, 6]);
    const [{ data } = { data: {} }] = second.events;
    expect(data).toEqual(first.events[1]?.data);
  });

  it('begins at the present where no number is named', async () => {
    const { walletId, token } = await daemon.session();
    await stir(walletId);
    const stream = await open(bearer(token));
    await stir(walletId);
    await received(stream, 2);
  });

  it.each(['7', '-1', 'x', '99999999999999999999', ''])(
    'says reset where the number "%s" cannot be gone on from',
    async (number) => {
      const { token } = await daemon.session();
      const stream = await open(bearer(token), number);
      await received(stream, 1);
      expect(stream.events).toMatchObject([{ id: 0, event: 'reset' }]);
    },
  );

  it('says reset after a day, and never gives a number twice', async () => {
    const { walletId } = await daemon.session();
    const first = await open(MASTER);
    await stir(walletId);
    await received(first, 2);
    first.close();
    daemon.clock.advanceSeconds(100_000);
    await stir(walletId);
    await daemon.get(EventRetentionTimer).drop();
    const late = await open(MASTER, 1);
    await received(late, 1);
    expect(late.events[0]).toMatchObject({ event: 'reset', id: 4 });
    const resumed = await open(MASTER, 3);
    await received(resumed, 1);
    expect(ids(resumed)).toEqual([4]);
  });

  it('is opened five times by one principal and not a sixth', async () => {
    const { token } = await daemon.session();
    for (let count = 0; count < 5; count += 1) expect((await open(bearer(token))).status).toBe(200);
    expect((await open(bearer(token))).status).toBe(429);
    expect((await open(MASTER)).status).toBe(200);
    streams[0]?.close();
    await expect.poll(async () => (await open(bearer(token))).status, PATIENCE).toBe(200);
  });

  it('takes no credential from the address, and answers HEAD without a body', async () => {
    const { token } = await daemon.session();
    expect((await call(daemon.port, { path: `/v1/events?token=${token}` })).status).toBe(401);
    const head = await call(daemon.port, { method: 'HEAD', path: '/v1/events', headers: bearer(token) });
    expect([head.status, head.text]).toEqual([200, '']);
  });
});

describe('an event stream ends when', () => {
  it('its session is revoked', async () => {
    const { id, token } = await daemon.session();
    const stream = await open(bearer(token));
    await master('DELETE', `/v1/sessions/${id}`);
    await stream.ended;
  });

  it('its token is replaced', async () => {
    const { id, token } = await daemon.session();
    const stream = await open(bearer(token));
    await master('POST', `/v1/sessions/${id}/rotate`);
    await stream.ended;
  });

  it('its token expires', async () => {
    const { token } = await daemon.session();
    const stream = await open(bearer(token));
    daemon.clock.advanceSeconds(3601);
    await stream.ended;
  });

  it('the kill switch is thrown, if it is a session’s', async () => {
    const { token } = await daemon.session();
    const [own, all] = [await open(bearer(token)), await open(MASTER)];
    await master('POST', '/v1/admin/kill-switch');
    await own.ended;
    await expect.poll(() => all.events.map(({ event }) => event), PATIENCE).toContain('kill-switch');
  });

  it('its login ends by logout or by idleness, which an open stream does not put off', async () => {
    const [one, two] = [await adminBrowser(daemon), await adminBrowser(daemon)];
    const [first, second] = [await open(one.headers), await open(two.headers)];
    await one.ask('/v1/admin/logout', { method: 'POST' });
    await first.ended;
    daemon.clock.advanceSeconds(901);
    await second.ended;
  });

  it('the master password changes, whether it was proven by header or by cookie', async () => {
    const browser = await adminBrowser(daemon);
    const [byHeader, byCookie] = [await open(MASTER), await open(browser.headers)];
    const change = await master('PUT', '/v1/admin/master-password', { newPassword: 'a long new password' });
    expect(change.status).toBe(200);
    await Promise.all([byHeader.ended, byCookie.ended]);
  });

  it('the daemon stops, which does not wait for it', async () => {
    const stream = await open(MASTER);
    await daemon.close();
    await stream.ended;
    daemon = await start();
  });
});
