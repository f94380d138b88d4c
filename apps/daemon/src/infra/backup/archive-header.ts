import { closeSync, openSync, readSync } from 'node:fs';
import { DomainError } from '@waiaas/core';

export const ARCHIVE_FORMAT = 'waiaas-backup';
export const ARCHIVE_VERSION = 1;
const MAX_HEADER_BYTES = 65_536;

export interface ArchivedFile {
  /** Relative to the data directory of whoever restores: `database` stands for the database, wherever settings put it. */
  readonly name: string;
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
}

/** First line of an archive, in plain text: what it takes to open the rest. Nothing of it is secret without the master password. */
export interface ArchiveHeader {
  readonly format: typeof ARCHIVE_FORMAT;
  readonly version: number;
  readonly id: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly daemonVersion: string;
  /** How many migrations the database had. */
  readonly schemaVersion: number;
  /** The data key as it stood in the database, sealed under the master password of that moment. */
  readonly vault: {
    readonly version: number;
    readonly blob: string;
    readonly generation: number;
    readonly autoProvisioned: boolean;
  };
  /** The key of this archive, sealed under the data key. */
  readonly key: string;
  readonly files: readonly ArchivedFile[];
}

export interface ReadHeader {
  readonly header: ArchiveHeader;
  /** The line as it was written, without its end: every block is bound to it. */
  readonly line: string;
}

/**
 * Reads the first line. Throws `INVALID_BACKUP_FORMAT` for a file that is no archive, `UNSUPPORTED_BACKUP_VERSION` for one of
 * another time.
 */
export function readHeader(file: string): ReadHeader {
  const line = firstLine(file);
  const header = parsed(line);
  if (header.version !== ARCHIVE_VERSION) throw new DomainError('UNSUPPORTED_BACKUP_VERSION');
  if (!isHeader(header)) throw new DomainError('INVALID_BACKUP_FORMAT');
  return { header, line };
}

function firstLine(file: string): string {
  const bytes = Buffer.alloc(MAX_HEADER_BYTES);
  const descriptor = openSync(file, 'r');
  try {
    const length = readSync(descriptor, bytes, 0, MAX_HEADER_BYTES, 0);
    const end = bytes.subarray(0, length).indexOf(0x0a);
    if (end < 0) throw new DomainError('INVALID_BACKUP_FORMAT');
    return bytes.subarray(0, end).toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}

function parsed(line: string): Partial<ArchiveHeader> {
  try {
    const header: unknown = JSON.parse(line);
    const isArchive = typeof header === 'object' && header !== null && 'format' in header && header.format === ARCHIVE_FORMAT;
    if (isArchive) return header as Partial<ArchiveHeader>;
  } catch {
    // No archive: said below.
  }
  throw new DomainError('INVALID_BACKUP_FORMAT');
}

function isHeader(header: Partial<ArchiveHeader>): header is ArchiveHeader {
  const { id, createdAt, daemonVersion, schemaVersion, vault, key, files } = header;
  const texts = [id, createdAt, daemonVersion, key, vault?.blob];
  return (
    texts.every((text) => typeof text === 'string') &&
    Number.isSafeInteger(schemaVersion) &&
    Number.isSafeInteger(vault?.generation) &&
    Array.isArray(files) &&
    files.every(isFile)
  );
}

/** A name is one word: it can lead nowhere. */
function isFile(file: unknown): file is ArchivedFile {
  if (typeof file !== 'object' || file === null) return false;
  const { name, size, sha256 } = file as Partial<ArchivedFile>;
  return (
    typeof name === 'string' &&
    /^[a-z][a-z.]{0,31}$/.test(name) &&
    Number.isSafeInteger(size) &&
    typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(sha256)
  );
}
