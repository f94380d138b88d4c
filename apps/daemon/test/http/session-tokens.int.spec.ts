import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SessionCache } from '../../src/modules/session-tokens/session-cache.service.js';
import { SessionTokens } from '../../src/modules/session-tokens/session-tokens.service.js';
import { startHarness, type TestDaemon } from './harness.js';
import { call } from './http-client.js';

let daemon: TestDaemon;
let session: Awaited<ReturnType<TestDaemon['session']>>;
beforeEach(async () => {
  daemon = await startHarness({ settings: { 'security.rate_limit_global_ip_rpm': '10000' } });
  session = await daemon.session();
});
afterEach(() => daemon.close());

/** The guard's verdict: a refusal, or nothing. */
const verdict = async (token: string, scheme = 'Bearer'): Promise<string> => {
  const answer = await call(daemon.port, { path: '/v1/probe/session', headers: { authorization: `${scheme} ${token}` } });
  return (answer.json.code ?? PASSED) as string;
};
const PASSED = 'passed';
const SECRET = 'session-signing';

const decode = (token: string): any[] =>
  token
    .slice('wai_sess_'.length)
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token of any header and claims under the real secret. */
async function forge(change: { header?: object; claims?: object; digest?: string }): Promise<string> {
  const [header, claims] = decode(session.token);
  const row = await daemon.database.client.sealedSecret.findFirstOrThrow({ where: { name: SECRET, isCurrent: true } });
  const [, secret] = JSON.parse(row.sealed) as [unknown, string];
  const signed = `${encode({ ...header, ...change.header })}.${encode({ ...claims, ...change.claims })}`;
  const signature = createHmac(change.digest ?? 'sha256', Buffer.from(secret, 'base64'))
    .update(signed)
    .digest('base64url');
  return `wai_sess_${signed}.${signature}`;
}

const updateRow = async (data: object) => {
  await daemon.database.client.session.update({ where: { id: session.id }, data });
  daemon.get(SessionCache).invalidate(session.id);
};
const now = () => BigInt(daemon.clock.nowSeconds());

describe('a session token', () => {
  it('has exactly the header and the claims of the contract', () => {
    const [header, claims] = decode(session.token);
    expect(header).toEqual({ alg: 'HS256', typ: 'JWT', kid: expect.any(String) });
    expect(claims).toEqual({
      iss: 'waiaas',
      aud: 'waiaas-api',
      sub: session.id,
      sessionId: session.id,
      jti: session.jti,
      iat: expect.any(Number),
      exp: expect.any(Number),
    });
  });

  it('opens session routes, with any case of the scheme', async () => {
    expect([await verdict(session.token), await verdict(session.token, 'bearer')]).toEqual([PASSED, PASSED]);
  });

  it('has no expiry where the session has none', async () => {
    const token = await daemon.get(SessionTokens).issue({ sessionId: session.id, jti: session.jti, expiresAt: null });
    expect(decode(token)[1]).not.toHaveProperty('exp');
    expect(await verdict(token)).toBe(PASSED);
  });

  it('is refused without its prefix, cut, lengthened or under another scheme', async () => {
    const bare = session.token.slice('wai_sess_'.length);
    for (const token of [
      bare,
      session.token.slice(0, -2),
      `${session.token}AA`,
      `wai_sess_${'a'.repeat(3000)}`,
      'wai_sess_',
      `WAI_SESS_${bare}`,
    ]) {
      expect(await verdict(token)).toBe('INVALID_TOKEN');
    }
    expect(await verdict(session.token, 'Basic')).toBe('INVALID_TOKEN');
  });

  it.each([
    ['another algorithm', { header: { alg: 'HS512' }, digest: 'sha512' }],
    ['no algorithm', { header: { alg: 'none' } }],
    ['another type', { header: { typ: 'at+jwt' } }],
    ['an unknown secret', { header: { kid: 'other' } }],
    ['no secret named', { header: { kid: undefined } }],
    ['a critical extension', { header: { crit: ['x'], x: 1 } }],
    ['another issuer', { claims: { iss: 'other' } }],
    ['another audience', { claims: { aud: 'other' } }],
    ['two different session ids', { claims: { sessionId: '0198f1aa-0000-7000-8000-000000000001' } }],
    ['no session id', { claims: { sub: undefined, sessionId: undefined } }],
    ['no token id', { claims: { jti: undefined } }],
    ['no time of issue', { claims: { iat: undefined } }],
  ])('with %s is refused', async (_, change) => {
    expect(await verdict(await forge({}))).toBe(PASSED);
    expect(await verdict(await forge(change))).toBe('INVALID_TOKEN');
  });

  it('from the future is refused, but for a minute of clock difference', async () => {
    expect(await verdict(await forge({ claims: { iat: daemon.clock.nowSeconds() + 50 } }))).toBe(PASSED);
    expect(await verdict(await forge({ claims: { iat: daemon.clock.nowSeconds() + 70 } }))).toBe('INVALID_TOKEN');
  });

  it('ends with its own time, with that of the session and with the absolute one', async () => {
    expect(await verdict(await forge({ claims: { exp: daemon.clock.nowSeconds() - 1 } }))).toBe('TOKEN_EXPIRED');
    await updateRow({ absoluteExpiresAt: now() - 1n });
    expect(await verdict(session.token)).toBe('TOKEN_EXPIRED');
    await updateRow({ absoluteExpiresAt: null, expiresAt: now() - 1n });
    expect(await verdict(session.token)).toBe('TOKEN_EXPIRED');
  });

  it('of a revoked or unknown session is refused at once', async () => {
    expect(await verdict(session.token)).toBe(PASSED);
    await updateRow({ revokedAt: now() });
    expect(await verdict(session.token)).toBe('SESSION_REVOKED');
    await daemon.database.client.session.delete({ where: { id: session.id } });
    daemon.get(SessionCache).invalidate(session.id);
    expect(await verdict(session.token)).toBe('INVALID_TOKEN');
  });

  it('is at most a second old in memory where another process changes the row', async () => {
    expect(await verdict(session.token)).toBe(PASSED);
    await daemon.database.client.session.update({ where: { id: session.id }, data: { revokedAt: now() } });
    daemon.clock.advanceSeconds(2);
    expect(await verdict(session.token)).toBe('SESSION_REVOKED');
  });
});

describe('a superseded token', () => {
  const supersede = () => updateRow({ currentJti: 'newer', jtiChangedAt: now() });
  const newer = () =>
    daemon.get(SessionTokens).issue({ sessionId: session.id, jti: 'newer', expiresAt: daemon.clock.nowSeconds() + 3600 });

  it('is dead at once and harms nothing in the first minute', async () => {
    await supersede();
    expect(await verdict(session.token)).toBe('INVALID_TOKEN');
    expect(await verdict(await newer())).toBe(PASSED);
  });

  it('seen later holds the session for every token, with one critical audit row', async () => {
    await supersede();
    daemon.clock.advanceSeconds(61);
    expect(await verdict(session.token)).toBe('SESSION_TOKEN_REUSED');
    expect(await verdict(await newer())).toBe('SESSION_TOKEN_REUSED');
    expect(await verdict(session.token)).toBe('SESSION_TOKEN_REUSED');
    const rows = await daemon.database.client.auditLog.findMany({ where: { eventType: 'SESSION_TOKEN_REUSED' } });
    expect(rows.map((row) => [row.severity, row.sessionId])).toEqual([['critical', session.id]]);
  });
});

describe('the signing secret', () => {
  const by = { actor: 'master', ipAddress: '127.0.0.1' };

  it('replaced verifies for 300 s more, and new tokens are under the new one', async () => {
    const tokens = daemon.get(SessionTokens);
    const issue = () => tokens.issue({ sessionId: session.id, jti: session.jti, expiresAt: daemon.clock.nowSeconds() + 3600 });
    await tokens.rotateSecret(by);
    const fresh = await issue();
    expect(decode(fresh)[0].kid).not.toBe(decode(session.token)[0].kid);
    expect([await verdict(session.token), await verdict(fresh)]).toEqual([PASSED, PASSED]);
    daemon.clock.advanceSeconds(299);
    expect(await verdict(session.token)).toBe(PASSED);
    daemon.clock.advanceSeconds(2);
    expect([await verdict(session.token), await verdict(fresh)]).toEqual(['INVALID_TOKEN', PASSED]);
  });

  it('is not replaced twice within 300 s', async () => {
    const tokens = daemon.get(SessionTokens);
    await tokens.rotateSecret(by);
    await expect(tokens.rotateSecret(by)).rejects.toMatchObject({ code: 'ROTATION_TOO_RECENT', retryAfterSeconds: 300 });
    daemon.clock.advanceSeconds(300);
    await expect(tokens.rotateSecret(by)).resolves.toBeDefined();
  });

  it('replaced gains no time by a clock that is set back, and a new one may be made at once', async () => {
    const tokens = daemon.get(SessionTokens);
    const until = daemon.clock.nowSeconds() + 3000;
    const issue = () => tokens.issue({ sessionId: session.id, jti: session.jti, expiresAt: until });
    const row = () => daemon.database.client.sealedSecret.findFirst({ where: { name: SECRET, isCurrent: true } });
    const old = await issue();
    daemon.clock.advanceSeconds(1800);
    await tokens.rotateSecret(by);
    const replacing = await row();
    expect(await verdict(old)).toBe(PASSED);
    daemon.clock.advanceSeconds(-900);
    expect([await verdict(old), await verdict(await issue())]).toEqual(['INVALID_TOKEN', PASSED]);
    await expect(tokens.rotateSecret(by)).resolves.toBeDefined();
    expect((await row())?.id).not.toBe(replacing?.id);
  });

  it('is never stored as it is', async () => {
    const rows = await daemon.database.client.sealedSecret.findMany({ where: { name: SECRET } });
    expect(rows).toHaveLength(1);
    expect(JSON.parse(rows[0]?.sealed ?? '')[0]).toEqual({ table: 'sealed_secrets', rowId: rows[0]?.id, column: 'sealed' });
  });
});
