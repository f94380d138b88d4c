import path from 'node:path';
import Sqlite from 'better-sqlite3';
import type { DaemonProcess } from './daemon-process.js';

/** Runs SQL on the database of a daemon, running or not, as any other program that can open the file does. */
export function writeAsStranger({ dataDir }: DaemonProcess, sql: string): void {
  const db = new Sqlite(path.join(dataDir, 'data', 'waiaas.db'), { timeout: 30_000 });
  try {
    db.exec(sql);
  } finally {
    db.close();
  }
}
