import { closeSync, fsyncSync, openSync } from 'node:fs';
import Sqlite from 'better-sqlite3';

export interface SnapshotCheck {
  readonly name: string;
  readonly ok: boolean;
}

export interface SnapshotVault {
  readonly version: number;
  readonly blob: string;
  readonly generation: number;
  readonly autoProvisioned: boolean;
}

/**
 * One state of the whole database as a file of its own. A connection of its own reads it in one read transaction: in WAL mode no
 * writer waits for it, and it waits for none.
 */
export function snapshotDatabase(file: string, target: string): void {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true });
  try {
    db.prepare('VACUUM INTO ?').run(target);
  } finally {
    db.close();
  }
  const descriptor = openSync(target, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

interface VaultColumns {
  readonly version: number;
  readonly blob: string;
  readonly generation: number;
  readonly autoProvisioned: number;
}

export function snapshotVault(file: string): SnapshotVault {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true });
  try {
    const row = db.prepare<[], VaultColumns>('SELECT version, blob, generation, "autoProvisioned" FROM vault WHERE id = 1').get();
    if (row === undefined) throw new Error('the database has no vault');
    const { version, blob, generation } = row;
    return { version, blob, generation, autoProvisioned: row.autoProvisioned === 1 };
  } finally {
    db.close();
  }
}

/** Opens a copy and looks whether it is whole. */
export function inspectSnapshot(file: string): readonly SnapshotCheck[] {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true });
  try {
    return [
      { name: 'database_integrity', ok: db.pragma('integrity_check', { simple: true }) === 'ok' },
      { name: 'foreign_keys', ok: (db.pragma('foreign_key_check') as unknown[]).length === 0 },
      { name: 'vault', ok: db.prepare('SELECT 1 FROM vault WHERE id = 1').get() !== undefined },
    ];
  } catch {
    return [{ name: 'database_integrity', ok: false }];
  } finally {
    db.close();
  }
}
