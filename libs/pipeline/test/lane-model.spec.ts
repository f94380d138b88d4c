import { NETWORKS, type NetworkName } from '@waiaas/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Replaceable } from '../src/index.js';
import { LaneBench } from './lane-bench.js';

const RUNS = 120;
const BUDGET_MS = 8000;
const AMOUNT = 1000n;
const GWEI = 10n ** 9n;
const ENDED: ReadonlySet<string> = new Set(['CONFIRMED', 'FAILED', 'CANCELLED']);
const WRITES = ['reserve', 'markSigned', 'markBroadcasting', 'record', 'abandon', 'release', 'keep', 'insert'] as const;

class Crash extends Error {}

/** The process ends before or after one of the next writes: everything behind it does not happen, and what was written stays. */
class CrashPoint {
  #left = Infinity;

  constructor(store: LaneBench['store']) {
    const methods = store as unknown as Record<string, (...args: readonly unknown[]) => Promise<unknown>>;
    for (const name of WRITES) {
      const write = methods[name]?.bind(store);
      methods[name] = async (...args) => {
        this.#pass();
        const answer = await write?.(...args);
        this.#pass();
        return answer;
      };
    }
  }

  arm(writes: number): void {
    this.#left = writes;
  }

  #pass(): void {
    this.#left -= 1;
    if (this.#left < 0) throw new Crash();
  }
}

/** One wallet's lane on an imaginary chain, and everything that can happen to it. */
class World {
  readonly bench: LaneBench;
  readonly crash: CrashPoint;
  readonly asked: string[] = [];
  #stuck: readonly Replaceable[] = [];
  #waiting: readonly Replaceable[] = [];
  #holders = 0;
  #isAbsent = false;

  constructor(network: NetworkName, sabotage: (bench: LaneBench) => void) {
    this.bench = new LaneBench(network);
    this.bench.chain.fund('sender', 10n ** 20n);
    sabotage(this.bench);
    this.crash = new CrashPoint(this.bench.store);
  }

  ask(): void {
    const id = `p${String(this.asked.length)}`;
    this.asked.push(id);
    this.bench.add(id, { amount: AMOUNT.toString() });
  }

  async look(): Promise<void> {
    const { stuck, waiting } = await this.bench.confirm();
    this.#stuck = stuck;
    this.#waiting = waiting;
  }

  async rescue(): Promise<void> {
    await this.bench.rescue(this.#stuck);
  }

  async fill(): Promise<void> {
    await this.bench.fill(this.#waiting);
  }

  /** A signature for somebody else to send has the next nonce, and what is sent meanwhile the ones behind it. */
  async hold(): Promise<void> {
    const next = await this.bench.chain.nextNonce('sender');
    if (next !== undefined) this.bench.store.hold(next, `holder-${String(this.#holders++)}`);
  }

  /** It came to nothing. */
  giveBack(): void {
    for (let holder = 0; holder < this.#holders; holder += 1) this.bench.store.giveBack(`holder-${String(holder)}`);
  }

  async replace(index: number, kind: 'speed-up' | 'cancel', isSent: boolean): Promise<void> {
    const id = this.asked[index % Math.max(1, this.asked.length)];
    if (id !== undefined) await this.bench.replace(id, { kind }, isSent);
  }

  drop(index: number): void {
    const hashes = [...this.bench.store.attempts.values()].flatMap(({ txHash }) => (txHash === null ? [] : [txHash]));
    this.bench.chain.drop(hashes[index % Math.max(1, hashes.length)] ?? '');
  }

  setAbsent(isAbsent: boolean): void {
    this.#isAbsent = isAbsent;
    if (isAbsent) this.bench.chain.goAbsent();
    else this.bench.chain.comeBack();
  }

  /** As the chain has it, whether or not anybody can ask. */
  async paid(id: string): Promise<bigint> {
    this.bench.chain.comeBack();
    const balance = await this.bench.chain.nativeBalance(`to-${id}`);
    this.setAbsent(this.#isAbsent);
    return balance;
  }

  /** Nothing goes wrong any more, and time goes by. */
  async settle(): Promise<void> {
    this.crash.arm(Infinity);
    this.setAbsent(false);
    this.giveBack();
    this.bench.isSignerAway = false;
    if (this.isEvm) this.bench.chain.setGasPrice({ price: 2n * GWEI, tip: GWEI });
    // What is confirmed before the last reorganisation was looked at is not settled yet: it takes another turn.
    for (let turn = 0; turn < 3; turn += 1) await this.#runOut();
  }

  async #runOut(): Promise<void> {
    for (let round = 0; round < 60 && !this.isSettled(); round += 1) {
      this.bench.now += 61;
      await this.bench.run();
      this.bench.chain.mine(3);
      await this.bench.fill((await this.bench.confirm()).waiting);
    }
    this.bench.chain.finalize();
    await this.bench.confirm();
    await this.bench.confirm();
  }

  get isEvm(): boolean {
    return this.bench.chain.network.chain === 'ethereum';
  }

  isSettled(): boolean {
    return [...this.bench.store.rows.values()].every(({ status }) => ENDED.has(status));
  }
}

interface Step {
  readonly name: string;
  run(world: World): Promise<void> | void;
}

const plain = (name: string, run: Step['run']): fc.Arbitrary<Step> => fc.constant({ name, run });
const numbered = (name: string, most: number, run: (world: World, value: number) => Promise<void> | void): fc.Arbitrary<Step> =>
  fc.integer({ min: 0, max: most }).map((value) => ({ name: `${name} ${String(value)}`, run: (world) => run(world, value) }));

const STEPS: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: plain('ask', (world) => world.ask()) },
  { weight: 6, arbitrary: plain('run the lane', async (world) => void (await world.bench.run())) },
  { weight: 6, arbitrary: plain('look at the chain', (world) => world.look()) },
  { weight: 4, arbitrary: numbered('mine', 3, ({ bench }, blocks) => bench.chain.mine(blocks)) },
  { weight: 2, arbitrary: numbered('crash after writes', 5, ({ crash }, writes) => crash.arm(writes)) },
  numbered('blocks go by', 160, ({ bench }, blocks) => bench.chain.mine(blocks)),
  numbered('time goes by', 90, ({ bench }, seconds) => void (bench.now += seconds)),
  numbered('the chain takes back', 2, ({ bench }, depth) => bench.chain.reorg(depth)),
  numbered('nodes forget', 20, (world, index) => world.drop(index)),
  plain('lose the next answer', ({ bench }) => bench.chain.loseNextAnswer()),
  plain('refuse the next broadcast', ({ bench }) => bench.chain.rejectNext('nonce-too-low')),
  plain('call the next broadcast underpriced', ({ bench }) => bench.chain.rejectNext('underpriced')),
  plain('nodes go', (world) => world.setAbsent(true)),
  plain('nodes come', (world) => world.setAbsent(false)),
  plain('the signer goes', ({ bench }) => void (bench.isSignerAway = true)),
  plain('the signer comes', ({ bench }) => void (bench.isSignerAway = false)),
  numbered('speed up', 9, (world, index) => world.replace(index, 'speed-up', true)),
  numbered('store a faster one, and send nothing', 9, (world, index) => world.replace(index, 'speed-up', false)),
  numbered('cancel on chain', 9, (world, index) => world.replace(index, 'cancel', true)),
  numbered('gas costs', 12, (world, gwei) => {
    if (world.isEvm) world.bench.chain.setGasPrice({ price: BigInt(gwei) * GWEI + GWEI, tip: GWEI });
  }),
  plain('help the stuck', (world) => world.rescue()),
  numbered('a signature is handed out', 3, (world) => world.hold()),
  plain('signatures come to nothing', (world) => world.giveBack()),
  plain('fill gaps', (world) => world.fill()),
);

/** A crash, a node or a signer that is away end the step. Nothing else does. */
async function take(world: World, step: Step): Promise<void> {
  try {
    await step.run(world);
  } catch (error) {
    const isPassing = error instanceof Crash || (error instanceof Error && PASSING.has(error.message));
    if (!isPassing) throw error;
    world.crash.arm(Infinity);
  }
}

const PASSING: ReadonlySet<string> = new Set(['ADAPTER_NOT_AVAILABLE', 'KEYSTORE_LOCKED']);

async function expectPaidAtMostOnce(world: World): Promise<void> {
  for (const id of world.asked) if ((await world.paid(id)) > AMOUNT) throw new Error(`${id} was paid twice`);
}

async function expectTruth(world: World): Promise<void> {
  for (const id of world.asked) {
    const status = world.bench.store.rows.get(id)?.status ?? 'lost';
    const says = status === 'CONFIRMED' ? AMOUNT : ENDED.has(status) ? 0n : undefined;
    const is = await world.paid(id);
    if (is !== says) throw new Error(`${id} is ${status}, and ${String(is)} was paid`);
  }
  if (world.bench.reported.length > 0) throw new Error('a bug was reported');
}

function property(network: NetworkName, sabotage: (bench: LaneBench) => void = () => undefined) {
  const steps = fc.array(STEPS, { minLength: 5, maxLength: 40 });
  return fc.asyncProperty(steps, async (taken) => {
    const world = new World(network, sabotage);
    for (const each of taken) {
      await take(world, each);
      await expectPaidAtMostOnce(world);
    }
    await world.settle();
    await expectPaidAtMostOnce(world);
    await expectTruth(world);
  });
}

const EVM: NetworkName = 'ethereum-sepolia';
const SOLANA: NetworkName = 'solana-devnet';
const LIMITS = { numRuns: RUNS, interruptAfterTimeLimit: BUDGET_MS };

describe('a lane, whatever happens in whatever order', () => {
  it.each([EVM, SOLANA])('pays each request once or not at all, and says which, on %s', { timeout: 60_000 }, async (network) => {
    expect(NETWORKS.map(({ name }) => name)).toContain(network);
    await fc.assert(property(network), LIMITS);
  });
});

/** Each takes one guard away. A model that does not notice would prove nothing. */
const SABOTAGES: readonly (readonly [string, NetworkName, (bench: LaneBench) => void])[] = [
  [
    'new bytes for a row that has some',
    EVM,
    ({ store }) => {
      const executable = store.executable.bind(store);
      store.executable = async (...args) => {
        const open = await executable(...args);
        const sent = [...store.rows.values()].filter(({ status }) => status === 'SUBMITTED');
        return [...open, ...sent.map((row) => ({ row, attempt: undefined }))];
      };
      const reserve = store.reserve.bind(store);
      store.reserve = async (planned, first, at) => {
        const hidden = [...store.attempts];
        store.attempts.clear();
        const made = await reserve(planned, first, at);
        for (const [id, attempt] of hidden) store.attempts.set(id, attempt);
        return made;
      };
    },
  ],
  [
    'bytes that are sent and not kept',
    SOLANA,
    ({ store, chain }) => {
      const markSigned = store.markSigned.bind(store);
      let forgotten = 0;
      store.markSigned = async (signed) => {
        for (const { raw } of signed) await chain.broadcast(raw);
        forgotten += 1;
        return forgotten > 2 ? markSigned(signed) : [];
      };
    },
  ],
  ['death on absence', EVM, ({ chain }) => absentIsDead(chain)],
  ['a nonce that nobody fills', EVM, (bench) => void (bench.fill = () => Promise.resolve([]))],
];

function absentIsDead(chain: LaneBench['chain']): void {
  const fates = chain.fates.bind(chain);
  chain.fates = async (attempts) =>
    (await fates(attempts)).map((fate) => (fate.state === 'absent' ? { state: 'dead' as const } : fate));
}

describe('the model notices', () => {
  it.each(SABOTAGES)('%s on %s', { timeout: 60_000 }, async (_, network, sabotage) => {
    const found = await fc.check(property(network, sabotage), {
      numRuns: 2000,
      interruptAfterTimeLimit: 2 * BUDGET_MS,
      endOnFailure: true,
    });
    expect(found).toMatchObject({ failed: true, errorInstance: { message: expect.stringMatching(/paid twice|was paid$/) } });
  });
});
