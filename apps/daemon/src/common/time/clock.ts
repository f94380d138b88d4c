/** Time and ids as injected values, so that services stay testable and nothing reads a clock in passing. */
export abstract class Clock {
  /** Unix milliseconds. */
  abstract nowMs(): number;

  /** Whole Unix seconds. */
  nowSeconds(): number {
    return Math.floor(this.nowMs() / 1000);
  }

  /** Nobody can tell how late it is: what moves value asks a human, and nothing that waits is released. */
  isInDoubt(): boolean {
    return false;
  }
}
