import { constants } from 'node:fs';
import { lstat, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { ToolFailure } from './tool-failure.js';

const MOST_BYTES = 8192;
const TOKEN = /^wai_sess_[\w.-]+$/;
const OTHERS = 0o077;
/** Longer than a renewal can take. */
const ABANDONED_MS = 120_000;

/**
 * The session token, read anew for each call: whoever replaces the file needs to tell nobody. A file that others may read, or that is a
 * link or somebody else's, is refused; what it holds would no longer be a secret, or not be ours.
 */
export class TokenFile {
  constructor(private readonly path: string) {}

  /** Throws ToolFailure with `TOKEN_FILE_UNUSABLE`; what the file holds is in no message. */
  async read(): Promise<string> {
    const file = await this.#open();
    try {
      const problem = await problemOf(file);
      if (problem !== undefined) throw unusable(problem);
      const token = (await file.readFile('utf8')).trim();
      if (!TOKEN.test(token)) throw unusable('holds no session token');
      return token;
    } finally {
      await file.close();
    }
  }

  /**
   * Puts the next token of the session in place of this one, whole or not at all. `fetchNext` is asked only once the place for it is
   * there: a token that cannot be written down would be lost, and the one before it is dead by then.
   *
   * Gives false, asking nobody, while another server does the same.
   */
  async replace(fetchNext: () => Promise<string>): Promise<boolean> {
    const next = await this.#openNext();
    if (next === undefined) return false;
    try {
      const token = await fetchNext();
      if (!TOKEN.test(token)) throw new Error('the next token is none');
      await next.writeFile(`${token}\n`);
      await next.sync();
      await rename(this.#nextPath, this.path);
      return true;
    } catch (error) {
      await rm(this.#nextPath, { force: true });
      throw error;
    } finally {
      await next.close();
    }
  }

  get #nextPath(): string {
    return `${this.path}.next`;
  }

  // One at a time over all servers of this token: the file itself is the lock. One that nobody finished is thrown away.
  async #openNext(): Promise<FileHandle | undefined> {
    const left = await lstat(this.#nextPath).catch(() => undefined);
    if (left !== undefined && Date.now() - left.mtimeMs > ABANDONED_MS) await rm(this.#nextPath, { force: true });
    try {
      return await open(this.#nextPath, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
      throw unusable('cannot be replaced');
    }
  }

  async #open(): Promise<FileHandle> {
    try {
      return await open(this.path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT') throw unusable('is not there');
      throw unusable(code === 'ELOOP' ? 'is a link' : 'cannot be read');
    }
  }
}

async function problemOf(file: FileHandle): Promise<string | undefined> {
  const stat = await file.stat();
  if (!stat.isFile()) return 'is no file';
  if (stat.uid !== process.getuid?.()) return 'belongs to somebody else';
  if ((stat.mode & OTHERS) !== 0) return 'can be read by others; chmod 600 it, and make a new token since this one may be known';
  return stat.size > MOST_BYTES ? 'holds no session token' : undefined;
}

function unusable(problem: string): ToolFailure {
  return new ToolFailure({
    code: 'TOKEN_FILE_UNUSABLE',
    message: `The token file ${problem}.`,
    retryable: false,
    hint: 'Ask the administrator for a token: POST /v1/mcp/tokens writes one to the file of this wallet.',
  });
}
