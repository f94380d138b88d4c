import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:tls';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkExposure } from '../../src/doctor/checks/exposure.check.js';
import { checkExternalAddress } from '../../src/doctor/checks/external-address.check.js';
import { checkListeners } from '../../src/doctor/checks/listeners.check.js';
import { checkRunning } from '../../src/doctor/checks/running.check.js';
import { checkSigner } from '../../src/doctor/checks/signer.check.js';
import { checkTls } from '../../src/doctor/checks/tls.check.js';
import { checkWebAttacks } from '../../src/doctor/checks/web-attacks.check.js';
import { Authority } from '../../src/proxy/authority.js';
import { installationIn, Stage, targetOf, verdicts } from './doctor-fixture.js';

// What another machine, a web page or a neighbour would find. Each check against an installation that is broken in its way.

let folder: string;
let stage: Stage;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'waiaas-doctor-'));
  stage = new Stage();
});
afterEach(async () => {
  await stage.end();
  await rm(folder, { recursive: true });
});

describe('doctor asks whether the daemon runs', () => {
  it('and fails when nobody answers, or somebody else does', async () => {
    expect(verdicts(await checkRunning(targetOf()))).toEqual(['fail running']);
    const url = await stage.serve((_, response) => response.writeHead(500).end());
    expect(verdicts(await checkRunning(targetOf({ url })))).toEqual(['fail running']);
  });
});

describe('doctor looks at the addresses of the machine', () => {
  const answer = (_: unknown, response: { end: (text: string) => unknown }) => void response.end('hello');

  it('and catches a port that is listened on all of them', async () => {
    const open = await stage.serve(answer, '0.0.0.0');
    expect(verdicts(await checkListeners(targetOf({ url: open })))).toEqual(['fail listeners']);
    expect(verdicts(await checkExternalAddress(targetOf({ url: open, ownAddresses: ['127.0.0.2'] })))).toEqual([
      'fail external-address',
    ]);
    const six = await stage.serve(answer, '::');
    expect(verdicts(await checkListeners(targetOf({ url: six })))).toEqual(['fail listeners']);
  });

  it('and passes one that is on loopback alone', async () => {
    const url = await stage.serve(answer);
    expect(verdicts(await checkListeners(targetOf({ url })))).toEqual(['pass listeners']);
    expect(verdicts(await checkExternalAddress(targetOf({ url, ownAddresses: ['127.0.0.2'] })))).toEqual([
      'pass external-address',
    ]);
  });

  it('and takes all interfaces of a container for what they are', async () => {
    const url = await stage.serve(answer, '0.0.0.0');
    const target = targetOf({ url, inContainer: true, ownAddresses: ['127.0.0.2'] });
    expect(verdicts([...(await checkListeners(target)), ...(await checkExternalAddress(target))])).toEqual([
      'pass listeners',
      'skip external-address',
    ]);
  });
});

describe('doctor attacks like a web page', () => {
  it('and fails a program that answers everybody', async () => {
    const url = await stage.serve((_, response) => response.end('{}'));
    expect(verdicts(await checkWebAttacks(targetOf({ url })))).toEqual([
      'fail rebinding-host',
      'fail foreign-origin',
      'fail forged-headers',
    ]);
  });

  it('and fails one that lets a forwarded host stand for the real one', async () => {
    const url = await stage.serve((request, response) => {
      const host = request.headers['x-forwarded-host'] ?? request.headers.host ?? '';
      response.writeHead(String(host).startsWith('127.0.0.1') ? 403 : 421).end();
    });
    expect(verdicts(await checkWebAttacks(targetOf({ url })))).toEqual([
      'fail rebinding-host',
      'pass foreign-origin',
      'warn forged-headers',
    ]);
  });
});

describe('doctor shakes hands with the proxy', () => {
  const serveTls = async (minVersion: 'TLSv1' | 'TLSv1.2') => {
    const places = { live: path.join(folder, 'live'), authority: path.join(folder, 'ca') };
    await (await Authority.create(places, () => new Date())).serve('wallet.example.org');
    const [key, cert] = await Promise.all(['server.key', 'server.crt'].map((name) => readFile(path.join(places.live, name))));
    const server = createServer({ key, cert, minVersion, ciphers: 'ALL:@SECLEVEL=0' }, (socket) => socket.end());
    server.on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { server, proxyUrl: new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}`) };
  };
  const inDays = (days: number) => () => Date.now() / 1000 + days * 86_400;

  it('and fails one that speaks TLS 1.1', async () => {
    const { server, proxyUrl } = await serveTls('TLSv1');
    expect(verdicts(await checkTls(targetOf({ proxyUrl })))).toEqual(['fail tls-protocol', 'pass tls-expiry']);
    server.close();
  });

  it('and minds a certificate that ends soon or has ended', async () => {
    const { server, proxyUrl } = await serveTls('TLSv1.2');
    const at = async (days: number) => verdicts(await checkTls(targetOf({ proxyUrl, now: inDays(days) })));
    expect(await at(0)).toEqual(['pass tls-protocol', 'pass tls-expiry']);
    expect(await at(385)).toEqual(['pass tls-protocol', 'warn tls-expiry']);
    expect(await at(400)).toEqual(['pass tls-protocol', 'fail tls-expiry']);
    server.close();
  });

  it('and fails one that speaks no TLS at all', async () => {
    const url = await stage.serve((_, response) => response.end());
    expect(verdicts(await checkTls(targetOf({ proxyUrl: new URL(`https://${url.host}`) })))).toEqual(['fail tls-protocol']);
  });
});

describe('doctor asks the daemon for its own report', () => {
  const reporting = (severity: string) =>
    stage.serve((_, response) => response.end(JSON.stringify({ findings: [{ severity, code: 'X', message: 'm.', fix: 'f.' }] })));
  const password = { value: 'a', source: 'file' } as const;

  it('and passes its findings on by how bad they are', async () => {
    for (const [severity, verdict] of [
      ['critical', 'fail'],
      ['warning', 'warn'],
      ['info', 'pass'],
    ] as const) {
      const url = await reporting(severity);
      expect(verdicts(await checkExposure(targetOf({ url, password })))).toEqual([`${verdict} exposure`]);
    }
  });

  it('and says so when the password opens nothing', async () => {
    const url = await stage.serve((_, response) => response.writeHead(401).end('{}'));
    expect(verdicts(await checkExposure(targetOf({ url, password })))).toEqual(['warn exposure']);
    expect(verdicts(await checkExposure(targetOf({ url })))).toEqual(['skip exposure']);
  });
});

describe('doctor looks at the network of the signer', () => {
  const installed = async (networks: readonly [string, string], filters: readonly [number, number]) => {
    await writeFile(path.join(folder, 'daemon.json'), JSON.stringify({ pid: 10, signerPid: 11, port: 1 }));
    for (const [index, pid] of ['10', '11'].entries()) {
      await mkdir(path.join(folder, 'proc', pid, 'ns'), { recursive: true });
      await symlink(networks[index] ?? '', path.join(folder, 'proc', pid, 'ns', 'net'));
      await writeFile(path.join(folder, 'proc', pid, 'status'), `Seccomp:\t2\nSeccomp_filters:\t${filters[index]}\n`);
    }
    return verdicts(await checkSigner(targetOf({ installation: installationIn(folder), procRoot: path.join(folder, 'proc') })));
  };

  it('and warns when it is that of the daemon', async () => {
    expect(await installed(['net:[1]', 'net:[1]'], [1, 1])).toEqual(['warn signer-network']);
  });

  it('and is content with one of its own', async () => {
    expect(await installed(['net:[1]', 'net:[2]'], [0, 0])).toEqual(['pass signer-network']);
  });

  it('or with a kernel that refuses it sockets', async () => {
    expect(await installed(['net:[1]', 'net:[1]'], [1, 2])).toEqual(['pass signer-network']);
  });
});
