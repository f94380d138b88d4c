import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { putBack, replaceDatabase } from './replace-database.js';
import { syncDirectory } from '../backup/archive-files.js';

interface Restored {
  readonly database: { readonly fresh: string; readonly place: string; readonly keep: string };
  /** `fresh` is there when the archive had one; it never replaces one that is in its place. */
  readonly config: { readonly fresh: string; readonly place: string };
}

interface Placed {
  readonly isDatabaseKept: boolean;
  readonly isConfigRestored: boolean;
}

/**
 * The last step of a restore: both files in their places, or everything as it was. A failure leaves the earlier database whole, or none
 * where there was none, and no settings that were not there.
 *
 * Whoever dies between the two moves leaves the new database and its settings still aside: {@link finishPlacing} moves those.
 */
export function placeRestored({ database, config }: Restored): Placed {
  const isDatabaseKept = existsSync(database.place);
  const isConfigRestored = existsSync(config.fresh) && !existsSync(config.place);
  try {
    replaceDatabase(database.fresh, database.place, database.keep);
    syncDirectory(path.dirname(database.place));
    if (isConfigRestored) moveSettings(config.fresh, config.place);
  } catch (error) {
    if (isConfigRestored) rmSync(config.place, { force: true });
    if (isDatabaseKept) putBack(database.place, database.keep);
    else rmSync(database.place, { force: true });
    throw error;
  }
  return { isDatabaseKept, isConfigRestored };
}

/**
 * Settings whose database has been moved to its place already, by a restore that died then. While the database lies beside them they
 * belong to a restore that never happened.
 */
export function finishPlacing(fresh: { readonly database: string; readonly config: string }, place: string): void {
  if (existsSync(fresh.config) && !existsSync(fresh.database) && !existsSync(place)) moveSettings(fresh.config, place);
}

function moveSettings(fresh: string, place: string): void {
  if (!statSync(fresh).isFile()) throw new Error('the settings of the archive are no file');
  renameSync(fresh, place);
  syncDirectory(path.dirname(place));
}
