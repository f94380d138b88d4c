import type { Tx } from './database.js';

/**
 * A number that is another one after somebody other than this daemon has written to the database: an open editor, a script, a restore.
 *
 * SQLite counts, for one connection, what all others commit. Everything the daemon writes goes through one connection, and only a plain
 * SELECT is ever asked of another one, so this is never changed by the daemon itself.
 */
export async function outsideChanges(tx: Pick<Tx, '$queryRaw'>): Promise<number> {
  const [row] = await tx.$queryRaw<{ readonly data_version: bigint | number }[]>`PRAGMA data_version`;
  if (row === undefined) throw new Error('SQLite did not tell its data version');
  return Number(row.data_version);
}
