import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, startHarness, type TestDaemon } from './harness.js';
import { call, type Answer } from './http-client.js';

let daemon: TestDaemon;
let token: string;
beforeAll(async () => {
  daemon = await startHarness({ settings: { 'security.rate_limit_global_ip_rpm': '10000' } });
  token = (await daemon.session()).token;
});
afterEach(() => {
  daemon.killSwitch.position = 'ACTIVE';
});
afterAll(() => daemon.close());

const MASTER = { 'x-master-password': PASSWORD };
const owner = (signature: string) => ({ 'x-owner-signature': signature, 'x-owner-message': 'grüße', 'x-owner-address': 'a' });
const send = (method: string, path: string, headers: Record<string, string>): Promise<Answer> =>
  call(daemon.port, {
    method,
    path,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(value).toString('latin1')])),
  });

describe('the owner headers', () => {
  it('are handed on byte for byte with the act the route stands for', async () => {
    expect((await send('POST', '/v1/probe/owner', owner('good:freeze'))).status).toBe(201);
    expect(daemon.owners.asked.at(-1)).toEqual({
      headers: { signature: 'good:freeze', message: 'grüße', address: 'a', clientAddress: '127.0.0.1' },
      expected: { action: 'freeze' },
    });
  });

  it('need a message beside the signature, and the hint says where one comes from', async () => {
    const answer = await send('POST', '/v1/probe/owner', { 'x-owner-signature': 'good:freeze' });
    expect(answer).toMatchObject({
      status: 401,
      json: { code: 'INVALID_SIGNATURE', hint: expect.stringContaining('/v1/owner/challenge') },
    });
  });

  it('for another act do not pass, and master beside them does not help', async () => {
    expect((await send('POST', '/v1/probe/owner', { ...MASTER, ...owner('good:approve') })).json.code).toBe('INVALID_SIGNATURE');
  });

  it('on a co-signed act are read beside the master password, and only for that act', async () => {
    expect((await send('DELETE', '/v1/probe/cosigned', MASTER)).json).toEqual({ by: null });
    expect((await send('DELETE', '/v1/probe/cosigned', { ...MASTER, ...owner('good:terminate') })).json).toEqual({
      by: 'terminate',
    });
    expect((await send('DELETE', '/v1/probe/cosigned', { ...MASTER, ...owner('good:purge') })).json.code).toBe(
      'INVALID_SIGNATURE',
    );
    expect((await send('DELETE', '/v1/probe/cosigned', owner('good:terminate'))).json.code).toBe('INVALID_MASTER_PASSWORD');
  });

  it('are not verified, and so not burnt, for a caller whose password is wrong', async () => {
    const before = daemon.owners.asked.length;
    await send('DELETE', '/v1/probe/cosigned', owner('good:terminate'));
    await send('GET', '/v1/probe/master', { ...MASTER, ...owner('good:terminate') });
    expect(daemon.owners.asked).toHaveLength(before);
  });
});

describe.each(['SUSPENDED', 'LOCKED'] as const)('while the kill switch is %s', (position) => {
  const session = () => ({ authorization: `Bearer ${token}` });

  it.each([
    ['GET', '/v1/probe/session', 503],
    ['POST', '/v1/probe/session', 503],
    ['POST', '/v1/probe/master', 503],
    ['GET', '/v1/probe/master', 200],
    ['GET', '/health', 200],
  ])('%s %s answers %i', async (method, path, status) => {
    daemon.killSwitch.position = position;
    const headers = path.endsWith('session') ? session() : MASTER;
    const answer = await send(method, path, headers);
    expect(answer.status).toBe(status);
    if (status === 503)
      expect([answer.json.code, answer.json.retryable, answer.headers['retry-after']]).toEqual([
        'SYSTEM_LOCKED',
        false,
        undefined,
      ]);
  });

  it('a route for session or master is closed to the one and open to the other', async () => {
    daemon.killSwitch.position = position;
    expect((await send('GET', '/v1/probe/either', session())).status).toBe(503);
    expect((await send('GET', '/v1/probe/either', MASTER)).status).toBe(200);
  });
});
