import path from 'node:path';
import Sqlite from 'better-sqlite3';

const SEALED = /^w(?:key|val|aud)\.1\.([0-9]+)\./;

/** What lies sealed in the database of a daemon, running or not: `table.column` to the generations of the data key that its values name. */
export function sealedGenerations(dataDir: string): Readonly<Record<string, string>> {
  const db = new Sqlite(path.join(dataDir, 'data', 'waiaas.db'), { readonly: true });
  try {
    const found = tablesOf(db).flatMap((table) => columnsOf(db, table).map((column) => [table, column] as const));
    const entries = found.map(([table, column]) => [`${table}.${column}`, generationsIn(db, table, column)] as const);
    return Object.fromEntries(entries.filter(([, generations]) => generations !== ''));
  } finally {
    db.close();
  }
}

/** The vault text of a daemon: with `+` while it holds an earlier data key too. */
export function vaultText(dataDir: string): string {
  const db = new Sqlite(path.join(dataDir, 'data', 'waiaas.db'), { readonly: true });
  try {
    return (db.prepare('SELECT blob FROM vault').get() as { readonly blob: string }).blob;
  } finally {
    db.close();
  }
}

function tablesOf(db: Sqlite.Database): readonly string[] {
  return (db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[]).map(({ name }) => name);
}

function columnsOf(db: Sqlite.Database, table: string): readonly string[] {
  return (db.pragma(`table_info("${table}")`) as { name: string }[]).map(({ name }) => name);
}

function generationsIn(db: Sqlite.Database, table: string, column: string): string {
  const values = db.prepare(`SELECT "${column}" AS value FROM "${table}"`).pluck().all();
  const seen = values.flatMap((value) => (typeof value === 'string' ? (SEALED.exec(value)?.[1] ?? []) : []));
  return [...new Set(seen)].sort().join();
}
