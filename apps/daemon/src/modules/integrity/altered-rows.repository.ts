import { Injectable } from '@nestjs/common';
import type { AlteredRow, IntegrityAdopted } from '@waiaas/api-types';
import { rowBytes, type RowValue, sha256Hex } from '@waiaas/core';
import { acceptChain, AUDIT_CHAIN } from '../../infra/prisma/audit-head.js';
import { coveredTable, coveredValues, renewSetsSql } from '../../infra/prisma/covered-sql.js';
import { COVERED_TABLES, type CoveredTable } from '../../infra/prisma/covered-tables.js';
import type { Tx } from '../../infra/prisma/database.js';
import { quoted } from '../../infra/prisma/insert-rows.js';
import { guardOf, statementsOf, type Columns, type Statements } from '../../infra/prisma/statements.js';
import { LEDGER, ledgerOf, takeLedger } from '../../infra/prisma/unsound-ledgers.js';
import type { UnsoundRow } from '../../infra/prisma/unsound-rows.js';

interface Altered {
  readonly rows: AlteredRow[];
  /** The same, as they are taken. */
  readonly found: readonly UnsoundRow[];
  readonly digest: string;
  /** Of the rows, the first that nobody can read. */
  readonly unreadable: string | undefined;
}

/** Rows that are not what the daemon wrote, with what they hold. */
@Injectable()
export class AlteredRowsRepository {
  read(tx: Tx): Altered {
    const statements = statementsOf(tx);
    const found = guardOf(tx).look(tx);
    const values: RowValue[] = [];
    const rows = found.map((row) => {
      const ledger = row.table === LEDGER ? ledgerOf(statements, row.id) : undefined;
      const stored = ledger?.columns ?? columnsOf(statements, row);
      const text = ledger?.text ?? setText(statements, row);
      values.push(row.table, row.id, text, ...Object.values(stored ?? {}).map(asValue));
      return alteredRow(row, stored);
    });
    const unreadable = found.find(({ isUnreadable }) => isUnreadable === true);
    const name = unreadable === undefined ? undefined : `${unreadable.table} ${unreadable.id}`;
    return { rows, found, digest: sha256Hex(rowBytes(values)), unreadable: name };
  }

  adopt(tx: Tx, found: readonly UnsoundRow[]): IntegrityAdopted {
    const statements = statementsOf(tx);
    const count = { adopted: 0, removed: 0 };
    const ofChain = found.filter(({ table }) => table === AUDIT_CHAIN || table === 'audit_head');
    if (ofChain.length > 0) acceptChain(statements);
    count.adopted += ofChain.length;
    for (const row of found.filter((each) => !ofChain.includes(each))) {
      const covered = COVERED_TABLES.find(({ table }) => table === row.table);
      if (row.table === LEDGER) count.adopted += stampLedger(statements, row.id);
      else if (covered === undefined) count.adopted += 1;
      else if (covered.isDropped === true) count.removed += remove(statements, covered, row);
      else count.adopted += stamp(statements, covered, row);
    }
    for (const sql of renewSetsSql()) statements.run(sql, []);
    if (guardOf(tx).look(tx).length > 0) throw new Error('a row that was taken as it is is still not sound');
    return count;
  }
}

function alteredRow({ table, id, walletId }: UnsoundRow, stored: Columns | undefined): AlteredRow {
  const isRemoved = COVERED_TABLES.some((covered) => covered.table === table && covered.isDropped === true);
  const columns = stored === undefined || isRemoved ? null : Object.fromEntries(Object.entries(stored).map(shown));
  return { table, id, walletId, isRemoved, columns };
}

function columnsOf(statements: Statements, { table, key }: UnsoundRow): Columns | undefined {
  if (key === undefined) return undefined;
  const covered = coveredTable(table);
  const names = [...covered.id, ...covered.columns].map(quoted).join(', ');
  return statements.all(`SELECT ${names} FROM ${quoted(table)} WHERE ${isKeySql(covered)}`, key)[0];
}

/** Of a set, the rows that are there. */
function setText(statements: Statements, { table, id }: UnsoundRow): string {
  const covered = COVERED_TABLES.find((one) => table === `${one.table} (set)`);
  if (covered === undefined) return '';
  const { set } = covered;
  const by = set?.by ?? null;
  const where = by === null ? '' : ` WHERE ${quoted(by)} IS ?`;
  const key = covered.id.map(quoted).join(` || ' ' || `);
  const rows = statements.all(
    `SELECT ${key} AS key FROM ${quoted(covered.table)}${where} ORDER BY 1`,
    by === null ? [] : [id === '' ? null : id],
  );
  return rows.map((row) => String(row['key'])).join('\n');
}

function remove(statements: Statements, covered: CoveredTable, { key = [] }: UnsoundRow): number {
  return statements.run(`DELETE FROM ${quoted(covered.table)} WHERE ${isKeySql(covered)}`, key);
}

function stamp(statements: Statements, covered: CoveredTable, { key = [] }: Pick<UnsoundRow, 'key'>): number {
  const mac = `row_mac(${coveredValues(covered)})`;
  return statements.run(`UPDATE ${quoted(covered.table)} SET "mac" = ${mac} WHERE ${isKeySql(covered)}`, key);
}

function stampLedger(statements: Statements, walletId: string): number {
  takeLedger(statements, walletId);
  return stamp(statements, coveredTable('ledger_sums'), { key: [walletId] });
}

/** Condition: the row has a key. Found by the table's own index, since all rows of a table may have been altered. */
function isKeySql({ id }: CoveredTable): string {
  return id.map((column) => `${quoted(column)} IS ?`).join(' AND ');
}

function shown([name, value]: readonly [string, unknown]): readonly [string, string | number | null] {
  return [name, typeof value === 'number' || value === null ? value : text(value)];
}

function asValue(value: unknown): RowValue {
  return value === null ? null : text(value);
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value);
}
