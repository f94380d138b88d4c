import { chmodSync } from 'node:fs';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { isBusy } from './storage-error.js';

export class DirectoryInUseError extends Error {
  override readonly name = 'DirectoryInUseError';
}

export interface DirectoryLock {
  release(): void;
}

/**
 * One daemon per data directory. The lock is SQLite's own file lock on `daemon.lock`: the kernel drops it when its holder dies,
 * however it dies, so there is no stale file to clean up. Throws DirectoryInUseError at once where another daemon holds it.
 */
export function lockDirectory(directory: string): DirectoryLock {
  const file = path.join(directory, 'daemon.lock');
  const db = new Sqlite(file, { timeout: 0 });
  try {
    chmodSync(file, 0o600);
    // A rollback journal: in WAL mode an exclusive transaction would still let a second one open.
    db.pragma('journal_mode = DELETE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (isBusy(error)) throw new DirectoryInUseError(`Another daemon runs on ${directory}.`);
    throw error;
  }
  return { release: () => db.close() };
}
