import { setImmediate } from 'node:timers/promises';
import { Controller, Get } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import { Auth } from '../../src/common/auth/auth.decorator.js';
import { PASSWORD, startHarness, type TestDaemon } from './harness.js';
import { call, type Answer } from './http-client.js';

let daemon: TestDaemon;
afterEach(() => daemon.close());

const settings = (limits: Record<string, number>) =>
  Object.fromEntries(Object.entries(limits).map(([name, limit]) => [`security.rate_limit_${name}_rpm`, String(limit)]));
const start = async (limits: Record<string, number>) =>
  (daemon = await startHarness({ settings: { ...settings(limits), 'security.trusted_proxies': '127.0.0.1' } }));
const ask = (path: string, headers: Record<string, string> = {}): Promise<Answer> => call(daemon.port, { path, headers });
const times = async (count: number, request: () => Promise<Answer>): Promise<number[]> => {
  const statuses: number[] = [];
  for (let index = 0; index < count; index += 1) statuses.push((await request()).status);
  return statuses;
};

describe('a budget', () => {
  it('of an address covers public routes, and says when to come back', async () => {
    await start({ global_ip: 3 });
    expect(await times(3, () => ask('/health'))).toEqual([200, 200, 200]);
    const refused = await ask('/health');
    expect(refused).toMatchObject({ status: 429, json: { code: 'RATE_LIMITED', retryable: true } });
    const wait = Number(refused.headers['retry-after']);
    expect(wait).toBeGreaterThan(0);
    daemon.clock.advanceSeconds(wait);
    expect((await ask('/health')).status).toBe(200);
  });

  it('of an address does not touch whoever has a valid cheap credential', async () => {
    await start({ global_ip: 3 });
    const { token } = await daemon.session();
    const master = { 'x-master-password': PASSWORD };
    expect((await ask('/v1/audit-logs', master)).status).toBe(200);
    await times(5, () => ask('/health'));
    expect((await ask('/health')).status).toBe(429);
    expect((await ask('/v1/audit-logs', master)).status).toBe(200);
    expect((await ask('/v1/probe/session', { authorization: `Bearer ${token}` })).status).toBe(200);
  });

  it('has a smaller share for credentials that fail, counted per address', async () => {
    await start({ global_ip: 30 });
    const from = (address: string) =>
      ask('/v1/probe/session', { authorization: 'Bearer wai_sess_x', 'x-forwarded-for': address });
    expect(await times(4, () => from('198.51.100.1'))).toEqual([401, 401, 401, 429]);
    expect((await from('198.51.100.2')).status).toBe(401);
    expect((await ask('/health', { 'x-forwarded-for': '198.51.100.1' })).status).toBe(200);
  });

  it('of an IPv6 customer is one for the whole /64', async () => {
    await start({ global_ip: 2 });
    const from = (address: string) => ask('/health', { 'x-forwarded-for': address });
    expect([(await from('2001:db8::1')).status, (await from('2001:db8::2')).status, (await from('2001:db8::3')).status]).toEqual([
      200, 200, 429,
    ]);
    expect((await from('2001:db8:0:1::1')).status).toBe(200);
  });

  it('of a session is its own, with a smaller one for what costs', async () => {
    await start({ session: 4, tx: 2 });
    const [first, second] = [await daemon.session(), await daemon.session()];
    const send = (token: string) =>
      call(daemon.port, { method: 'POST', path: '/v1/probe/session', headers: { authorization: `Bearer ${token}` } });
    expect(await times(3, () => send(first.token))).toEqual([201, 201, 429]);
    expect((await ask('/v1/probe/session', { authorization: `Bearer ${first.token}` })).status).toBe(200);
    expect((await ask('/v1/probe/session', { authorization: `Bearer ${first.token}` })).status).toBe(429);
    expect((await send(second.token)).status).toBe(201);
  });

  it('of costly requests is charged by reads of all networks too', async () => {
    await start({ tx: 1 });
    const { token } = await daemon.session();
    const read = (query: string) => ask(`/v1/probe/session${query}`, { authorization: `Bearer ${token}` });
    expect([(await read('?network=all')).status, (await read('?network=all')).status, (await read('')).status]).toEqual([
      200, 429, 200,
    ]);
  });

  it('of nonces and challenges is per address', async () => {
    await start({ login: 2 });
    expect(await times(3, () => ask('/v1/nonce'))).toEqual([200, 200, 429]);
    expect((await ask('/v1/nonce', { 'x-forwarded-for': '198.51.100.9' })).json).toEqual({
      nonce: expect.stringMatching(/^[0-9a-f]{64}$/),
      expiresAt: expect.any(Number),
    });
  });

  it('of master is one for all who know the password', async () => {
    await start({ master: 2 });
    expect(await times(3, () => ask('/v1/audit-logs', { 'x-master-password': PASSWORD }))).toEqual([200, 200, 429]);
  });
});

describe('a shutdown', () => {
  let release: () => void;
  let entered: Promise<void>;

  @Controller('v1/slow')
  class SlowController {
    @Get()
    @Auth('public')
    async slow(): Promise<{ done: true }> {
      arrived();
      await new Promise<void>((resolve) => (release = resolve));
      return { done: true };
    }
  }
  let arrived: () => void;

  it('answers what is under way and turns the new away', async () => {
    entered = new Promise((resolve) => (arrived = resolve));
    daemon = await startHarness({ controllers: [SlowController] });
    const slow = ask('/v1/slow');
    await entered;
    const closed = daemon.server.close();
    await setImmediate();
    const refused = await ask('/health');
    expect(refused).toMatchObject({ status: 503, json: { code: 'SHUTTING_DOWN', retryable: true } });
    expect([refused.headers['retry-after'], refused.headers.connection]).toEqual(['1', 'close']);
    release();
    expect(await slow).toMatchObject({ status: 200, json: { done: true } });
    await closed;
    await expect(ask('/health')).rejects.toThrow('ECONNREFUSED');
  });
});

describe('readiness', () => {
  it('fails without a word of detail while the signer is locked, and liveness does not', async () => {
    await start({});
    daemon.signer.unlocked = false;
    expect(await ask('/ready')).toMatchObject({ status: 503, json: { status: 'not_ready' } });
    expect((await ask('/health')).status).toBe(200);
    daemon.signer.unlocked = true;
    daemon.clock.advanceSeconds(2);
    expect(await ask('/ready')).toMatchObject({ status: 200, json: { status: 'ready' } });
  });
});
