import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const LIBRARIES = ['x86_64-linux-gnu/', 'aarch64-linux-gnu/', ''].map((where) => `/usr/lib/${where}faketime/libfaketime.so.1`);

/**
 * The machine's clock as a process sees it, set forward and back while it runs (libfaketime). What the monotonic clock says stays as
 * it is: no time goes by.
 */
export class MachineClock {
  readonly #directory = mkdtempSync(path.join(tmpdir(), 'waiaas-machine-clock-'));
  readonly #file = path.join(this.#directory, 'offset');

  private constructor(private readonly library: string) {
    this.set(0);
  }

  /** Undefined, and why on the terminal, where the library is not installed. */
  static make(): MachineClock | undefined {
    const library = LIBRARIES.find((file) => existsSync(file));
    if (library !== undefined) return new MachineClock(library);
    process.stdout.write('SKIPPED, NOT PASSED: libfaketime is not installed (Debian package libfaketime)\n');
    return undefined;
  }

  /** For `DaemonOptions.env`. */
  get env(): Readonly<Record<string, string>> {
    return {
      LD_PRELOAD: this.library,
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
  }

  /** So many seconds ahead of the real one from now on. */
  set(seconds: number): void {
    const next = `${this.#file}.next`;
    writeFileSync(next, `${seconds < 0 ? '-' : '+'}${String(Math.abs(seconds))}s\n`);
    renameSync(next, this.#file);
  }

  dispose(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
