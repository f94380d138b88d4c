import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import { COVERED_TABLES } from './covered-tables.js';
import { statementsOf } from './statements.js';

let temporary: TemporaryDatabase;
beforeAll(async () => {
  temporary = await temporaryDatabase();
});
afterAll(async () => temporary.drop());

const columnsOf = (table: string): string[] =>
  statementsOf(temporary.database.client)
    .all(`SELECT name FROM pragma_table_info('${table}')`, [])
    .map(({ name }) => String(name));

describe('the list of what the MAC of a row covers', () => {
  it.each(COVERED_TABLES)('names each column of $table once: as covered, or with the reason why not', ({ table, ...listed }) => {
    const named = [...listed.id, ...listed.columns, ...Object.keys(listed.uncovered), 'mac'];
    expect([...named].sort()).toEqual(columnsOf(table).sort());
    expect(new Set(named).size).toBe(named.length);
  });

  it('holds every table that has such a column, and no other', () => {
    const tables = statementsOf(temporary.database.client)
      .all(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`, [])
      .map(({ name }) => String(name));
    const withMac = tables.filter((table) => table !== 'row_sets' && columnsOf(table).includes('mac'));
    expect(COVERED_TABLES.map(({ table }) => table).sort()).toEqual(withMac.sort());
  });
});
