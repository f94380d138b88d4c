import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Installation } from '../src/harness/installation.js';
import { Machine, machineObstacle } from '../src/harness/machine.js';
import { ROOT, sayLoudly } from '../src/harness/project.js';

// The two archive commands of the guide, without the containers around them, on the data of a real daemon.

const TAKE = 'tar -C /data -czf /out/waiaas-data.tgz .';
const PUT_BACK = 'tar -C /data -xzf /in/waiaas-data.tgz';

const obstacle = machineObstacle();
if (obstacle !== undefined) sayLoudly('The copy of the volume', obstacle);

describe.skipIf(obstacle !== undefined)('a copy of the volume', () => {
  let machine: Machine;
  let installation: Installation;
  beforeAll(async () => {
    machine = await Machine.start();
    installation = await Installation.make(machine);
  });
  afterAll(async () => {
    await machine?.leave();
    await installation?.remove();
  });

  const typed = async (line: string) => {
    expect(await readFile(path.join(ROOT, 'docs', 'deployment.md'), 'utf8')).toContain(line);
    const here = line.replace('/data', installation.data).replace(/\/(?:in|out)\//, `${path.dirname(installation.data)}/`);
    await machine.must(here.split(' '));
  };

  it('put where nothing is starts, has the wallets, and opens their keys', async () => {
    await installation.startDaemon();
    const wallet = await installation.json('/v1/wallets', { name: 'first' });
    await installation.stopDaemon();
    await typed(TAKE);
    await rm(installation.data, { recursive: true });
    await mkdir(installation.data);
    await typed(PUT_BACK);
    await installation.startDaemon();
    const { items } = await installation.json('/v1/wallets');
    expect(items).toMatchObject([{ id: wallet['id'], name: 'first', publicKey: wallet['publicKey'] }]);
    expect(await machine.status('http://127.0.0.1:3100/ready')).toBe('200');
    expect(await installation.json('/v1/sessions', { walletId: wallet['id'] })).toHaveProperty('token');
  }, 120_000);
});
