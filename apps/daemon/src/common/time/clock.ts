/** Time and ids as injected values, so that services stay testable and nothing reads a clock in passing. */
export abstract class Clock {
  /** Unix milliseconds. */
  abstract nowMs(): number;

  /** Whole Unix seconds. */
  nowSeconds(): number {
    return Math.floor(this.nowMs() / 1000);
  }
}

export class SystemClock extends Clock {
  override nowMs(): number {
    return Date.now();
  }
}
