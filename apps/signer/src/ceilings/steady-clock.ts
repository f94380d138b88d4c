/** Unix seconds that only a running process moves on: from the later of wall clock and `notBefore`, a jump of the clock changes nothing. */
export class SteadyClock {
  readonly #start: number;
  readonly #begun = performance.now();

  constructor(notBefore: number, wallClock = Math.floor(Date.now() / 1000)) {
    this.#start = Math.max(notBefore, wallClock);
  }

  now(): number {
    return this.#start + Math.floor((performance.now() - this.#begun) / 1000);
  }
}
