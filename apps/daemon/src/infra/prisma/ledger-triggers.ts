import type BetterSqlite3 from 'better-sqlite3';
import type { RowValue } from '@waiaas/core';
import { quoted } from './insert-rows.js';
import { keyOf, lineOf, type LedgerSeals } from './ledger-seals.js';
import { LedgerSums } from './ledger-sums.js';
import { SUMMED_TABLES, type SummedTable } from './summed-tables.js';

type Driver = Pick<BetterSqlite3.Database, 'function' | 'aggregate' | 'exec'>;

/** The functions that sum up a ledger, for the statements of this process alone, as those that make MACs. */
export function installLedgerFunctions(driver: Driver, seals: LedgerSeals): void {
  const options = { varargs: true, safeIntegers: true, directOnly: true };
  const define = (name: string, act: (...values: RowValue[]) => unknown): void => {
    driver.function(name, options, act);
  };
  const flag = (is: boolean): bigint => (is ? 1n : 0n);
  define('ledger_came', (stored = null, name = null, ...after) =>
    seals.moved(String(stored), { table: tableOf(name), before: undefined, after }),
  );
  define('ledger_went', (stored = null, name = null, ...before) =>
    seals.moved(String(stored), { table: tableOf(name), before, after: undefined }),
  );
  define('ledger_moved', (stored = null, name = null, ...rows) => {
    const middle = rows.length / 2;
    return seals.moved(String(stored), { table: tableOf(name), before: rows.slice(0, middle), after: rows.slice(middle) });
  });
  define('ledger_since', (stored = null) => seals.read(stored)?.sinceSeconds ?? 0n);
  define('ledger_is', (stored = null, ...totals) => flag(seals.read(stored)?.text === mergedOf(totals).text));
  define('ledger_sums_of', (stored = null, ...totals) => seals.write(mergedOf(totals, seals.read(stored)?.since)));
  define('ledger_explains', (walletId = null, stored = null, ...totals) =>
    flag(seals.explains(String(walletId), stored, mergedOf(totals))),
  );
  define('ledger_stands', (name = null, ...row) => {
    const table = tableOf(name);
    seals.notes.stands(keyOf(table, row), lineOf(table, row));
    return null;
  });
  driver.aggregate('ledger_total', {
    ...options,
    start: () => LedgerSums.empty(),
    step: (sums: LedgerSums, ...values: unknown[]) => {
      const [name = null, ...row] = values as RowValue[];
      seals.count(sums, tableOf(name), row);
      return sums;
    },
    result: (sums: LedgerSums) => sums.text,
  });
}

function mergedOf(totals: readonly RowValue[], since = 0n): LedgerSums {
  const sums = new LedgerSums(since, []);
  for (const total of totals) sums.addAll(LedgerSums.parse(String(total)));
  return sums;
}

function tableOf(name: RowValue): SummedTable {
  const table = SUMMED_TABLES.find((one) => one.name === name);
  if (table === undefined) throw new RangeError('the rows of this table are in no sum');
  return table;
}

/** Keeps the sums of each wallet right, whichever statement writes: the MAC of their row is kept by its own trigger. */
export function installLedgerTriggers(driver: Pick<Driver, 'exec'>): void {
  driver.exec(`CREATE TEMP TRIGGER wallets_begin_ledger AFTER INSERT ON main.wallets
    BEGIN INSERT INTO ledger_sums (wallet_id, sums) VALUES (NEW.id, '') ON CONFLICT DO NOTHING; END`);
  for (const table of SUMMED_TABLES) for (const trigger of triggersOf(table)) driver.exec(trigger);
}

function triggersOf(table: SummedTable): readonly string[] {
  const { name, columns, stateColumn } = table;
  const values = (row: string): string => valuesOf(table, row);
  const counts = (row: string): string => (stateColumn === undefined ? 'TRUE' : `${row}.${quoted(stateColumn)} <> 'VOID'`);
  const renew = (row: string, act: string, ...rows: readonly string[]): string =>
    `UPDATE ledger_sums SET sums = ${act}(sums, '${name}', ${rows.map(values).join(', ')}) WHERE wallet_id = ${row}.wallet_id;`;
  const on = `ON main.${quoted(name)}`;
  return [
    `CREATE TEMP TRIGGER ${name}_sum_new AFTER INSERT ${on} WHEN ${counts('NEW')} BEGIN ${renew('NEW', 'ledger_came', 'NEW')} END`,
    `CREATE TEMP TRIGGER ${name}_sum AFTER UPDATE OF ${columns.map(quoted).join(', ')} ${on} WHEN ${counts('OLD')} OR ${counts('NEW')}
      BEGIN ${renew('NEW', 'ledger_moved', 'OLD', 'NEW')} END`,
    `CREATE TEMP TRIGGER ${name}_sum_end AFTER DELETE ${on} WHEN ${counts('OLD')} BEGIN ${renew('OLD', 'ledger_went', 'OLD')} END`,
  ];
}

/** A row as the functions take it. */
export function valuesOf({ columns }: SummedTable, row: string): string {
  return columns.map((column) => `${row}.${quoted(column)}`).join(', ');
}
