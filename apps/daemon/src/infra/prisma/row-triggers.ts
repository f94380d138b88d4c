import type BetterSqlite3 from 'better-sqlite3';
import type { RowValue } from '@waiaas/core';
import { coveredValues, renewSetSql, setSql } from './covered-sql.js';
import { COVERED_TABLES, type CoveredTable } from './covered-tables.js';
import { quoted } from './insert-rows.js';
import { installLedgerFunctions, installLedgerTriggers } from './ledger-triggers.js';
import type { RowSeals, SealedRow } from './row-seals.js';

type Driver = Pick<BetterSqlite3.Database, 'function' | 'aggregate' | 'exec'>;

const ID_LENGTHS = new Map<unknown, number>([
  ...COVERED_TABLES.map(({ table, id }) => [table, 1 + id.length] as const),
  ['row_sets', 2],
]);

/**
 * Makes a connection able to judge rows. The functions answer the statements of this process alone: a trigger or view that somebody
 * puts into the file cannot call them (SQLITE_DIRECTONLY).
 */
export function installRowFunctions(driver: Driver, seals: RowSeals): void {
  const options = { varargs: true, safeIntegers: true, directOnly: true };
  const define = (name: string, act: (...values: RowValue[]) => unknown): void => {
    driver.function(name, options, act);
  };
  const flag = (is: boolean): bigint => (is ? 1n : 0n);
  define('row_mac', (...values) => seals.macOf(rowOf(values)));
  define('row_is', (mac = null, ...values) => flag(seals.isSound(mac, rowOf(values))));
  define('row_may', (mac = null, ...values) => flag(seals.mayBeWritten(mac, rowOf(values))));
  define('row_set_look', (mac = null, ...values) => {
    seals.lookAtSet(String(values[1]), mac, rowOf(values));
    return null;
  });
  define('row_set_was_whole', (name = null) => flag(seals.wasSetWhole(String(name))));
  installLedgerFunctions(driver, seals.ledger);
}

function rowOf(values: readonly RowValue[]): SealedRow {
  const idLength = ID_LENGTHS.get(values[0]);
  if (idLength === undefined) throw new RangeError('no row of this table carries a MAC');
  return { values, idLength };
}

/**
 * Makes the connection that writes keep the MACs right, whichever statement writes: temporary triggers are of this connection alone and
 * in no file. What a row is written over must have had a right one, so nobody's change becomes the daemon's by a later update.
 */
export function installRowTriggers(driver: Driver): void {
  for (const covered of COVERED_TABLES) for (const trigger of triggersOf(covered)) driver.exec(trigger);
  driver.exec(`CREATE TEMP TRIGGER wallets_begin_set AFTER INSERT ON main.wallets BEGIN ${beginWalletSets()} END`);
  installLedgerTriggers(driver);
}

function triggersOf(covered: CoveredTable): readonly string[] {
  const { table, id, columns, set } = covered;
  const named = [...id, ...columns].map(quoted).join(', ');
  const stamp = `UPDATE ${quoted(table)} SET "mac" = row_mac(${coveredValues(covered, 'NEW')}) WHERE rowid = NEW.rowid;`;
  const mayStamp = `row_may(OLD."mac", ${coveredValues(covered, 'OLD')})`;
  const on = `ON main.${quoted(table)}`;
  const sets = set === undefined ? [] : setTriggersOf(covered, { on, named });
  const renew = (row: string): string => (set === undefined ? '' : `${renewalOf(covered, row)};`);
  return [
    `CREATE TEMP TRIGGER ${table}_mac_new AFTER INSERT ${on} BEGIN ${stamp} ${renew('NEW')} END`,
    `CREATE TEMP TRIGGER ${table}_mac AFTER UPDATE OF ${named} ${on} WHEN ${mayStamp} BEGIN ${stamp} ${renew('NEW')} END`,
    ...sets,
  ];
}

function setTriggersOf(covered: CoveredTable, { on, named }: { readonly on: string; readonly named: string }): readonly string[] {
  const { table } = covered;
  const look = (row: string): string => {
    const { name, list, mac } = setSql(covered, byOf(covered, row));
    return `SELECT row_set_look(${mac}, 'row_sets', ${name}, ${list});`;
  };
  return [
    `CREATE TEMP TRIGGER ${table}_set_new BEFORE INSERT ${on} BEGIN ${look('NEW')} END`,
    `CREATE TEMP TRIGGER ${table}_set BEFORE UPDATE OF ${named} ${on} BEGIN ${look('OLD')} END`,
    `CREATE TEMP TRIGGER ${table}_set_end BEFORE DELETE ${on} BEGIN ${look('OLD')} END`,
    `CREATE TEMP TRIGGER ${table}_set_ended AFTER DELETE ${on} BEGIN ${renewalOf(covered, 'OLD')}; END`,
  ];
}

function renewalOf(covered: CoveredTable, row: string): string {
  const sql = setSql(covered, byOf(covered, row));
  return renewSetSql(sql, `row_set_was_whole(${sql.name})`);
}

function byOf({ set }: CoveredTable, row: string): string {
  return set?.by === undefined || set.by === null ? 'NULL' : `${row}.${quoted(set.by)}`;
}

/** A new wallet has an empty set of each kind, so that one that is missing later was taken away. */
function beginWalletSets(): string {
  return COVERED_TABLES.filter(({ set }) => set?.by === 'wallet_id')
    .map((covered) => `${renewSetSql(setSql(covered, 'NEW.id'), 'TRUE')};`)
    .join(' ');
}

/** How often a text occurs in the statement that made a trigger. */
const countOf = (text: string): string => `(length(sql) - length(replace(lower(sql), '${text}', ''))) / ${text.length}`;

/** One statement in the body, and that one refuses: such a trigger can hold a write up, and write nothing itself. */
const ONLY_REFUSES = `instr(lower(sql), 'begin select raise(abort,') > 0 AND ${countOf('begin')} = 1 AND ${countOf(';')} = 1`;

/** Whether the file holds views, or triggers that may write. The daemon makes none. */
export const FOREIGN_SCHEMA = `
  SELECT COUNT(*) AS n FROM main.sqlite_schema WHERE type = 'view' OR (type = 'trigger' AND NOT (${ONLY_REFUSES}))`;
