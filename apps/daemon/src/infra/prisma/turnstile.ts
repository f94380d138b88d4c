import { setImmediate } from 'node:timers/promises';

/**
 * Lets at most `capacity` holders in, first come first served. A release is idempotent.
 *
 * The database engine does its work in microtasks: a long queue would starve sockets and timers. So a holder that had to queue
 * is let in on a fresh turn of the event loop.
 */
export class Turnstile {
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  constructor(private readonly capacity: number) {}

  async enter(): Promise<() => void> {
    if (this.#inside < this.capacity && this.#waiting.length === 0) {
      this.#inside += 1;
    } else {
      await new Promise<void>((admit) => this.#waiting.push(admit));
      await setImmediate();
    }
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      this.#leave();
    };
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const leave = await this.enter();
    try {
      return await work();
    } finally {
      leave();
    }
  }

  /** The place passes straight on, so that nobody who comes later overtakes the queue. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#inside -= 1;
    else next();
  }
}
