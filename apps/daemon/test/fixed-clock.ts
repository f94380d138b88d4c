import { Clock } from '../src/common/time/clock.js';

/** Time that stands still until a test moves it. */
export class FixedClock extends Clock {
  #ms: number;

  constructor(seconds = 1_795_330_000) {
    super();
    this.#ms = seconds * 1000;
  }

  override nowMs(): number {
    return this.#ms;
  }

  advance(seconds: number): void {
    this.#ms += seconds * 1000;
  }
}
