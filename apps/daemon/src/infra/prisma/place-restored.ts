import { copyFileSync, existsSync, rmSync } from 'node:fs';
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
 */
export function placeRestored({ database, config }: Restored): Placed {
  const isDatabaseKept = existsSync(database.place);
  const isConfigRestored = existsSync(config.fresh) && !existsSync(config.place);
  try {
    replaceDatabase(database.fresh, database.place, database.keep);
    syncDirectory(path.dirname(database.place));
    if (isConfigRestored) copyFileSync(config.fresh, config.place);
  } catch (error) {
    if (isConfigRestored) rmSync(config.place, { force: true });
    if (isDatabaseKept) putBack(database.place, database.keep);
    else rmSync(database.place, { force: true });
    throw error;
  }
  return { isDatabaseKept, isConfigRestored };
}
