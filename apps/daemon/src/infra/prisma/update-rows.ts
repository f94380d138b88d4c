import type { Tx } from './database.js';
import { quoted, type Column } from './insert-rows.js';
import { statementsOf } from './statements.js';

type Value = string | number | bigint;

/**
 * Sets columns of the rows that match, past Prisma's query compiler; gives how many there were. Column names are database names,
 * conditions are equalities (or lists of what may be equal) joined by AND. Meant for the guarded updates that every payment makes.
 */
export async function updateRows(
  tx: Tx,
  table: string,
  set: Readonly<Record<string, Column>>,
  where: Readonly<Record<string, Value | readonly Value[]>>,
): Promise<number> {
  const columns = Object.keys(set).map((column) => `${quoted(column)} = ?`);
  const conditions = Object.entries(where).map(([column, value]) => conditionOf(column, value));
  if (columns.length === 0 || conditions.length === 0) throw new RangeError('an update names what to set and where');
  const statement = `UPDATE ${quoted(table)} SET ${columns.join(', ')} WHERE ${conditions.join(' AND ')}`;
  return statementsOf(tx).run(statement, [...Object.values(set), ...Object.values(where).flat()]);
}

function conditionOf(column: string, value: Value | readonly Value[]): string {
  return typeof value === 'object' ? `${quoted(column)} IN (${value.map(() => '?').join(',')})` : `${quoted(column)} = ?`;
}
