import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PRELOAD = new URL('./shifted-clock.mjs', import.meta.url).href;

/** Lets time go by for the daemons started with its environment, as they observe it; their timers stay as they are. */
export class TestClock {
  readonly #directory = mkdtempSync(path.join(tmpdir(), 'waiaas-clock-'));
  readonly #file = path.join(this.#directory, 'clock');
  #aheadMs = 0;
  #frozenMs: number | null = null;

  constructor() {
    this.#write();
  }

  /** For `DaemonOptions.env`. */
  get env(): Readonly<Record<string, string>> {
    return { NODE_OPTIONS: `--import ${PRELOAD}`, WAIAAS_TEST_CLOCK: this.#file };
  }

  /** What the daemon takes for now, in whole seconds. */
  now(): number {
    return Math.floor((this.#frozenMs ?? Date.now() + this.#aheadMs) / 1000);
  }

  advance(seconds: number): void {
    if (this.#frozenMs === null) this.#aheadMs += seconds * 1000;
    else this.#frozenMs += seconds * 1000;
    this.#write();
  }

  /** Stands still at this second, or where it is. Gives the second. */
  freeze(second = this.now()): number {
    this.#frozenMs = second * 1000;
    this.#write();
    return second;
  }

  /** Goes on from where it stands. */
  run(): void {
    if (this.#frozenMs !== null) this.#aheadMs = this.#frozenMs - Date.now();
    this.#frozenMs = null;
    this.#write();
  }

  dispose(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #write(): void {
    const next = `${this.#file}.next`;
    writeFileSync(next, this.#frozenMs === null ? `+${String(this.#aheadMs)}` : `=${String(this.#frozenMs)}`);
    renameSync(next, this.#file);
  }
}
