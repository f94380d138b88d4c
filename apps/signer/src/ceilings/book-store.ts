import { closeSync, constants, openSync, readFileSync, renameSync, writeSync } from 'node:fs';

/** Where the book is kept. Every call returns once the bytes are on the disk. */
export interface BookStore {
  /** Undefined where there is none. */
  read(): string | undefined;
  append(text: string): void;
  /** All of it anew, or nothing changes. */
  replace(text: string): void;
}

// O_SYNC: the write returns once the bytes are on the disk. (Node's permission model, under which this runs, refuses fsync.)
const DURABLE = constants.O_WRONLY | constants.O_CREAT | (constants.O_SYNC ?? 0);

/** One file of the signer's own directory. */
export class BookFile implements BookStore {
  constructor(private readonly path: string) {}

  read(): string | undefined {
    try {
      return readFileSync(this.path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  append(text: string): void {
    this.#write(this.path, DURABLE | constants.O_APPEND, text);
  }

  replace(text: string): void {
    const draft = `${this.path}.tmp`;
    this.#write(draft, DURABLE | constants.O_TRUNC, text);
    renameSync(draft, this.path);
  }

  #write(path: string, flags: number, text: string): void {
    const bytes = Buffer.from(text, 'utf8');
    const file = openSync(path, flags, 0o600);
    try {
      let at = 0;
      while (at < bytes.length) at += writeSync(file, bytes, at);
    } finally {
      closeSync(file);
    }
  }
}

/** For a signer that keeps nothing beyond its life: whatever has to be remembered is refused. */
export const NO_STORE: BookStore = {
  read: () => undefined,
  append: refuse,
  replace: refuse,
};

function refuse(): never {
  throw new Error('there is no place to remember anything');
}
