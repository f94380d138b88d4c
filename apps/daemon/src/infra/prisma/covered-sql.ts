import { COVERED_TABLES, type CoveredTable } from './covered-tables.js';
import { quoted } from './insert-rows.js';

/** The name that stands for the row in an expression: `NEW`, `OLD` or the table itself. */
type RowName = string;

/** `'wallets', NEW."id", …`: a row as the functions of `row-triggers.ts` take it. */
export function coveredValues({ table, id, columns }: CoveredTable, row: RowName = quoted(table)): string {
  return [`'${table}'`, ...[...id, ...columns].map((column) => `${row}.${quoted(column)}`)].join(', ');
}

/** Condition: the row is what the daemon wrote. */
export function isSoundSql(covered: CoveredTable, row: RowName = quoted(covered.table)): string {
  return `row_is(${row}."mac", ${coveredValues(covered, row)})`;
}

/** The same of a table by its name. */
export function soundRowOf(table: string): string {
  return isSoundSql(coveredTable(table));
}

/** A statement that says so, as `sound`, of the row with a key. */
export function soundnessSql(table: string): string {
  const covered = coveredTable(table);
  const whose = covered.id.map((column) => `${quoted(column)} = ?`).join(' AND ');
  return `SELECT ${isSoundSql(covered)} AS sound FROM ${quoted(table)} WHERE ${whose}`;
}

export function coveredTable(table: string): CoveredTable {
  const covered = COVERED_TABLES.find((one) => one.table === table);
  if (covered === undefined) throw new RangeError('no row of this table carries a MAC');
  return covered;
}

export interface SetSql {
  /** Expressions: the name of the set, what it holds, and its stored MAC. */
  readonly name: string;
  readonly list: string;
  readonly mac: string;
}

/** `by` is the SQL of what the set's rows have in common; it is not asked where the set has all rows of the table. */
export function setSql({ table, id, set }: CoveredTable, by: string): SetSql {
  if (set === undefined) throw new RangeError('the rows of this table are no set');
  const name = set.by === null ? `'${table}'` : `'${table}/' || coalesce(${by}, '*')`;
  const rows = `SELECT "mac" FROM ${quoted(table)}${set.by === null ? '' : ` WHERE ${quoted(set.by)} IS ${by}`}`;
  // The MAC of a row covers its id.
  const list = `(SELECT group_concat(coalesce("mac", '-')) FROM (${rows} ORDER BY ${id.map(quoted).join(', ')}))`;
  return { name, list, mac: `(SELECT "mac" FROM row_sets WHERE id = ${name})` };
}

export function isWholeSql({ name, list, mac }: SetSql): string {
  return `row_is(${mac}, 'row_sets', ${name}, ${list})`;
}

/** Makes the MAC of a set that of what it holds now. `condition` is SQL. */
export function renewSetSql({ name, list }: SetSql, condition: string): string {
  return `INSERT INTO row_sets (id, mac) SELECT ${name}, row_mac('row_sets', ${name}, ${list}) WHERE ${condition}
    ON CONFLICT (id) DO UPDATE SET mac = excluded.mac`;
}

/** Statements that begin the sets of all wallets together, where they are empty. */
export function coveredSets(): readonly string[] {
  return COVERED_TABLES.filter(({ set }) => set !== undefined).map((covered) => {
    const sql = setSql(covered, 'NULL');
    return renewSetSql(sql, `${sql.list} IS NULL`);
  });
}

/** Statements that take every set as it stands, each where it is not whole. */
export function renewSetsSql(): readonly string[] {
  return COVERED_TABLES.filter(({ set }) => set !== undefined).flatMap((covered) => {
    const whole = setSql(covered, 'NULL');
    const common = renewSetSql(whole, `NOT ${isWholeSql(whole)}`);
    if (covered.set?.by !== 'wallet_id') return [common];
    const { name, list, ...rest } = setSql(covered, 'wallets.id');
    const ofWallets = `INSERT INTO row_sets (id, mac) SELECT ${name}, row_mac('row_sets', ${name}, ${list}) FROM wallets
      WHERE NOT ${isWholeSql({ name, list, ...rest })} ON CONFLICT (id) DO UPDATE SET mac = excluded.mac`;
    return [common, ofWallets];
  });
}
