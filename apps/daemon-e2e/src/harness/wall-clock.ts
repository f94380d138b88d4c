import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PRELOAD = new URL('./set-clock.mjs', import.meta.url).href;

/** The machine's clock as the daemons started with its environment see it, set while they run. No time goes by. */
export class WallClock {
  readonly #directory = mkdtempSync(path.join(tmpdir(), 'waiaas-wall-clock-'));
  readonly #file = path.join(this.#directory, 'ahead');

  constructor() {
    this.set(0);
  }

  /** For `DaemonOptions.env`. */
  get env(): Readonly<Record<string, string>> {
    return { NODE_OPTIONS: `--import ${PRELOAD}`, WAIAAS_TEST_WALL_CLOCK: this.#file };
  }

  /** So many seconds ahead of the real one. */
  set(seconds: number): void {
    const next = `${this.#file}.next`;
    writeFileSync(next, String(seconds * 1000));
    renameSync(next, this.#file);
  }

  dispose(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
