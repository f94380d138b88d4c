import { mkdtempSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExposureTrail } from '../../src/modules/exposure/exposure-trail.service.js';
import { type HarnessOptions, PASSWORD, startHarness, type TestDaemon } from './harness.js';
import { call } from './http-client.js';

const MASTER = { 'x-master-password': PASSWORD };
const CONTAINER = { hostname: '0.0.0.0', surroundings: { inContainer: true, gateways: [] } };

/** An address of this machine that is not loopback: who connects to it comes from it. */
const outside = Object.values(networkInterfaces())
  .flat()
  .find((entry) => entry?.family === 'IPv4' && !entry.internal)?.address;

let dataDir: string;
let daemon: TestDaemon;
beforeEach(() => (dataDir = mkdtempSync(path.join(tmpdir(), 'waiaas-exposure-'))));
afterEach(async () => {
  await daemon.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const start = async (options: HarnessOptions = {}) => (daemon = await startHarness({ isWhole: true, dataDir, ...options }));
const report = async () => (await call(daemon.port, { path: '/v1/exposure', headers: MASTER })).json;
const codes = async () => (await report()).findings.map(({ code }: { code: string }) => code);
const told = async () => {
  await daemon.get(ExposureTrail).store();
  const rows = await daemon.database.client.auditLog.findMany({ where: { eventType: 'EXPOSURE_FINDING' } });
  return rows.map(({ severity, details }) => `${severity} ${(JSON.parse(details) as { code: string }).code}`);
};

describe('the exposure report', () => {
  it('says what is listened on and believed, and finds nothing in the standard set-up', async () => {
    await start();
    expect(await report()).toEqual({
      asOf: daemon.clock.nowSeconds(),
      listeners: [{ address: '127.0.0.1', port: daemon.port, purpose: 'api' }],
      inContainer: false,
      peersOffLoopback: [],
      hostRefusals24h: 0,
      originRefusals24h: 0,
      ignoredForwardedHeaders24h: 0,
      allowedHosts: [],
      trustedProxies: [],
      corsOrigins: [],
      tls: { terminated: false, via: null },
      metricsListener: null,
      findings: [],
    });
  });

  it('counts refused hosts, refused origins and forwarded headers of strangers', async () => {
    await start();
    await call(daemon.port, { path: '/health', headers: { host: 'rebound.example' } });
    await call(daemon.port, { path: '/health', headers: { origin: 'https://evil.example' } });
    await call(daemon.port, { path: '/health', headers: { 'x-forwarded-for': '1.2.3.4' } });
    await call(daemon.port, { path: '/health', headers: { forwarded: 'for=1.2.3.4' } });
    expect(await report()).toMatchObject({ hostRefusals24h: 1, originRefusals24h: 1, ignoredForwardedHeaders24h: 2 });
    expect(await codes()).toEqual(['FORWARDED_FROM_STRANGER', 'HOST_REFUSALS']);
  });

  it('shows TLS as a trusted proxy reports it, and remote clients that came without', async () => {
    await start({ settings: { 'security.trusted_proxies': '127.0.0.1' } });
    const proxied = (proto: string) =>
      call(daemon.port, { path: '/health', headers: { 'x-forwarded-proto': proto, 'x-forwarded-for': '198.51.100.1' } });
    await proxied('https');
    expect((await report()).tls).toEqual({ terminated: true, via: '127.0.0.1' });
    expect(await codes()).toEqual([]);
    await proxied('http');
    expect(await codes()).toEqual(['NO_TLS_REMOTE']);
  });

  it('survives a restart, and a finding is told once until it is gone', async () => {
    await start();
    await call(daemon.port, { path: '/health', headers: { host: 'rebound.example' } });
    expect([await told(), await told()]).toEqual([['warning HOST_REFUSALS'], ['warning HOST_REFUSALS']]);
    await daemon.close();
    await start();
    expect(await report()).toMatchObject({ hostRefusals24h: 1 });
    expect(await told()).toHaveLength(1);
    daemon.clock.advanceSeconds(25 * 3600);
    expect(await told()).toHaveLength(1);
    await call(daemon.port, { path: '/health', headers: { host: 'rebound.example' } });
    expect(await told()).toHaveLength(2);
    const events = await daemon.database.client.event.findMany({ where: { kind: 'exposure' } });
    expect(events).toHaveLength(2);
  });
});

describe.skipIf(outside === undefined)('a daemon that listens on every interface', () => {
  const from = (host: string, headers: Record<string, string> = {}) => call(daemon.port, { host, path: '/health', headers });

  it('refuses a peer that is not this machine, whatever Host it names, and reports it as critical', async () => {
    await start(CONTAINER);
    const refused = await from(outside ?? '', { host: `127.0.0.1:${daemon.port}` });
    expect([refused.status, refused.json.code]).toEqual([421, 'HOST_NOT_ALLOWED']);
    const seen = await report();
    expect(seen.peersOffLoopback).toEqual([{ address: outside, count: 1, lastSeenAt: daemon.clock.nowSeconds() }]);
    expect(await codes()).toEqual(['CONTAINER_BIND_ALL', 'PEER_NOT_LOCAL', 'HOST_REFUSALS']);
    expect(await told()).toContain('critical PEER_NOT_LOCAL');
  });

  it('serves the router of its container, lists it and finds nothing wrong with it', async () => {
    await start({ ...CONTAINER, surroundings: { inContainer: true, gateways: [outside ?? ''] } });
    expect((await from(outside ?? '', { host: `localhost:${daemon.port}` })).status).toBe(200);
    expect((await report()).peersOffLoopback).toHaveLength(1);
    expect(await codes()).toEqual(['CONTAINER_BIND_ALL']);
  });

  it('serves a trusted proxy by name, and still asks for an allowed Host', async () => {
    const settings = { 'security.trusted_proxies': outside ?? '', 'security.allowed_hosts': 'wallet.example.org:8443' };
    await start({ ...CONTAINER, settings });
    expect((await from(outside ?? '', { host: 'wallet.example.org:8443' })).status).toBe(200);
    expect((await from(outside ?? '', { host: 'other.example.org:8443' })).status).toBe(421);
  });

  it('believes nothing that a refused peer forwards', async () => {
    await start(CONTAINER);
    const headers = { host: `127.0.0.1:${daemon.port}`, 'x-forwarded-for': '127.0.0.1', forwarded: 'for=127.0.0.1' };
    expect((await from(outside ?? '', headers)).status).toBe(421);
  });

  it('counts as outside a container with the network of the machine', async () => {
    await start({ hostname: '0.0.0.0' });
    expect(await codes()).toEqual(['BIND_ALL_OUTSIDE_CONTAINER']);
  });
});
