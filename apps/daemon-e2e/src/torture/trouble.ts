import type { SeededRandom } from '../harness/seeded-random.js';
import type { TortureWorld } from './torture-world.js';

/** Something that goes wrong while clients pay. It is over, and healed, when `strike` ends. */
export interface Trouble {
  readonly name: string;
  /** How often it comes, beside the others. What takes seconds comes seldom, so that a run tries much of everything. */
  readonly weight: number;
  /** It takes its time: more clients pay meanwhile. */
  readonly isLong?: true;
  /** Nothing else goes wrong meanwhile: it changes what others rely on. What lasts longer comes alone as well. */
  readonly isAlone?: true;
  /** What is asked for meanwhile may wait for somebody's yes. */
  readonly makesWait?: true;
  strike(world: TortureWorld, random: SeededRandom): Promise<void>;
}

/** How long the short ones last at most. */
export const SHORT_MS = 120;
/** How long the long ones last at most, where they can be told to. */
export const LONG_MS = 600;
