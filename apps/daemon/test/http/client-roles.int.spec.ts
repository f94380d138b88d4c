import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, startHarness, type TestDaemon } from './harness.js';
import { call } from './http-client.js';

const MASTER = { 'x-master-password': PASSWORD };
const OWNER = { 'x-owner-signature': 'good:freeze', 'x-owner-message': 'm' };

let proxied: TestDaemon;
let direct: TestDaemon;
beforeAll(async () => {
  const settings = { 'security.rate_limit_global_ip_rpm': '100000', 'security.rate_limit_login_rpm': '1000' };
  proxied = await startHarness({ settings: { ...settings, 'security.trusted_proxies': '127.0.0.1' } });
  direct = await startHarness({ settings });
});
afterAll(async () => {
  await proxied.close();
  await direct.close();
});

interface Try {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
}

/** The status for a client whose role the proxy gives; undefined: it gives none. */
async function as(role: string | undefined, { method = 'GET', path, headers = {} }: Try): Promise<number> {
  const forwarded = { 'x-forwarded-for': '198.51.100.7', 'x-waiaas-client-role': role ?? '' };
  return (await call(proxied.port, { method, path, headers: { ...forwarded, ...headers } })).status;
}

const ROLES = ['local', 'admin', 'owner', 'agent', undefined, '', 'ADMIN', 'admin, agent', 'root'] as const;
const MAY_ADMINISTER = ['local', 'admin'];

describe('through a trusted proxy', () => {
  it.each(ROLES)('a client with the role %s reaches what master may only as admin or from this machine', async (role) => {
    const expected = MAY_ADMINISTER.includes(role ?? '') ? 200 : 403;
    expect(await as(role, { path: '/v1/probe/master', headers: MASTER })).toBe(expected);
    expect(await as(role, { path: '/v1/probe/either', headers: MASTER })).toBe(expected);
  });

  it.each(ROLES)('a client with the role %s acts for an owner only as owner, admin or from this machine', async (role) => {
    const expected = [...MAY_ADMINISTER, 'owner'].includes(role ?? '') ? 201 : 403;
    expect(await as(role, { method: 'POST', path: '/v1/probe/owner', headers: OWNER })).toBe(expected);
  });

  it.each(ROLES)('a client with the role %s uses its session and what is public', async (role) => {
    const { token } = await proxied.session();
    expect(await as(role, { path: '/v1/probe/session', headers: { authorization: `Bearer ${token}` } })).toBe(200);
    expect(await as(role, { path: '/v1/probe/either', headers: { authorization: `Bearer ${token}` } })).toBe(200);
    expect(await as(role, { path: '/health' })).toBe(200);
  });

  it('a login needs the role of what it leads to', async () => {
    const whole = await startHarness({ isWhole: true, settings: { 'security.trusted_proxies': '127.0.0.1' } });
    const statusOf = async (role: string, path: string) => {
      const headers = { 'x-forwarded-for': '198.51.100.7', 'x-waiaas-client-role': role, 'content-type': 'application/json' };
      return (await call(whole.port, { method: 'POST', path, headers, body: '{}' })).json.code as string;
    };
    expect(await statusOf('agent', '/v1/admin/login')).toBe('ORIGIN_NOT_ALLOWED');
    expect(await statusOf('owner', '/v1/admin/login')).toBe('ORIGIN_NOT_ALLOWED');
    expect(await statusOf('agent', '/v1/owner/login')).toBe('ORIGIN_NOT_ALLOWED');
    expect(await statusOf('admin', '/v1/admin/login')).toBe('VALIDATION_FAILED');
    expect(await statusOf('owner', '/v1/owner/login')).toBe('INVALID_SIGNATURE');
    await whole.close();
  });

  it('the refusal says what is missing and is no word about the credential', async () => {
    const headers = { 'x-forwarded-for': '198.51.100.7', 'x-waiaas-client-role': 'agent', 'x-master-password': 'wrong' };
    const { json } = await call(proxied.port, { path: '/v1/probe/master', headers });
    expect([json.code, json.hint]).toEqual(['ORIGIN_NOT_ALLOWED', expect.stringContaining('client certificate')]);
    expect(proxied.signer.verifications).toBeLessThanOrEqual(1);
  });
});

describe('a role that somebody names who is no proxy', () => {
  it('gives nothing and takes nothing', async () => {
    for (const role of ['agent', 'admin']) {
      const { status } = await call(direct.port, {
        path: '/v1/probe/master',
        headers: { ...MASTER, 'x-waiaas-client-role': role },
      });
      expect(status).toBe(200);
    }
    expect((await call(direct.port, { path: '/v1/probe/master', headers: { 'x-waiaas-client-role': 'admin' } })).status).toBe(
      401,
    );
  });
});

describe('a session that is bound to a client certificate', () => {
  const der = Buffer.from('any bytes at all');
  const digest = createHash('sha256').update(der).digest('hex');
  const pem = encodeURIComponent(`-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`);

  const bound = async (daemon: TestDaemon) => {
    const { id, token } = await daemon.session();
    await daemon.database.transaction((tx) => tx.session.update({ where: { id }, data: { certificate: digest } }));
    return { authorization: `Bearer ${token}` };
  };
  const withCertificate = async (daemon: TestDaemon, certificate: string) => {
    const headers = { ...(await bound(daemon)), 'x-waiaas-client-certificate': certificate };
    const { status, json } = await call(daemon.port, { path: '/v1/probe/session', headers });
    return status === 200 ? 200 : json.code;
  };

  it('works with it, as the proxy hands it on whole or as its digest', async () => {
    expect(await withCertificate(proxied, pem)).toBe(200);
    expect(await withCertificate(proxied, digest.toUpperCase())).toBe(200);
  });

  it.each([
    '',
    'ab'.repeat(32),
    'nonsense',
    '%E0%A4%A',
    encodeURIComponent('-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----'),
  ])('does not work with %j', async (certificate) => {
    expect(await withCertificate(proxied, certificate)).toBe('CONSTRAINT_VIOLATED');
  });

  it('does not work where nobody trusted vouches for the certificate', async () => {
    expect(await withCertificate(direct, digest)).toBe('CONSTRAINT_VIOLATED');
  });
});
