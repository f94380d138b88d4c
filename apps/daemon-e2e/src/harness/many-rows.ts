import path from 'node:path';
import Sqlite from 'better-sqlite3';
import type { DaemonProcess } from './daemon-process.js';
import { masterOf } from './wallets.js';

interface Multiplied {
  readonly table: 'wallets' | 'transactions' | 'policies' | 'ledger_entries' | 'ledger_hours';
  readonly count: number;
  /** Columns that differ from copy to copy, in SQL over `n`. */
  readonly changed?: Readonly<Record<string, string>>;
}

const COUNTER = 'WITH RECURSIVE counter(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < ?)';
/** Of copy `n`, the same in every table. */
export const COPY_ID = `'00000000-0000-7000-8000-' || printf('%012x', n)`;

/** Fills a table of a stopped daemon with copies of its first row: what years of work leave. */
export function multiplyRows({ dataDir }: DaemonProcess, { table, count, changed = {} }: Multiplied): void {
  const db = new Sqlite(path.join(dataDir, 'data', 'waiaas.db'));
  try {
    const columns = (db.pragma(`table_info(${table})`) as readonly { readonly name: string }[]).map(({ name }) => name);
    const values = columns.map((name) => (name === 'id' ? COPY_ID : (changed[name] ?? `first.${name}`)));
    db.prepare(
      `${COUNTER} INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM counter, (SELECT * FROM ${table} LIMIT 1) AS first`,
    ).run(count);
  } finally {
    db.close();
  }
}

/** Says of what stands in the database that it is right, as an admin would: beside rows that nobody wrote nothing is paid. */
export async function adoptRows(daemon: DaemonProcess): Promise<void> {
  const master = await masterOf(daemon);
  const { isSound, digest } = await master.must(200, master.get<{ isSound: boolean; digest: string }>('/v1/admin/integrity'));
  if (!isSound) await master.must(200, master.post('/v1/admin/integrity/adopt', { digest }));
}
