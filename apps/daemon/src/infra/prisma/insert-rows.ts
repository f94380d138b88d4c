import type { Tx } from './database.js';
import { statementsOf, type Parameter } from './statements.js';

export type Column = Parameter;

/** SQLite binds at most 32766 parameters to a statement; one text per statement shape also keeps its statement cache small. */
const MAX_PARAMETERS = 900;

/**
 * Writes rows of one table in as few statements as fit, past Prisma's query compiler (which plans every `createMany` anew).
 * Column names are database names. Every row has the columns of the first.
 */
export async function insertRows(tx: Tx, table: string, rows: readonly Readonly<Record<string, Column>>[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return;
  const statements = statementsOf(tx);
  const perStatement = Math.max(1, Math.floor(MAX_PARAMETERS / columns.length));
  const target = `${quoted(table)} (${columns.map(quoted).join(',')})`;
  for (let start = 0; start < rows.length; start += perStatement) {
    const part = rows.slice(start, start + perStatement);
    const places = part.map(() => `(${columns.map(() => '?').join(',')})`);
    const values = part.flatMap((row) => columns.map((column) => row[column] ?? null));
    statements.run(`INSERT INTO ${target} VALUES ${places.join(',')}`, values);
  }
}

export function quoted(name: string): string {
  if (!/^[a-z_]+$/i.test(name)) throw new RangeError('a database name is letters and underscores');
  return `"${name}"`;
}
