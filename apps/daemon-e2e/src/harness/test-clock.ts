import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PRELOAD = new URL('./shifted-clock.mjs', import.meta.url).href;

/** Moves the wall clock of the daemons started with its environment; what they measure with the monotonic clock stays as it is. */
export class TestClock {
  readonly #directory = mkdtempSync(path.join(tmpdir(), 'waiaas-clock-'));
  readonly #file = path.join(this.#directory, 'seconds');
  #seconds = 0;

  constructor() {
    this.#write();
  }

  /** For `DaemonOptions.env`. */
  get env(): Readonly<Record<string, string>> {
    return { NODE_OPTIONS: `--import ${PRELOAD}`, WAIAAS_TEST_CLOCK: this.#file };
  }

  /** What the daemon takes for now, in whole seconds. */
  now(): number {
    return Math.floor(Date.now() / 1000) + this.#seconds;
  }

  advance(seconds: number): void {
    this.#seconds += seconds;
    this.#write();
  }

  dispose(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #write(): void {
    writeFileSync(this.#file, String(this.#seconds));
  }
}
