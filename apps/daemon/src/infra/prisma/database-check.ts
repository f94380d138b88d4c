import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';

const MOST_PROBLEMS = 5;

/** What is wrong with a database file, as SQLite finds it, also while a daemon writes; undefined where there is no file. Nothing is written. */
export function checkDatabase(file: string): readonly string[] | undefined {
  if (!existsSync(file)) return undefined;
  let database: Sqlite.Database | undefined;
  try {
    database = new Sqlite(file, { readonly: true, fileMustExist: true });
    const rows = database.prepare<[], { readonly integrity_check: string }>(`PRAGMA integrity_check(${MOST_PROBLEMS})`).all();
    const found = rows.map((row) => row.integrity_check).filter((line) => line !== 'ok');
    const strays = database.prepare<[], { readonly table: string }>('PRAGMA foreign_key_check').all();
    const tables = [...new Set(strays.map(({ table }) => table))];
    return [...found, ...tables.map((table) => `rows of ${table} point to nothing`)];
  } catch (error) {
    return [error instanceof Error ? error.message : 'it cannot be read'];
  } finally {
    database?.close();
  }
}
