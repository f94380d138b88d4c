import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ProxyContext,
  runProxyAddClient,
  runProxyInit,
  runProxyList,
  runProxyRevokeClient,
} from '../src/commands/proxy.command.js';
import type { Role } from '../src/proxy/authority.js';
import type { Terminal } from '../src/terminal.port.js';

const DAY_MS = 86_400_000;

let root: string;
let printed: string[];
let now: Date;
let context: ProxyContext;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'waiaas-proxy-'));
  printed = [];
  now = new Date();
  const terminal: Terminal = {
    print: (line) => void printed.push(line),
    printError: (line) => void printed.push(line),
    readSecret: () => Promise.reject(new Error('nobody types here')),
    untilStopped: () => new Promise(() => undefined),
  };
  const places = { live: path.join(root, 'live'), authority: path.join(root, 'ca') };
  context = { places, dataDirectory: path.join(root, 'data'), terminal, now: () => now };
});
afterEach(() => rm(root, { recursive: true, force: true }));

const live = (name: string) => readFile(path.join(root, 'live', name), 'utf8');
const mode = async (name: string) => (await stat(path.join(root, name))).mode & 0o777;
const server = async () => new X509Certificate(await live('server.crt'));

async function bundleOf(name: string, role: Role): Promise<string> {
  const file = path.join(root, `${name}.pem`);
  await runProxyAddClient(name, { role, out: file }, context);
  return readFile(file, 'utf8');
}

/** The subject that a server with the files of the proxy accepts for this bundle, or why it does not. */
async function seenByServer(bundle?: string): Promise<string> {
  const [key, cert, ca, crl] = await Promise.all(['server.key', 'server.crt', 'ca.crt', 'revoked.crl'].map(live));
  const listener = createServer({ key, cert, ca, crl, requestCert: true, rejectUnauthorized: false });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const client = bundle === undefined ? {} : { key: bundle, cert: bundle };
  const socket = connect({ host: '127.0.0.1', port, ca, servername: 'localhost', ...client });
  socket.on('error', () => undefined);
  const [accepted] = (await once(listener, 'secureConnection')) as [TLSSocket];
  const subject = accepted.getPeerCertificate().subject as { CN: string; OU: string; O: string } | undefined;
  const answer = accepted.authorized ? `${subject?.CN} ${subject?.OU} ${subject?.O}` : String(accepted.authorizationError);
  socket.destroy();
  accepted.destroy();
  listener.close();
  return answer;
}

describe('waiaas proxy init', () => {
  it('makes a CA, a pair for the name and for loopback, and says the fingerprint', async () => {
    await runProxyInit('Wallet.Example.org', context);
    const ca = new X509Certificate(await live('ca.crt'));
    const certificate = await server();
    expect([ca.ca, certificate.ca]).toEqual([true, false]);
    expect(certificate.checkIssued(ca) && certificate.verify(ca.publicKey)).toBe(true);
    for (const host of ['wallet.example.org', 'localhost']) expect(certificate.checkHost(host)).toBe(host);
    for (const address of ['127.0.0.1', '::1']) expect(certificate.checkIP(address)).toBe(address);
    expect(certificate.checkHost('other.example.org')).toBeUndefined();
    expect(printed.join('\n')).toContain(ca.fingerprint256);
    expect([await mode('live/server.key'), await mode('ca/ca.key'), await mode('ca/issued.json'), await mode('ca')]).toEqual([
      0o600, 0o600, 0o600, 0o700,
    ]);
    expect(await readdir(path.join(root, 'live'))).not.toContain('ca.key');
  });

  it('takes an address as a name, IPv6 too', async () => {
    await runProxyInit('2001:db8::17', context);
    expect((await server()).checkIP('2001:db8::17')).toBe('2001:db8::17');
    await runProxyInit('192.168.7.9', context);
    expect((await server()).checkIP('192.168.7.9')).toBe('192.168.7.9');
  });

  it('keeps the CA when it is run again, so that clients stay', async () => {
    await runProxyInit('wallet.example.org', context);
    const [before, bundle] = [await live('ca.crt'), await bundleOf('trader', 'agent')];
    await runProxyInit('new.example.org', context);
    expect(await live('ca.crt')).toBe(before);
    expect((await server()).checkHost('new.example.org')).toBe('new.example.org');
    expect(await seenByServer(bundle)).toBe('trader agent WAIaaS');
  });

  it.each(['https://wallet.example.org', 'wallet.example.org:8443', 'a b', '', '-x', 'x;return 200;', 'ü.example'])(
    'refuses %j as a name',
    async (name) => {
      await expect(runProxyInit(name, context)).rejects.toThrow('host name');
    },
  );

  it('refuses while the master password is the one made at the first start', async () => {
    context = { ...context, dataDirectory: root };
    await writeFile(path.join(root, 'recovery.key'), 'x');
    await expect(runProxyInit('wallet.example.org', context)).rejects.toThrow('PASSWORD_NOT_SET');
    expect(await readdir(root)).toEqual(['recovery.key']);
  });
});

describe('a client certificate', () => {
  beforeEach(() => runProxyInit('wallet.example.org', context));

  it.each(['agent', 'admin', 'owner'] as const)('with the role %s is accepted, and the role is in it', async (role) => {
    expect(await seenByServer(await bundleOf('machine-1', role))).toBe(`machine-1 ${role} WAIaaS`);
    expect(await mode('machine-1.pem')).toBe(0o600);
  });

  it('lasts 90 days', async () => {
    const bundle = await bundleOf('trader', 'agent');
    const left = new Date(new X509Certificate(bundle).validTo).getTime() - now.getTime();
    expect(Math.round(left / DAY_MS)).toBe(90);
    now = new Date(now.getTime() - 91 * DAY_MS);
    expect(await seenByServer(await bundleOf('old', 'agent'))).toBe('CERT_HAS_EXPIRED');
  });

  it('is refused once revoked, all certificates of the name at once, and no others', async () => {
    const [first, renewed, other] = [await bundleOf('a', 'admin'), await bundleOf('a', 'admin'), await bundleOf('b', 'agent')];
    await runProxyRevokeClient('a', context);
    expect(printed.at(-1)).toContain('2 certificates of a');
    expect([await seenByServer(first), await seenByServer(renewed)]).toEqual(['CERT_REVOKED', 'CERT_REVOKED']);
    expect(await seenByServer(other)).toBe('b agent WAIaaS');
    expect(await seenByServer(await bundleOf('a', 'agent'))).toBe('a agent WAIaaS');
    await expect(runProxyRevokeClient('nobody', context)).rejects.toThrow('nobody');
  });

  it('of another CA, of the server or none at all is refused', async () => {
    expect(await seenByServer()).not.toContain('WAIaaS');
    expect(await seenByServer((await live('server.key')) + (await live('server.crt')))).toBe('INVALID_PURPOSE');
    const elsewhere = { live: path.join(root, 'live2'), authority: path.join(root, 'ca2') };
    await runProxyInit('wallet.example.org', { ...context, places: elsewhere });
    const file = path.join(root, 'foreign.pem');
    await runProxyAddClient('trader', { role: 'admin', out: file }, { ...context, places: elsewhere });
    expect(await seenByServer(await readFile(file, 'utf8'))).not.toContain('WAIaaS');
  });

  it.each(['Trader', 'a,OU=admin', 'a/b', '', '-a', 'a'.repeat(64)])('of the name %j is not made', async (name) => {
    await expect(runProxyAddClient(name, { role: 'agent' }, context)).rejects.toThrow('name of a client');
  });

  it('is listed with its role and what is left of it', async () => {
    await bundleOf('a', 'agent');
    await bundleOf('b', 'owner');
    await runProxyRevokeClient('b', context);
    now = new Date(now.getTime() + 80 * DAY_MS);
    printed = [];
    await runProxyList(context);
    expect(printed).toEqual([
      expect.stringMatching(/^a {2}agent .* 10 days left$/),
      expect.stringMatching(/^b {2}owner .* revoked$/),
    ]);
  });

  it('goes to standard output when asked to, and else to a file of its own', async () => {
    await runProxyAddClient('c', { role: 'agent', out: '-' }, context);
    expect(printed.at(-1)).toMatch(/^-----BEGIN PRIVATE KEY-----[\s\S]*-----END CERTIFICATE-----$/);
    await runProxyAddClient('d', { role: 'agent' }, context);
    expect(await mode('ca/clients/d.pem')).toBe(0o600);
  });
});

describe('waiaas proxy', () => {
  it('asks for init first', async () => {
    await expect(runProxyAddClient('a', { role: 'agent' }, context)).rejects.toThrow('proxy init');
    await expect(runProxyList(context)).rejects.toThrow('proxy init');
  });

  it('lets one change happen at a time', async () => {
    await runProxyInit('wallet.example.org', context);
    const both = await Promise.allSettled([bundleOf('a', 'agent'), bundleOf('b', 'agent')]);
    expect(both.filter(({ status }) => status === 'rejected').length).toBeLessThanOrEqual(1);
    const book = JSON.parse(await readFile(path.join(root, 'ca', 'issued.json'), 'utf8')) as { clients: unknown[] };
    expect(book.clients).toHaveLength(both.filter(({ status }) => status === 'fulfilled').length);
  });
});
