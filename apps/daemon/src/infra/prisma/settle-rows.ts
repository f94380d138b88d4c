import { coveredValues, isSoundSql, isWholeSql, renewSetSql, setSql } from './covered-sql.js';
import { COVERED_TABLES, type CoveredTable } from './covered-tables.js';
import { quoted } from './insert-rows.js';
import type { Parameter, Statements } from './statements.js';
import type { UnsettledRow } from './unsettled-rows.js';

/** Writes the MAC of rows that were written without a key, as far as they still are what was written. */
export function settleRows(statements: Statements, rows: readonly UnsettledRow[]): void {
  if (rows.length === 0) return;
  // Looked at before a row of theirs gets its MAC.
  const sets = COVERED_TABLES.filter(({ set }) => set !== undefined).flatMap((covered) => unsettledSets(statements, covered));
  for (const { row } of rows) {
    const covered = COVERED_TABLES.find(({ table }) => table === row.values[0]);
    if (covered !== undefined) settle(statements, covered, row.values.slice(1, row.idLength));
  }
  for (const sql of sets) statements.run(sql, []);
}

function settle(statements: Statements, covered: CoveredTable, key: readonly Parameter[]): void {
  const { table, id } = covered;
  const whose = id.map((column) => `${quoted(column)} = ?`).join(' AND ');
  statements.run(
    `UPDATE ${quoted(table)} SET "mac" = row_mac(${coveredValues(covered)}) WHERE ${whose} AND "mac" IS NULL AND ${isSoundSql(covered)}`,
    key,
  );
}

/** Statements that renew the sets which are whole but for their MAC. */
function unsettledSets(statements: Statements, covered: CoveredTable): readonly string[] {
  const of = (by: string): readonly string[] => {
    const sql = setSql(covered, by);
    const [found] = statements.all(`SELECT ${sql.mac} IS NULL AND ${isWholeSql(sql)} AS unsettled`, []);
    return Number(found?.['unsettled']) === 1 ? [renewSetSql(sql, 'TRUE')] : [];
  };
  if (covered.set?.by !== 'wallet_id') return of('NULL');
  const wallets = statements.all('SELECT id FROM wallets', []);
  return ['NULL', ...wallets.map(({ id }) => `'${String(id).replaceAll("'", "''")}'`)].flatMap(of);
}
