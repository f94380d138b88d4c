/** Gives a turn back. Doing so twice changes nothing. */
export type Release = () => void;

interface Lane {
  taken: number;
  readonly waiting: (() => void)[];
}

/** So many at once for each key, the others in the order in which they came. Nobody is refused, and no key waits for another. */
export class Turns {
  readonly #lanes = new Map<string, Lane>();

  /** `most` is asked at each turn, so that it may change; whoever has a turn then keeps it. */
  constructor(private readonly most: () => number) {}

  /** A turn now, or undefined where all of the key are taken. */
  take(key: string): Release | undefined {
    const lane = this.#lanes.get(key) ?? { taken: 0, waiting: [] };
    if (lane.taken >= this.most()) return undefined;
    lane.taken += 1;
    this.#lanes.set(key, lane);
    return this.#releaseOf(key, lane);
  }

  /** A turn as soon as there is one. */
  async wait(key: string): Promise<Release> {
    const release = this.take(key);
    if (release !== undefined) return release;
    const lane = this.#lanes.get(key);
    // Handed on by whoever gives one back: it is never free in between, so nobody who comes later goes first.
    await new Promise<void>((resolve) => lane?.waiting.push(resolve));
    return this.#releaseOf(key, lane);
  }

  #releaseOf(key: string, lane: Lane | undefined): Release {
    let isHeld = true;
    return () => {
      if (!isHeld || lane === undefined) return;
      isHeld = false;
      const next = lane.waiting.shift();
      if (next !== undefined) {
        next();
        return;
      }
      lane.taken -= 1;
      if (lane.taken === 0) this.#lanes.delete(key);
    };
  }
}
