import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, startHarness, type TestDaemon } from './harness.js';
import { call, type Call } from './http-client.js';

let daemon: TestDaemon;
beforeAll(async () => {
  daemon = await startHarness({ settings: { 'security.rate_limit_global_ip_rpm': '30', 'security.rate_limit_master_rpm': '3' } });
});
afterAll(() => daemon.close());

const CREATE = { method: 'POST', path: '/v1/probe/master' } satisfies Call;
const codeOf = async (request: Call): Promise<string> => (await call(daemon.port, request)).json.code;

describe('when several refusals apply the first of the contract answers', () => {
  it('host, origin, route, media type, kill switch, credential, principal budget, body', async () => {
    const form = { 'content-type': 'text/plain' };
    const body = '{';
    expect(await codeOf({ ...CREATE, path: '/nowhere', headers: { host: 'evil.example', origin: 'null', ...form }, body })).toBe(
      'HOST_NOT_ALLOWED',
    );
    expect(await codeOf({ ...CREATE, path: '/nowhere', headers: { origin: 'null', ...form }, body })).toBe('ORIGIN_NOT_ALLOWED');
    expect(await codeOf({ ...CREATE, path: '/nowhere', headers: form, body })).toBe('NOT_FOUND');
    daemon.killSwitch.position = 'LOCKED';
    expect(await codeOf({ ...CREATE, headers: form, body: 'x'.repeat(300_000) })).toBe('PAYLOAD_TOO_LARGE');
    expect(await codeOf({ ...CREATE, headers: form, body })).toBe('UNSUPPORTED_MEDIA_TYPE');
    expect(await codeOf({ ...CREATE, headers: { 'content-type': 'application/json' }, body })).toBe('SYSTEM_LOCKED');
    daemon.killSwitch.position = 'ACTIVE';
    expect(await codeOf({ ...CREATE, headers: { 'content-type': 'application/json' }, body })).toBe('INVALID_MASTER_PASSWORD');
  });

  it('an address without budget hears 429 after the route and before anything about its body or credential', async () => {
    const flood = { ...CREATE, headers: { 'content-type': 'text/plain' }, body: 'x' };
    const codes: string[] = [];
    for (let count = 0; count < 40; count += 1) codes.push(await codeOf(flood));
    expect(codes.at(-1)).toBe('RATE_LIMITED');
    expect(await codeOf({ ...flood, path: '/nowhere' })).toBe('NOT_FOUND');
    expect(await codeOf({ ...flood, headers: { origin: 'null' } })).toBe('ORIGIN_NOT_ALLOWED');
    daemon.clock.advanceSeconds(61);
  });

  it('a principal without budget hears 429 although his body is wrong', async () => {
    const master = { 'x-master-password': PASSWORD, 'content-type': 'application/json' };
    const ask = () => codeOf({ method: 'GET', path: '/v1/audit-logs?limit=x', headers: master });
    expect([await ask(), await ask(), await ask(), await ask()]).toEqual([
      'VALIDATION_FAILED',
      'VALIDATION_FAILED',
      'VALIDATION_FAILED',
      'RATE_LIMITED',
    ]);
  });
});
