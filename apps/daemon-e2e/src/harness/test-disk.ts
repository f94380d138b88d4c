import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const SIZE_BYTES = 32 * 1024 * 1024;
/** From coarse to fine, until not even a block is left. */
const CHUNKS = [1024 * 1024, 64 * 1024, 4096, 512] as const;

/** A small file system of its own that can run full and that can fail as a dying disk does. Wants root and a loop device. */
export class TestDisk {
  /** Where it is mounted. */
  readonly directory: string;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'waiaas-disk-'));
  readonly #image = path.join(this.#folder, 'image');
  readonly #filler: string;

  private constructor(sizeBytes: number) {
    this.directory = path.join(this.#folder, 'mounted');
    this.#filler = path.join(this.directory, 'filler');
    mkdirSync(this.directory);
    writeFileSync(this.#image, '');
    truncateSync(this.#image, sizeBytes);
    run('mkfs.ext4', '-q', '-F', this.#image);
    this.#mount();
  }

  /** Undefined, and why on the terminal, where this machine or user has no such thing. */
  static make(sizeBytes = SIZE_BYTES): TestDisk | undefined {
    try {
      return new TestDisk(sizeBytes);
    } catch (error) {
      const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
      process.stdout.write(`SKIPPED, NOT PASSED: no file system of its own can be mounted here (${reason})\n`);
      return undefined;
    }
  }

  /** Takes all space there is. */
  fill(): void {
    for (const size of CHUNKS) {
      try {
        for (;;) appendFileSync(this.#filler, Buffer.alloc(size));
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      }
    }
  }

  free(): void {
    rmSync(this.#filler, { force: true });
  }

  /** From now on nothing can be written, open files included, as after an error of the disk. */
  fail(): void {
    run('mount', '-o', 'remount,abort', this.directory);
  }

  /** What an operator does then, with nothing running on it. */
  repair(): void {
    run('umount', this.directory);
    try {
      run('fsck.ext4', '-p', this.#image);
    } catch (error) {
      // 1: there were errors, and they are corrected.
      if (!(error instanceof Error && 'status' in error && error.status === 1)) throw error;
    }
    this.#mount();
  }

  dispose(): void {
    run('umount', '--lazy', this.directory);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #mount(): void {
    run('mount', '-o', 'loop', this.#image, this.directory);
  }
}

function run(command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { stdio: 'pipe', env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` } });
}
