import { setTimeout as pause } from 'node:timers/promises';
import { garbageAnswer, tooManyRequests, type FaultKind } from '@waiaas/testing';
import { KILL_POINTS, type KillPoint } from '../harness/kill-points.js';
import type { SeededRandom } from '../harness/seeded-random.js';
import { StorageFault } from '../harness/storage-fault.js';
import type { TestNetwork } from '../harness/test-network.js';
import { PEOPLE_TROUBLES } from './people-trouble.js';
import type { TortureWorld } from './torture-world.js';
import type { Trouble } from './trouble.js';

const LONGEST_MS = 600;
/** A point that no payment of this cycle passes is left again. */
const POINT_PATIENCE_MS = 4000;
const GWEI = 10n ** 9n;

const anyNetwork = (world: TortureWorld, random: SeededRandom): TestNetwork => random.pick<TestNetwork>([...world.networks]);

function killing(victim: 'daemon' | 'signer' | 'both'): Trouble {
  return {
    name: `kill ${victim}`,
    strike: async (world, random) => {
      if (victim !== 'daemon') await world.daemon.signalSigner('SIGKILL');
      if (victim === 'both') await pause(random.integer(20));
      if (victim === 'signer') return;
      await world.daemon.kill();
      await world.restart();
    },
  };
}

function killingAt(point: KillPoint): Trouble {
  return {
    name: `kill ${point.name}`,
    strike: async (world, random) => {
      const [network, victim] = [anyNetwork(world, random), random.pick(['daemon', 'both'])];
      const halt = await point.halt({ daemon: world.daemon, network });
      const reached = halt.reached().catch(() => undefined);
      await Promise.race([reached, pause(POINT_PATIENCE_MS)]);
      if (victim === 'both') await world.daemon.signalSigner('SIGKILL');
      await world.daemon.kill();
      await halt.release();
      await world.restart();
    },
  };
}

function faulty(name: string, fault: FaultKind, on: 'any' | 'send' | 'status' = 'any', where?: 'ethereum'): Trouble {
  return {
    name,
    strike: async (world, random) => {
      const network = where === undefined ? anyNetwork(world, random) : world[where];
      const methods = on === 'any' ? {} : { methods: [network.methods[on]] };
      const lift = await network.proxy.inject({ ...fault, ...methods });
      await pause(random.integer(4 * LONGEST_MS));
      lift();
    },
  };
}

const DISK_FULL: Trouble = {
  name: 'disk full',
  strike: async (world, random) => {
    const where = random.pick([
      { table: 'transactions', operation: 'INSERT' },
      { table: 'transactions', operation: 'UPDATE' },
      { table: 'attempts', operation: 'INSERT' },
      { table: 'attempts', operation: 'UPDATE' },
    ]);
    const fault = StorageFault.refuse(world.daemon.dataDir, { ...where, when: '1' } as Parameters<typeof StorageFault.refuse>[1]);
    await pause(random.integer(2 * LONGEST_MS));
    fault.lift();
  },
};

const CHAIN_TROUBLES: readonly Trouble[] = [
  {
    name: 'node stops',
    strike: async ({ ethereum }, random) => {
      ethereum.node.process.pause();
      await pause(random.integer(4 * LONGEST_MS));
      ethereum.node.process.resume();
    },
  },
  { name: 'reorganisation', strike: ({ ethereum }) => ethereum.node.reorg(1) },
  {
    name: 'mempool forgets',
    strike: async ({ ethereum, solana }) => {
      await ethereum.node.rpc('anvil_dropAllTransactions');
      await solana.node.control.dropPending();
    },
  },
  {
    name: 'base fee rises',
    strike: async ({ ethereum }, random) => {
      const gwei = BigInt(2 + random.integer(10));
      await ethereum.node.rpc('anvil_setNextBlockBaseFeePerGas', `0x${(gwei * GWEI).toString(16)}`);
    },
  },
];

const TROUBLES: readonly Trouble[] = [
  killing('daemon'),
  killing('signer'),
  killing('both'),
  ...KILL_POINTS.map(killingAt),
  faulty('connections are refused', { kind: 'refuse' }),
  faulty('answers never come', { kind: 'blackhole' }),
  faulty('answers are cut off', { kind: 'drop-response' }),
  faulty('sends are cut off after acceptance', { kind: 'drop-response' }, 'send'),
  faulty('sends arrive twice', { kind: 'duplicate' }, 'send'),
  faulty('answers are late', { kind: 'latency', ms: 700 }),
  faulty('status is not answered', { kind: 'drop-response' }, 'status'),
  faulty('too many requests', tooManyRequests()),
  faulty('answers are garbage', garbageAnswer()),
  faulty('answers are stale', { kind: 'stale-head' }, 'any', 'ethereum'),
  DISK_FULL,
  ...CHAIN_TROUBLES,
  ...PEOPLE_TROUBLES,
];

/** @throws Error with the names where none is meant. */
export function troublesNamed(only: readonly string[]): readonly [Trouble, ...Trouble[]] {
  const [first, ...others] = TROUBLES.filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)));
  if (first === undefined) throw new Error(`--only takes parts of: ${TROUBLES.map(({ name }) => name).join(' | ')}`);
  return [first, ...others];
}

/** At any moment of the payments that are under way. */
export async function strikeSometime(trouble: Trouble, world: TortureWorld, random: SeededRandom): Promise<void> {
  await pause(random.integer(LONGEST_MS));
  await trouble.strike(world, random);
}
