import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSurroundings } from './surroundings.js';

let root: string;
beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), 'waiaas-root-'))));
afterEach(() => rmSync(root, { recursive: true }));

const put = (name: string, content = ''): void => {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), content);
};
const ROUTES = [
  'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
  'eth0\t00000000\t010012AC\t0003\t0\t0\t0\t00000000\t0\t0\t0',
  'eth0\t000012AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0',
].join('\n');

describe('what is around the daemon', () => {
  it('is no container without the mark of one', () => {
    put('sys/class/net/eth0/address');
    expect(readSurroundings(root)).toEqual({ inContainer: false, gateways: [] });
  });

  it.each(['.dockerenv', 'run/.containerenv'])('is a container with the mark %s, and its router is known', (marker) => {
    put(marker);
    put('sys/class/net/eth0/address');
    put('proc/net/route', ROUTES);
    expect(readSurroundings(root)).toEqual({ inContainer: true, gateways: ['172.18.0.1'] });
  });

  it.each(['eth0/device', 'docker0/bridge'])('is the machine when its network shows %s', (trait) => {
    put('.dockerenv');
    put(`sys/class/net/${trait}/name`);
    put('proc/net/route', ROUTES);
    expect(readSurroundings(root)).toEqual({ inContainer: false, gateways: [] });
  });

  it('is the machine when nothing can be seen of the network', () => {
    put('.dockerenv');
    expect(readSurroundings(root).inContainer).toBe(false);
  });

  it('is a container without a router when it has no default route', () => {
    put('.dockerenv');
    put('sys/class/net/lo/address');
    expect(readSurroundings(root)).toEqual({ inContainer: true, gateways: [] });
  });
});
