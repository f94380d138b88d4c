import { setTimeout as pause } from 'node:timers/promises';
import type { SeededRandom } from '../harness/seeded-random.js';
import { KILL_TROUBLES } from './kill-troubles.js';
import { LIE_TROUBLES } from './lie-troubles.js';
import { DISK_TROUBLES, MACHINE_TROUBLES } from './machine-troubles.js';
import { NODE_TROUBLES } from './node-troubles.js';
import { PEOPLE_TROUBLES } from './people-trouble.js';
import type { TortureWorld } from './torture-world.js';
import { LONG_MS, SHORT_MS, type Trouble } from './trouble.js';

const TROUBLES: readonly Trouble[] = [
  ...KILL_TROUBLES,
  ...NODE_TROUBLES,
  ...LIE_TROUBLES,
  ...MACHINE_TROUBLES,
  ...DISK_TROUBLES,
  ...PEOPLE_TROUBLES,
];

/** The troubles of a run, each as often as it weighs. */
export class Troubles {
  readonly #total: number;

  private constructor(private readonly chosen: readonly Trouble[]) {
    this.#total = chosen.reduce((sum, { weight }) => sum + weight, 0);
  }

  /** @throws Error with the names where none is meant. */
  static named(only: readonly string[], hasDisk: boolean): Troubles {
    const possible = TROUBLES.filter((trouble) => hasDisk || !DISK_TROUBLES.includes(trouble));
    const chosen = possible.filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)));
    if (chosen.length === 0) throw new Error(`--only takes parts of: ${TROUBLES.map(({ name }) => name).join(' | ')}`);
    return new Troubles(chosen);
  }

  pick(random: SeededRandom): Trouble {
    let left = random.integer(this.#total);
    const found = this.chosen.find(({ weight }) => {
      left -= weight;
      return left < 0;
    });
    if (found === undefined) throw new Error('there are no troubles');
    return found;
  }
}

/** At any moment of the payments that are under way. */
export async function strikeSometime(trouble: Trouble, world: TortureWorld, random: SeededRandom): Promise<void> {
  await pause(random.integer(trouble.isLong === true ? LONG_MS : SHORT_MS / 2));
  await trouble.strike(world, random);
}
