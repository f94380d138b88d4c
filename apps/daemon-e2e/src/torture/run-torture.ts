import { SeededRandom } from '../harness/seeded-random.js';
import { check, type Findings } from './check.js';
import { request, type Requested } from './client.js';
import type { TortureOptions } from './options.js';
import { decideWaiting, settle } from './settle.js';
import { TortureWorld } from './torture-world.js';
import { strikeSometime, troublesNamed } from './troubles.js';

export interface TortureReport extends Findings {
  readonly seed: number;
  readonly cycles: number;
}

const CLIENTS = 6;

/**
 * Cycle after cycle clients pay on two chains while something goes wrong; then everything is healed and counted. The seed chooses what
 * goes wrong, when, and who pays; how the processes interleave is the machine's.
 *
 * @throws Error where a trouble cannot be made or healed: then nothing was proven.
 */
export async function runTorture(options: TortureOptions, say: (line: string) => void): Promise<TortureReport> {
  const world = await TortureWorld.start();
  try {
    const { requests, cycles } = await sufferCycles(world, options, say);
    return { seed: options.seed, cycles, ...(await check(world, requests)) };
  } finally {
    await world.stop();
  }
}

/** Ends when nothing is under way any more. */
export async function sufferCycles(
  world: TortureWorld,
  options: TortureOptions,
  say: (line: string) => void,
): Promise<{ readonly requests: readonly Requested[]; readonly cycles: number }> {
  const troubles = troublesNamed(options.only);
  const random = new SeededRandom(options.seed);
  const until = performance.now() + options.minutes * 60_000;
  const requests: Requested[] = [];
  let cycles = 0;
  while (cycles < options.cycles && performance.now() < until) {
    const trouble = random.pick(troubles);
    const asked = Array.from({ length: CLIENTS }, () => request(world, random.pick(asChoices(world.wallets)), random));
    await strikeSometime(trouble, world, random);
    await decideWaiting(world, random);
    requests.push(...(await Promise.all(asked)));
    cycles += 1;
    say(`${String(cycles).padStart(5)}  ${trouble.name}`);
  }
  await decideWaiting(world, random);
  await settle(world);
  return { requests, cycles };
}

function asChoices<T>([first, ...others]: readonly T[]): readonly [T, ...T[]] {
  if (first === undefined) throw new Error('there is nothing to choose from');
  return [first, ...others];
}
