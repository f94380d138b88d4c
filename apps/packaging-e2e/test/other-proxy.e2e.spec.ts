import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Installation, NAME, PASSWORD } from '../src/harness/installation.js';
import { Machine, machineObstacle } from '../src/harness/machine.js';
import { ROOT, sayLoudly } from '../src/harness/project.js';
import { eventually, reasonOf, run } from '../src/harness/shell.js';

// The Caddyfile of the guide, on a real Caddy, which is fetched from Debian and not installed.

const PORT = 8444;
const folder = await mkdtemp(path.join(tmpdir(), 'waiaas-caddy-'));
const caddy = await fetchCaddy();

async function fetchCaddy(): Promise<string | undefined> {
  try {
    const obstacle = machineObstacle();
    if (obstacle !== undefined) throw new Error(obstacle);
    await run(['apt-get', 'download', '-qq', 'caddy'], { cwd: folder });
    const [archive] = (await readdir(folder)).filter((name) => name.endsWith('.deb'));
    if (archive === undefined) throw new Error('no Debian package of Caddy');
    await run(['dpkg', '-x', archive, 'caddy'], { cwd: folder });
    return path.join(folder, 'caddy', 'usr/bin/caddy');
  } catch (error) {
    sayLoudly('The check of the Caddyfile', reasonOf(error));
    return undefined;
  }
}

/** The block of the guide that configures Caddy, for a name and certificates of this test. */
async function caddyfile(installation: Installation): Promise<string> {
  const guide = await readFile(path.join(ROOT, 'docs', 'deployment.md'), 'utf8');
  const block = /```\n(wallet\.example\.org \{\n[\s\S]*?\n\}\n)```/.exec(guide)?.[1] ?? '';
  const live = path.join(installation.data, 'proxy');
  return block
    .replace('wallet.example.org {', `https://${NAME}:${PORT} {`)
    .replace('tls {', `tls ${path.join(live, 'server.crt')} ${path.join(live, 'server.key')} {`)
    .replace('/etc/caddy/clients-ca.crt', path.join(live, 'ca.crt'));
}

describe.skipIf(caddy === undefined)('Caddy as the guide configures it', () => {
  let machine: Machine;
  let installation: Installation;
  let agent: string;
  const ask = (route: string, ...args: readonly string[]) =>
    machine.status('--resolve', `${NAME}:${PORT}:127.0.0.1`, ...args, `https://${NAME}:${PORT}${route}`);
  const asAgent = () => ['--cert', agent, '--cacert', agent];

  beforeAll(async () => {
    machine = await Machine.start();
    installation = await Installation.make(machine);
    await installation.startDaemon({
      WAIAAS_SECURITY_TRUSTED_PROXIES: '127.0.0.1',
      WAIAAS_SECURITY_ALLOWED_HOSTS: `${NAME}:${PORT}`,
    });
    await installation.waiaas('proxy', 'init', NAME);
    agent = await installation.client('trader', 'agent');
    const file = installation.file('Caddyfile');
    await writeFile(file, await caddyfile(installation));
    machine.start([caddy ?? '', 'run', '--adapter', 'caddyfile', '--config', file], {
      env: { HOME: folder, PATH: process.env['PATH'] },
    });
    await eventually(
      () => ask('/health', ...asAgent()),
      (status) => status === '200',
      30,
    );
  }, 120_000);
  afterAll(async () => {
    await machine?.leave();
    await installation?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('lets in nobody without a certificate', async () => {
    expect(await ask('/health', '-k')).toMatch(/^curl /);
  });

  it('makes each of its clients an agent, whatever they write', async () => {
    const master = ['-H', `X-Master-Password: ${PASSWORD}`];
    expect(await ask('/v1/exposure', ...asAgent(), ...master)).toBe('403');
    const forged = ['-H', 'X-WAIaaS-Client-Role: admin', '-H', 'X-Forwarded-For: 127.0.0.1'];
    expect(await ask('/v1/exposure', ...asAgent(), ...master, ...forged)).toBe('403');
  });

  it('vouches for the certificate that a session is bound to', async () => {
    const pem = await readFile(agent, 'utf8');
    const text = await machine.must(['openssl', 'x509', '-outform', 'pem'], { input: pem });
    const digest = await machine.must(['sh', '-c', 'openssl x509 -outform der | sha256sum | cut -c 1-64'], { input: text });
    const wallet = (await installation.json('/v1/wallets', { name: 'first' })) as { id: string };
    const session = (certificate: string) => installation.json('/v1/sessions', { walletId: wallet.id, certificate });
    const use = async (certificate: string) => {
      const { token } = (await session(certificate)) as { token: string };
      return ask('/v1/wallet/address', ...asAgent(), '-H', `Authorization: Bearer ${token}`);
    };
    expect(await use(digest)).toBe('200');
    expect(await use('ab'.repeat(32))).toBe('403');
  });
});
