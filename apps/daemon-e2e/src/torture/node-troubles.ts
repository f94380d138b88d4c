import { setTimeout as pause } from 'node:timers/promises';
import { garbageAnswer, stopProcess, tooManyRequests, type FaultKind } from '@waiaas/testing';
import type { SeededRandom } from '../harness/seeded-random.js';
import { anyNetwork, type TortureWorld } from './torture-world.js';
import { LONG_MS, SHORT_MS, type Trouble } from './trouble.js';

const GWEI = 10n ** 9n;
const BLOCKHASH_LIFETIME = 150;
/** Each hits so many requests at most: a payment asks a dozen. */
const MOST_HITS = 4;

type Methods = 'any' | 'facts' | 'send' | 'status';

/** One of a network's endpoints, or both, break a few requests. */
function faulty(name: string, fault: FaultKind | ((random: SeededRandom) => FaultKind), on: Methods = 'any'): Trouble {
  return {
    name,
    weight: 60,
    strike: async (world, random) => {
      const network = anyNetwork(world, random);
      const methods = on === 'any' ? {} : { methods: [network.methods[on]] };
      const kind = typeof fault === 'function' ? fault(random) : fault;
      const times = 1 + random.integer(MOST_HITS);
      const proxies = random.pick([[network.proxy], world.proxiesOf(network)]);
      const lifts = await Promise.all(proxies.map((proxy) => proxy.inject({ ...kind, ...methods, times })));
      await pause(random.integer(SHORT_MS));
      for (const lift of lifts) lift();
    },
  };
}

/** For as long as the world lasts nothing of a network gets through. */
const BLACKOUT: Trouble = {
  name: 'no node answers',
  weight: 1,
  isLong: true,
  strike: async (world, random) => {
    const network = anyNetwork(world, random);
    const kind = random.pick(['refuse', 'blackhole', 'drop-response'] as const);
    const lifts = await Promise.all(world.proxiesOf(network).map((proxy) => proxy.inject({ kind })));
    await pause(random.integer(4 * LONG_MS));
    for (const lift of lifts) lift();
  },
};

const STALE: Trouble = {
  name: 'answers are stale',
  weight: 24,
  strike: async ({ ethereum, second }, random) => {
    const lift = await random.pick([ethereum.proxy, second.ethereum]).inject({ kind: 'stale-head' });
    await pause(random.integer(SHORT_MS));
    lift();
  },
};

const PAUSES: readonly Trouble[] = [
  {
    name: 'node stops',
    weight: 1,
    isLong: true,
    strike: async ({ ethereum }, random) => {
      await ethereum.node.process.pause();
      await pause(random.integer(2 * LONG_MS));
      ethereum.node.process.resume();
    },
  },
  {
    name: 'node stops, solana',
    weight: 1,
    isLong: true,
    strike: async ({ solana }, random) => {
      await stopProcess(solana.node.pid);
      await pause(random.integer(2 * LONG_MS));
      process.kill(solana.node.pid, 'SIGCONT');
    },
  },
  { name: 'node is killed', weight: 1, isLong: true, strike: (world) => world.killNode() },
];

async function dropWaiting({ ethereum, solana }: TortureWorld): Promise<void> {
  await ethereum.node.rpc('anvil_dropAllTransactions');
  await solana.node.control.dropPending();
}

const CHAIN: readonly Trouble[] = [
  { name: 'reorganisation', weight: 30, strike: ({ ethereum }) => ethereum.node.reorg(1) },
  {
    name: 'reorganisation, solana',
    weight: 18,
    strike: async ({ solana }, random) => {
      const before = await solana.node.control.snapshot();
      await pause(random.integer(SHORT_MS));
      await solana.node.control.rollback(before);
    },
  },
  { name: 'mempool forgets', weight: 40, strike: dropWaiting },
  {
    name: 'blockhashes expire',
    weight: 12,
    strike: async ({ solana }, random) => {
      // What was sent waits, its blockhash dies, and it is forgotten.
      await solana.node.control.faults({ hold: true });
      await pause(random.integer(SHORT_MS));
      await solana.node.control.tick(BLOCKHASH_LIFETIME + 1 + random.integer(40));
      await solana.node.control.dropPending();
      await solana.node.control.heal();
    },
  },
  {
    name: 'base fee rises',
    weight: 20,
    strike: async ({ ethereum }, random) => {
      const gwei = BigInt(2 + random.integer(10));
      await ethereum.node.rpc('anvil_setNextBlockBaseFeePerGas', `0x${(gwei * GWEI).toString(16)}`);
    },
  },
];

const jitter = (random: SeededRandom): FaultKind => ({
  kind: 'jitter',
  delaysMs: Array.from({ length: 7 }, () => random.integer(SHORT_MS)),
});

/** What nodes and the way to them do without meaning harm. */
export const NODE_TROUBLES: readonly Trouble[] = [
  faulty('connections are refused', { kind: 'refuse' }),
  faulty('answers never come', { kind: 'blackhole' }),
  faulty('answers are cut off', { kind: 'drop-response' }),
  faulty('sends are cut off after acceptance', { kind: 'drop-response' }, 'send'),
  faulty('sends arrive twice', { kind: 'duplicate' }, 'send'),
  faulty('everything arrives twice', { kind: 'duplicate' }),
  faulty('answers are late', { kind: 'latency', ms: SHORT_MS }),
  faulty('answers change their order', jitter),
  faulty('status is not answered', { kind: 'drop-response' }, 'status'),
  faulty('too many requests', tooManyRequests()),
  faulty('answers are garbage', garbageAnswer()),
  faulty('nodes answer with an error', { kind: 'rpc-error', code: -32_000, message: 'internal error' }),
  STALE,
  BLACKOUT,
  ...PAUSES,
  ...CHAIN,
];
