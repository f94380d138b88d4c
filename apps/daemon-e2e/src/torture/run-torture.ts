import { SeededRandom } from '../harness/seeded-random.js';
import { check, type Findings } from './check.js';
import { request, type Requested } from './client.js';
import type { TortureOptions } from './options.js';
import { hasFaults, NOTHING, sumOf } from './report.js';
import { decideWaiting, settle } from './settle.js';
import { TortureWorld, type TortureWallet } from './torture-world.js';
import type { Trouble } from './trouble.js';
import { strikeSometime, Troubles } from './troubles.js';

export interface TortureReport extends Findings {
  readonly seed: number;
  readonly cycles: number;
  /** How often each trouble came. */
  readonly troubles: ReadonlyMap<string, number>;
}

const CLIENTS = 1;
/** So many cycles run side by side. */
const WIDTH = 6;
/** While something lasts longer. */
const MANY_CLIENTS = 6;
/** So many cycles in one world; then everything is counted, and another begins. */
const ROUND = 400;

/**
 * Cycle after cycle clients pay on two chains while something goes wrong; every so many cycles everything is healed and counted, and a new
 * world begins. The seed chooses what goes wrong, when, and who pays; how the processes interleave is the machine's.
 *
 * @throws Error where a trouble cannot be made or healed: then nothing was proven.
 */
export async function runTorture(options: TortureOptions, say: (line: string) => void): Promise<TortureReport> {
  const until = performance.now() + options.minutes * 60_000;
  let report: TortureReport = { ...NOTHING, seed: options.seed, cycles: 0, troubles: new Map() };
  for (let round = 0; report.cycles < options.cycles && performance.now() < until && !hasFaults(report); round += 1) {
    const cycles = Math.min(ROUND, options.cycles - report.cycles);
    const minutes = (until - performance.now()) / 60_000;
    report = sumOf(report, await runRound({ ...options, cycles, minutes }, round, say));
    say(`counted after ${String(report.cycles)} cycles: ${hasFaults(report) ? 'something is wrong' : 'four zeros'}`);
  }
  return report;
}

async function runRound(options: TortureOptions, round: number, say: (line: string) => void): Promise<TortureReport> {
  const world = await TortureWorld.start({ ownDisk: true });
  try {
    const suffered = await sufferCycles(world, { ...options, seed: seedOf(options.seed, round) }, say);
    const { cycles, troubles, requests } = suffered;
    return { seed: options.seed, cycles, troubles, ...(await check(world, requests)) };
  } finally {
    await world.stop();
  }
}

/** The first round has the seed itself: what it finds is repeated by a run of that round alone. */
function seedOf(seed: number, round: number): number {
  return round === 0 ? seed : new SeededRandom(seed).part(round).seed;
}

export interface Suffered {
  readonly requests: readonly Requested[];
  readonly cycles: number;
  readonly troubles: ReadonlyMap<string, number>;
}

/** Ends when nothing is under way any more. */
export async function sufferCycles(world: TortureWorld, options: TortureOptions, say: (line: string) => void): Promise<Suffered> {
  const troubles = Troubles.named(options.only, world.disk !== undefined);
  const random = new SeededRandom(options.seed);
  const until = performance.now() + options.minutes * 60_000;
  const run = new CyclesInFlight();
  const [requests, counts] = [[] as Requested[], new Map<string, number>()];
  let cycles = 0;
  while (cycles < options.cycles && performance.now() < until) {
    const cycle = { random: random.part(cycles), number: cycles };
    const trouble = troubles.pick(cycle.random);
    await run.add(trouble, async () => {
      const begun = performance.now();
      requests.push(...(await suffer(world, trouble, cycle)));
      say(`${String(cycle.number + 1).padStart(5)}  ${trouble.name}  ${String(Math.round(performance.now() - begun))} ms`);
    });
    cycles += 1;
    counts.set(trouble.name, (counts.get(trouble.name) ?? 0) + 1);
  }
  await run.ended();
  await decideWaiting(world, random);
  await settle(world);
  return { requests, cycles, troubles: counts };
}

/** Short troubles come side by side, the others alone. */
class CyclesInFlight {
  readonly #running = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;

  /** Resolves when another one may begin. Throws what a cycle threw. */
  async add({ isLong, isAlone }: Trouble, cycle: () => Promise<void>): Promise<void> {
    const needsAll = isLong === true || isAlone === true;
    if (needsAll) await this.ended();
    const mine = cycle()
      .catch((error: unknown) => void (this.#failure ??= { error }))
      .finally(() => this.#running.delete(mine));
    this.#running.add(mine);
    if (needsAll) await this.ended();
    else if (this.#running.size >= WIDTH) await Promise.race(this.#running);
    this.#check();
  }

  async ended(): Promise<void> {
    await Promise.all(this.#running);
    this.#check();
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}

interface Cycle {
  readonly random: SeededRandom;
  readonly number: number;
}

/** One trouble, and those who pay meanwhile. */
async function suffer(world: TortureWorld, trouble: Trouble, { random, number }: Cycle): Promise<readonly Requested[]> {
  if (random.integer(NEW_SESSION_EVERY) === 0) await renewLimits(world);
  const clients = trouble.isLong === true ? MANY_CLIENTS : CLIENTS;
  const asked = Array.from({ length: clients }, (_, index) => {
    const wish = { key: `torture-${String(number)}-${String(index)}`, regret: random.integer(6) };
    return request(world, random.pick(asChoices(world.wallets)), wish);
  });
  await strikeSometime(trouble, world, random);
  if (trouble.makesWait === true) await decideWaiting(world, random);
  return Promise.all(asked);
}

/** A session that has paid all it may pays nothing more: another one begins. */
const NEW_SESSION_EVERY = 15;

async function renewLimits(world: TortureWorld): Promise<void> {
  const limited = world.wallets.filter((wallet: TortureWallet) => wallet.mostPayments !== undefined);
  for (const wallet of limited) await world.newSession(wallet);
}

function asChoices<T>([first, ...others]: readonly T[]): readonly [T, ...T[]] {
  if (first === undefined) throw new Error('there is nothing to choose from');
  return [first, ...others];
}
