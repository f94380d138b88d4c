import { randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { DomainError } from '@waiaas/core';
import type { Config } from '../../config/config.js';

const SUFFIX = '.token';

/** `mcp.token_directory`, or a place beside the data directory: backups of that must hold no token. */
export function tokenDirectory(config: Config): string {
  return config.get('mcp.token_directory') ?? `${path.resolve(config.dataDirectory)}-tokens`;
}

/**
 * Files that hold one session token each, for their owner alone. A file is replaced whole, so that whoever reads it finds the old token
 * or the new one. The directory must be ours, no link, and not inside of the data directory; else nothing is written.
 */
export class TokenFiles {
  constructor(
    private readonly directory: string,
    private readonly dataDirectory: string,
  ) {}

  pathOf(name: string): string {
    return path.join(this.directory, `${name}${SUFFIX}`);
  }

  /** Throws STORAGE_UNAVAILABLE where no token may be written, so that none is made. */
  async prepare(): Promise<void> {
    const problem = await this.#problem().catch(() => 'cannot be made');
    if (problem !== undefined) throw unavailable(`The directory of token files ${problem}. Set mcp.token_directory.`);
  }

  async write(name: string, token: string): Promise<void> {
    const target = this.pathOf(name);
    const next = `${target}.${randomUUID()}`;
    try {
      const file = await open(next, 'wx', 0o600);
      try {
        await file.writeFile(token);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(next, target);
    } catch (cause) {
      await rm(next, { force: true });
      throw unavailable('The token file could not be written.', cause);
    }
  }

  /** The names of the files that begin with this. */
  async namesWith(start: string): Promise<readonly string[]> {
    const entries = await readdir(this.directory);
    return entries
      .filter((entry) => entry.startsWith(start) && entry.endsWith(SUFFIX))
      .map((entry) => entry.slice(0, -SUFFIX.length));
  }

  async remove(name: string): Promise<void> {
    await rm(this.pathOf(name), { force: true });
  }

  async #problem(): Promise<string | undefined> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const stat = await lstat(this.directory);
    if (!stat.isDirectory()) return 'is no directory of its own';
    if (stat.uid !== process.getuid?.()) return 'belongs to somebody else';
    if (isWithin(await realpath(this.dataDirectory), await realpath(this.directory))) return 'lies inside of the data directory';
    await chmod(this.directory, 0o700);
    return undefined;
  }
}

function isWithin(outer: string, inner: string): boolean {
  const way = path.relative(outer, inner);
  return way === '' || (way.split(path.sep)[0] !== '..' && !path.isAbsolute(way));
}

function unavailable(hint: string, cause?: unknown): DomainError {
  return new DomainError('STORAGE_UNAVAILABLE', { hint, ...(cause === undefined ? {} : { cause }) });
}
