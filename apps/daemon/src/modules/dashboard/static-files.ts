import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface StaticFile {
  readonly content: Buffer;
  readonly mediaType: string;
  /** Its name changes with its content. */
  readonly isImmutable: boolean;
  /** The same compressed, as the build left it beside the file; the smallest first. */
  readonly compressed: readonly Compressed[];
}

interface Compressed {
  readonly encoding: string;
  readonly content: Buffer;
}

const ENCODINGS = [
  { encoding: 'br', suffix: '.br' },
  { encoding: 'gzip', suffix: '.gz' },
] as const;

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

const PAGE = 'index.html';
const ASSETS = 'assets/';

/** The files of one folder, read once: a request only looks a name up, so that no spelling of a path leads anywhere else. */
export class StaticFiles {
  readonly #files = new Map<string, StaticFile>();

  /** A folder that was never built has no files: the daemon works without pages. */
  constructor(folder: string) {
    if (!existsSync(folder)) return;
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath, entry.name);
      const mediaType = MEDIA_TYPES[path.extname(entry.name)];
      if (mediaType === undefined) continue;
      const name = path.relative(folder, file).split(path.sep).join('/');
      const found = {
        content: readFileSync(file),
        mediaType,
        isImmutable: name.startsWith(ASSETS),
        compressed: compressedOf(file),
      };
      this.#files.set(name, found);
    }
  }

  /** A file by name; for any other name that is no asset the page, which knows its own links. */
  find(name: string): StaticFile | undefined {
    return this.#files.get(name) ?? (name.startsWith(ASSETS) ? undefined : this.#files.get(PAGE));
  }
}

function compressedOf(file: string): readonly Compressed[] {
  const there = ENCODINGS.filter(({ suffix }) => existsSync(file + suffix));
  return there.map(({ encoding, suffix }) => ({ encoding, content: readFileSync(file + suffix) }));
}
