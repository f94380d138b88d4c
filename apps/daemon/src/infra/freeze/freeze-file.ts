import { closeSync, existsSync, type FSWatcher, openSync, rmSync, statSync, watch, writeFileSync } from 'node:fs';
import path from 'node:path';

export const FREEZE_FILE = 'FREEZE';
/** Room for an order, its audit row and what it cancels. */
const RESERVE_FILE = 'FREEZE.reserve';
const RESERVE_BYTES = 4 * 1024 * 1024;
/** The watcher is told at once; where a file system tells nothing, looking twice a second keeps the promise of one second. */
const POLL_MS = 500;

/**
 * The file that freezes the daemon without any password: whoever can create it in the data directory may stop everything.
 * What is in it does not matter. Reading never throws: a directory that cannot be read has no file.
 */
export class FreezeFile {
  readonly #file: string;
  readonly #reserve: string;
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly dataDirectory: string) {
    this.#file = path.join(dataDirectory, FREEZE_FILE);
    this.#reserve = path.join(dataDirectory, RESERVE_FILE);
  }

  isPresent(): boolean {
    return existsSync(this.#file);
  }

  createIfPossible(): void {
    try {
      closeSync(openSync(this.#file, 'a', 0o600));
    } catch {
      // Best effort by name: the caller's flag already holds the process.
    }
  }

  /** Takes room on the disk before it runs full, so that an order becomes durable all the same. Best effort by name. */
  keepRoom(): void {
    try {
      if (statSync(this.#reserve, { throwIfNoEntry: false })?.size === RESERVE_BYTES) return;
      writeFileSync(this.#reserve, Buffer.alloc(RESERVE_BYTES), { mode: 0o600 });
    } catch {
      this.giveRoom();
    }
  }

  giveRoom(): void {
    try {
      rmSync(this.#reserve, { force: true });
    } catch {
      // Then there is none to give.
    }
  }

  /** Throws where it cannot be removed. */
  remove(): void {
    rmSync(this.#file, { force: true });
  }

  /** Calls back while the file is there, at least twice a second, from the next event loop turn on. */
  watch(onPresent: () => void): void {
    const look = (): void => {
      if (this.isPresent()) onPresent();
    };
    this.#timer = setInterval(look, POLL_MS).unref();
    try {
      this.#watcher = watch(this.dataDirectory, { persistent: false }, look);
      // Watch limits and network file systems: the timer goes on looking.
      this.#watcher.on('error', () => this.#watcher?.close());
    } catch {
      this.#watcher = undefined;
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#watcher?.close();
  }
}
