import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
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
    const kept = keepSideFiles(place, keep);
    // Folded in, the log is part of the file. Else it is kept: the database could not be opened, which may be why somebody restores.
    if (foldInto(place)) for (const file of kept) rmSync(file);
    else for (const side of SIDE_FILES) rmSync(place + side, { force: true });
    linkSync(place, path.join(keep, path.basename(place)));
  }
  renameSync(fresh, place);
}

/** Puts the old one back, from wherever the replacing stopped: what it had moved away by then returns, and only that. */
export function putBack(place: string, keep: string): void {
  const name = path.basename(place);
  if (statSync(path.join(keep, name), { throwIfNoEntry: false })?.isFile() === true) {
    for (const side of SIDE_FILES) rmSync(place + side, { force: true });
    renameSync(path.join(keep, name), place);
  }
  for (const side of SIDE_FILES.filter((each) => existsSync(path.join(keep, name + each))))
    renameSync(path.join(keep, name + side), place + side);
}

/** Copies, made before anything opens the database: opening a damaged one throws its log away. */
function keepSideFiles(place: string, keep: string): readonly string[] {
  return SIDE_FILES.filter((side) => existsSync(place + side)).map((side) => {
    const copy = path.join(keep, path.basename(place) + side);
    copyFileSync(place + side, `${copy}.part`);
    renameSync(`${copy}.part`, copy);
    return copy;
  });
}

/** Whether the file alone is the whole database now. */
function foldInto(file: string): boolean {
  try {
    const db = new Sqlite(file, { fileMustExist: true });
    try {
      db.pragma('wal_checkpoint(TRUNCATE)');
      db.pragma('journal_mode = DELETE');
    } finally {
      db.close();
    }
    return true;
  } catch {
    return false;
  }
}
