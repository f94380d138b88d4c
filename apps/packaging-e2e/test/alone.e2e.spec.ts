import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Installation } from '../src/harness/installation.js';
import { Machine, machineObstacle } from '../src/harness/machine.js';
import { sayLoudly } from '../src/harness/project.js';
import { eventually } from '../src/harness/shell.js';

// The daemon on a machine without any way out, and on one whose only way out is a cable that is watched.

const obstacle = machineObstacle();
if (obstacle !== undefined) sayLoudly('The suite of a machine alone', obstacle);

describe.skipIf(obstacle !== undefined)('the daemon by itself', () => {
  let machine: Machine;
  let installation: Installation;
  beforeEach(async () => {
    machine = await Machine.start();
    installation = await Installation.make(machine);
  });
  afterEach(async () => {
    await machine.leave();
    await installation.remove();
  });

  /** A life without a chain: a wallet, a session, a balance, a payment that cannot be made, a report. */
  async function live(ready: '200' | '503'): Promise<void> {
    const wallet = (await installation.json('/v1/wallets', { name: 'first', chain: 'ethereum', environment: 'testnet' })) as {
      id: string;
    };
    const session = (await installation.json('/v1/sessions', { walletId: wallet.id })) as { token: string };
    const bearer = ['-H', `Authorization: Bearer ${session.token}`, '-H', 'Content-Type: application/json'];
    const api = 'http://127.0.0.1:3100/v1';
    expect(await machine.status(...bearer, `${api}/wallet/balance?network=ethereum-sepolia`)).toBe('503');
    const body = JSON.stringify({ network: 'ethereum-sepolia', to: `0x${'11'.repeat(20)}`, amount: '1' });
    expect(await machine.status(...bearer, '-d', body, `${api}/transactions/send`)).toBe('503');
    expect(await machine.status('http://127.0.0.1:3100/ready')).toBe(ready);
    expect((await installation.json('/v1/exposure'))['findings']).toEqual([]);
  }

  it('starts, answers and ends where there is no route at all', async () => {
    expect(await machine.must(['ip', 'route'])).toBe('');
    await installation.startDaemon();
    await live('200');
    await installation.stopDaemon();
  });

  it('calls nobody it was not told to, and the cable shows when it is told', async () => {
    const neighbour = await Machine.start();
    const [, there] = await machine.connect(neighbour, 3);
    await machine.must(['ip', 'route', 'add', 'default', 'via', there]);
    // IPv6 greets its neighbours by itself.
    await machine.must(['sh', '-c', 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6']);
    const sent = () => packetsSent(machine);
    const before = await sent();
    await installation.startDaemon();
    await live('200');
    expect(await sent()).toBe(before);
    await installation.stopDaemon();
    await installation.startDaemon({
      WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: 'http://198.51.100.1:8545',
      WAIAAS_RPC_TIMEOUT_MS: '1000',
    });
    await live('503');
    await eventually(sent, (count) => count > before, 30);
    await neighbour.leave();
  });
});

/** Packets that went into the cable. `/sys` would show the network of whoever mounted it. */
async function packetsSent(machine: Machine): Promise<number> {
  const table = await readFile(`/proc/${machine.pid}/net/dev`, 'utf8');
  return Number(/far3:(?:\s+\d+){8}\s+\d+\s+(\d+)/.exec(table)?.[1]);
}
