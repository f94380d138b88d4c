import type { SeededRandom } from '../harness/seeded-random.js';
import type { TortureWorld } from './torture-world.js';

/** Something that goes wrong while clients pay. It is over, and healed, when `strike` ends. */
export interface Trouble {
  readonly name: string;
  strike(world: TortureWorld, random: SeededRandom): Promise<void>;
}
