/** Numbers that look random and are the same for the same seed, so that a run that failed can be run again. */
export class SeededRandom {
  #state: number;

  constructor(readonly seed: number) {
    this.#state = seed >>> 0;
  }

  /** The seed that `variable` names, or one that no run before had. It is printed: without it a failure tells little. */
  static fromEnvironment(variable: string): SeededRandom {
    const given = process.env[variable];
    const seed = given === undefined || given === '' ? Date.now() % 2 ** 31 : Number(given);
    if (!Number.isSafeInteger(seed)) throw new RangeError(`${variable} must be an integer`);
    process.stdout.write(`seed of this run: ${variable}=${String(seed)}\n`);
    return new SeededRandom(seed);
  }

  /** The numbers of one part of a run: the same whatever was drawn in the parts before it. */
  part(index: number): SeededRandom {
    return new SeededRandom((this.seed + Math.imul(index + 1, 0x9e3779b1)) >>> 0);
  }

  /** An integer from 0 to `below` - 1. */
  integer(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.integer(choices.length)] ?? choices[0];
  }
}
