import { existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import Sqlite from 'better-sqlite3';

const SIDE_FILES = ['-wal', '-shm', '-journal'];

/**
 * Puts a new file where the database is and keeps the old one in `keep`. At every moment the place holds one whole database, the old
 * or the new: the old one is folded into a single file first, and a rename replaces it.
 */
export function replaceDatabase(fresh: string, place: string, keep: string): void {
  mkdirSync(path.dirname(place), { recursive: true, mode: 0o700 });
  if (existsSync(place)) {
    mkdirSync(keep, { recursive: true, mode: 0o700 });
    foldInto(place);
    const sideFiles = SIDE_FILES.filter((side) => existsSync(place + side));
    // It could not be opened, which may be why somebody restores: what belongs to it goes with it.
    for (const side of sideFiles) renameSync(place + side, path.join(keep, path.basename(place) + side));
    linkSync(place, path.join(keep, path.basename(place)));
  }
  renameSync(fresh, place);
}

/** Puts the old one back. */
export function putBack(place: string, keep: string): void {
  const name = path.basename(place);
  if (!existsSync(path.join(keep, name))) return;
  for (const side of SIDE_FILES) rmSync(place + side, { force: true });
  renameSync(path.join(keep, name), place);
  for (const side of SIDE_FILES.filter((each) => existsSync(path.join(keep, name + each))))
    renameSync(path.join(keep, name + side), place + side);
}

function foldInto(file: string): void {
  try {
    const db = new Sqlite(file, { fileMustExist: true });
    try {
      db.pragma('wal_checkpoint(TRUNCATE)');
      db.pragma('journal_mode = DELETE');
    } finally {
      db.close();
    }
  } catch {
    // No readable database: it is kept as it lies there.
  }
}
