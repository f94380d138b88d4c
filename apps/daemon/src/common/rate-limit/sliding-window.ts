const SLOTS = 60;

interface Window {
  readonly counts: Uint32Array;
  /** The second the newest slot stands for. */
  second: number;
  total: number;
}

/**
 * Counts per key over the last 60 seconds, in slots of one second. Holds a bounded number of keys; the least recently charged one
 * makes room, so a flood of new keys costs old ones their count and never the process its memory.
 */
export class SlidingWindows {
  readonly #windows = new Map<string, Window>();
  readonly #maxKeys: number;

  constructor(maxKeys = 20_000) {
    this.#maxKeys = maxKeys;
  }

  /** Seconds until one more fits under `limit`, or 0 when it fits now. Charges nothing. */
  waitSeconds(key: string, limit: number, second: number): number {
    const window = this.#windows.get(key);
    if (window === undefined) return 0;
    advance(window, second);
    if (window.total < limit) return 0;
    return secondsUntil(window, limit);
  }

  charge(key: string, second: number): void {
    const window = this.#windows.get(key) ?? { counts: new Uint32Array(SLOTS), second, total: 0 };
    advance(window, second);
    const slot = window.second % SLOTS;
    window.counts[slot] = (window.counts[slot] ?? 0) + 1;
    window.total += 1;
    this.#windows.delete(key);
    this.#windows.set(key, window);
    this.#makeRoom();
  }

  #makeRoom(): void {
    if (this.#windows.size <= this.#maxKeys) return;
    const oldest = this.#windows.keys().next();
    if (oldest.done !== true) this.#windows.delete(oldest.value);
  }
}

/**
 * Forgets the slots that fell out of the window. A clock that steps back a little counts in the newest slot; one that was set back
 * by more than the window begins anew, or everybody would be refused until it has caught up.
 */
function advance(window: Window, second: number): void {
  if (second < window.second - SLOTS) {
    window.counts.fill(0);
    window.total = 0;
    window.second = second;
    return;
  }
  const steps = Math.min(second - window.second, SLOTS);
  for (let step = 1; step <= steps; step += 1) {
    const slot = (window.second + step) % SLOTS;
    window.total -= window.counts[slot] ?? 0;
    window.counts[slot] = 0;
  }
  window.second = Math.max(window.second, second);
}

function secondsUntil(window: Window, limit: number): number {
  let left = window.total;
  for (let age = SLOTS - 1; age >= 0; age -= 1) {
    left -= window.counts[(window.second - age + SLOTS) % SLOTS] ?? 0;
    if (left < limit) return SLOTS - age;
  }
  return SLOTS;
}
