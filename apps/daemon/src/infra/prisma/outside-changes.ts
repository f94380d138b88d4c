import type { Reader } from './rows-from.js';
import { connectionsOf } from './statements.js';

/**
 * A number that is another one after somebody other than this daemon has written to the database: an open editor, a script, a restore.
 *
 * SQLite counts, for one connection, what all others commit. Everything the daemon writes goes through one connection, and only a plain
 * SELECT is ever asked of another one, so this is never changed by the daemon itself.
 */
export function outsideChanges(tx: Reader): number {
  const [row] = connectionsOf(tx).writer.all('PRAGMA data_version', []);
  if (row === undefined) throw new Error('SQLite did not tell its data version');
  return Number(row['data_version']);
}
