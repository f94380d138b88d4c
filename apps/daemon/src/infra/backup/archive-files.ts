import { createHash } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { DomainError } from '@waiaas/core';
import { ArchiveBlocks, BLOCK_BYTES, SEALED_BLOCK_BYTES } from './archive-blocks.js';
import type { ArchivedFile, ArchiveHeader, ReadHeader } from './archive-header.js';

/** A file to put into an archive. */
export interface ArchiveMember {
  readonly name: string;
  readonly file: string;
}

type HeaderFacts = Omit<ArchiveHeader, 'files'>;

/** Writes the whole archive beside its place and moves it there once it is on the disk: a name in the folder is a whole archive. */
export function writeArchive(target: string, facts: HeaderFacts, key: Uint8Array, members: readonly ArchiveMember[]): void {
  const line = JSON.stringify({ ...facts, files: members.map(describe) } satisfies ArchiveHeader);
  const partial = `${target}.partial`;
  const out = openSync(partial, 'w', 0o600);
  try {
    writeSync(out, `${line}\n`);
    const blocks = new ArchiveBlocks(key, line);
    let waiting: Buffer | undefined;
    for (const block of blocksOf(members)) {
      if (waiting !== undefined) writeAll(out, blocks.seal(waiting, false));
      waiting = block;
    }
    writeAll(out, blocks.seal(waiting ?? Buffer.alloc(0), true));
    fsyncSync(out);
  } finally {
    closeSync(out);
  }
  renameSync(partial, target);
  syncDirectory(path.dirname(target));
}

/** Decrypts into a folder, every file under its own name. Throws `BACKUP_CORRUPTED` unless all of it is as it was written. */
export function extractArchive(archive: string, { header, line }: ReadHeader, key: Uint8Array, folder: string): void {
  const source = openSync(archive, 'r');
  const targets = new Targets(header.files, folder);
  try {
    const blocks = new ArchiveBlocks(key, line);
    const { size } = fstatSync(source);
    let position = Buffer.byteLength(line, 'utf8') + 1;
    const sealed = Buffer.alloc(SEALED_BLOCK_BYTES);
    do {
      const length = readSync(source, sealed, 0, SEALED_BLOCK_BYTES, position);
      position += length;
      targets.write(blocks.open(sealed.subarray(0, length), position >= size));
    } while (position < size);
    targets.finish();
  } finally {
    targets.close();
    closeSync(source);
  }
}

/** What comes out of the blocks, cut into files again. */
class Targets {
  readonly #open: {
    readonly file: ArchivedFile;
    readonly descriptor: number;
    left: number;
    hash: ReturnType<typeof createHash>;
  }[];

  constructor(files: readonly ArchivedFile[], folder: string) {
    this.#open = files.map((file) => ({
      ...{ file, left: file.size, hash: createHash('sha256') },
      descriptor: openSync(path.join(folder, file.name), 'wx', 0o600),
    }));
  }

  write(plain: Buffer): void {
    let rest = plain;
    for (const target of this.#open) {
      if (rest.length === 0) return;
      const part = rest.subarray(0, target.left);
      writeAll(target.descriptor, part);
      target.hash.update(part);
      target.left -= part.length;
      rest = rest.subarray(part.length);
    }
    if (rest.length > 0) throw new DomainError('BACKUP_CORRUPTED');
  }

  finish(): void {
    for (const { file, left, hash, descriptor } of this.#open) {
      if (left !== 0 || hash.digest('hex') !== file.sha256) throw new DomainError('BACKUP_CORRUPTED');
      fsyncSync(descriptor);
    }
  }

  close(): void {
    for (const { descriptor } of this.#open) closeSync(descriptor);
  }
}

function describe({ name, file }: ArchiveMember): ArchivedFile {
  const hash = createHash('sha256');
  let size = 0;
  for (const part of partsOf(file)) {
    hash.update(part);
    size += part.length;
  }
  return { name, size, sha256: hash.digest('hex') };
}

/** All files one after the other, in whole blocks. */
function* blocksOf(members: readonly ArchiveMember[]): Generator<Buffer> {
  let rest = Buffer.alloc(0);
  for (const { file } of members) {
    for (const part of partsOf(file)) {
      rest = Buffer.concat([rest, part]);
      while (rest.length >= BLOCK_BYTES) {
        yield Buffer.from(rest.subarray(0, BLOCK_BYTES));
        rest = rest.subarray(BLOCK_BYTES);
      }
    }
  }
  if (rest.length > 0) yield Buffer.from(rest);
}

function* partsOf(file: string): Generator<Buffer> {
  const descriptor = openSync(file, 'r');
  try {
    for (;;) {
      const part = Buffer.alloc(BLOCK_BYTES);
      const length = readSync(descriptor, part);
      if (length === 0) return;
      yield part.subarray(0, length);
    }
  } finally {
    closeSync(descriptor);
  }
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
}

/** A new name is durable once its folder is. */
export function syncDirectory(folder: string): void {
  // Windows cannot open a directory; there the file system journals names by itself.
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
