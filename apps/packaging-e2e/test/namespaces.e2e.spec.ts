import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Installation, NAME, PASSWORD, PROXY_PORT } from '../src/harness/installation.js';
import { Machine, machineObstacle } from '../src/harness/machine.js';
import { ROOT, sayLoudly } from '../src/harness/project.js';
import { eventually, isOnPath } from '../src/harness/shell.js';
import { ACCEPTED, tlsFindings, tlsObstacle } from '../src/harness/tls-findings.js';

// Daemon and nginx on one machine, somebody else on another, and one cable between them.

const obstacle = machineObstacle() ?? (isOnPath('nginx') ? undefined : 'missing: nginx');
if (obstacle !== undefined) sayLoudly('The suite of two machines', obstacle);
const noTestssl = tlsObstacle();
if (noTestssl !== undefined) sayLoudly('The check of TLS', noTestssl);

let server: Machine;
let outsider: Machine;
let here: string;
let there: string;
let installation: Installation;
const clients: Record<string, string> = {};
const MASTER = ['-H', `X-Master-Password: ${PASSWORD}`];

/** The answer that the outsider gets through the proxy, with the certificate of `name` if he has one. */
const through = (route: string, name?: string, ...args: readonly string[]) => {
  const proof = name === undefined ? ['-k'] : ['--cert', clients[name] ?? '', '--cacert', clients['agent'] ?? ''];
  return outsider.status(
    ...proof,
    '--resolve',
    `${NAME}:${PROXY_PORT}:${here}`,
    ...args,
    `https://${NAME}:${PROXY_PORT}${route}`,
  );
};

describe.skipIf(obstacle !== undefined)('an installation with a proxy, seen from another machine', () => {
  beforeAll(async () => {
    [server, outsider] = await Promise.all([Machine.start(), Machine.start()]);
    [here, there] = await server.connect(outsider, 2);
    installation = await Installation.make(server);
    await installation.startDaemon({
      WAIAAS_SECURITY_TRUSTED_PROXIES: '127.0.0.1',
      WAIAAS_SECURITY_ALLOWED_HOSTS: `${NAME}:${PROXY_PORT},localhost:${PROXY_PORT}`,
    });
    await installation.waiaas('proxy', 'init', NAME);
    for (const role of ['agent', 'owner', 'admin']) clients[role] = await installation.client(role, role);
    await installation.startProxy('0.0.0.0');
  }, 180_000);
  afterAll(async () => {
    await outsider?.leave();
    await server?.leave();
    await installation?.remove();
  });

  it('listens on the proxy and on its own loopback, and nowhere else', async () => {
    const lines = (await server.must(['ss', '-Hltn'])).split('\n').map((line) => line.split(/\s+/)[3]);
    expect(lines.sort()).toEqual([`0.0.0.0:${PROXY_PORT}`, '127.0.0.1:3100']);
    expect(await outsider.status(`http://${here}:3100/health`)).toBe('refused');
  });

  it('lets nobody in without a certificate of its own CA', async () => {
    expect(await through('/health')).toBe('403');
    expect(await through('/admin/')).toBe('403');
    expect(await server.status('-k', `https://localhost:${PROXY_PORT}/admin/`)).toBe('200');
    expect(await through('/v1/exposure', undefined, ...MASTER)).toBe('403');
    const [key, pem] = [installation.file('own.key'), installation.file('own.pem')];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    await server.must(['openssl', 'req', '-x509', ...curve, '-subj', '/CN=admin/OU=admin/O=WAIaaS', '-keyout', key, '-out', pem]);
    const own = ['--cert', pem, '--key', key];
    expect(await through('/health', undefined, ...own)).toBe('403');
  });

  it('gives each certificate what its role may, and no more', async () => {
    const asked = async (route: string, ...args: readonly string[]) =>
      Promise.all(['agent', 'owner', 'admin'].map((role) => through(route, role, ...args)));
    expect(await asked('/health')).toEqual(['200', '200', '200']);
    expect(await asked('/v1/exposure', ...MASTER)).toEqual(['403', '403', '200']);
    expect(await asked('/v1/wallet/address')).toEqual(['401', '401', '401']);
  });

  it('takes the certificate as PKCS #12 too, made as the guide says', async () => {
    const line = 'openssl pkcs12 -export -in trader-1.pem -out trader-1.p12';
    expect(await readFile(path.join(ROOT, 'docs', 'deployment.md'), 'utf8')).toContain(`\n${line}\n`);
    const file = installation.file('agent.p12');
    const typed = line.replace('trader-1.pem', clients['agent'] ?? '').replace('trader-1.p12', file);
    await server.must([...typed.split(' '), '-passout', 'pass:for-the-browser']);
    expect(await through('/health', undefined, '--cert-type', 'P12', '--cert', `${file}:for-the-browser`)).toBe('200');
  });

  it('takes what a client writes into the headers of the proxy for nothing', async () => {
    const forged = [
      'X-WAIaaS-Client-Role: admin',
      'X-Forwarded-For: 127.0.0.1',
      'X-Forwarded-Proto: http',
      'Forwarded: for=127.0.0.1',
    ]
      .concat(['X-Real-IP: 127.0.0.1', 'X-Forwarded-Host: localhost:3100', 'X-WAIaaS-Client-Certificate: 00'])
      .flatMap((header) => ['-H', header]);
    expect(await through('/v1/exposure', 'agent', ...forged, ...MASTER)).toBe('403');
    expect(await through('/v1/exposure', undefined, ...forged, ...MASTER)).toBe('403');
    expect(await through('/v1/exposure', 'admin', ...forged, '-H', 'X-Master-Password: a wrong password')).toBe('401');
    const { items, data } = await installation.json('/v1/audit-logs?limit=20');
    const rows = (items ?? data) as readonly { readonly ipAddress: string | null }[];
    expect(rows.map(({ ipAddress }) => ipAddress)).toContain(there);
  });

  it('does not know hosts that nobody named', async () => {
    for (const host of ['other.test', `other.test:${PROXY_PORT}`, here, `${NAME}.evil.test`])
      expect(await through('/health', 'admin', '-H', `Host: ${host}`)).toBe('421');
  });

  it('refuses a certificate that was revoked, in the form of its other refusals', async () => {
    clients['gone'] = await installation.client('gone', 'admin');
    expect(await through('/health', 'gone')).toBe('200');
    await installation.waiaas('proxy', 'revoke-client', 'gone');
    await eventually(
      () => through('/health', 'gone'),
      (status) => status === '403',
      30,
    );
  });

  it('is found in order by doctor on its own machine', async () => {
    expect(await installation.doctorFails()).toEqual([]);
  });

  it('compresses no answer of the API: its length would tell what is in it', async () => {
    const head = async (route: string) => {
      const asked = ['-sSk', '-D', '-', '-o', '/dev/null', '-H', 'Accept-Encoding: gzip, br'];
      return (await server.must(['curl', ...asked, `https://localhost:${PROXY_PORT}${route}`])).toLowerCase();
    };
    expect(await head('/admin/')).toContain('content-encoding:');
    for (const route of ['/health', '/v1/skills/quickstart']) {
      expect(await head(route)).toContain(' 200');
      expect(await head(route)).not.toContain('content-encoding');
    }
  });

  it.skipIf(noTestssl !== undefined)(
    'has no fault in its TLS that testssl knows, but for those that are meant',
    async () => {
      const url = `https://${NAME}:${PROXY_PORT}/admin/`;
      const findings = await tlsFindings(server, url, installation.file('tls.json'));
      expect(findings.filter(({ id }) => ACCEPTED[id] === undefined)).toEqual([]);
    },
    240_000,
  );

  it('says that it is away when the daemon is', async () => {
    await installation.stopDaemon();
    expect(await through('/health', 'agent')).toBe('503');
  });

  it('is caught when the daemon listens on every address instead', async () => {
    await installation.startDaemon({ WAIAAS_DAEMON_HOSTNAME: '0.0.0.0', WAIAAS_DAEMON_ALLOW_NON_LOOPBACK: 'true' });
    expect(await outsider.status('-H', 'Host: localhost:3100', `http://${here}:3100/health`)).toBe('421');
    const { findings } = await installation.json('/v1/exposure');
    const codes = (findings as readonly { readonly code: string }[]).map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['BIND_ALL_OUTSIDE_CONTAINER', 'PEER_NOT_LOCAL']));
    expect(await installation.doctorFails()).toEqual(expect.arrayContaining(['listeners', 'external-address', 'exposure']));
  });
});
