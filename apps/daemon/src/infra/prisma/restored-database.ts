import { FEE_CATEGORY } from '@waiaas/policy';
import Sqlite from 'better-sqlite3';
import { ROW_KEY_GENERATION } from './row-key.repository.js';
import { RowSeals } from './row-seals.js';
import { installRowFunctions, installRowTriggers } from './row-triggers.js';

const HOUR_SECONDS = 3600;
/** More than any window allows. */
const FULL_REQUESTS = 1_000_000_000;
const FULL_USD_MICROS = '1000000000000000000';

export interface RestoredFrom {
  readonly id: string;
  readonly archive: string;
  /** Unix seconds. */
  readonly backupAt: number;
  readonly restoredAt: number;
}

/**
 * Turns a copy into one that may run. Between the backup and now the old daemon went on: it paid what is open here, gave out
 * tokens and filled windows that this copy knows nothing of. So nothing open is ever signed again, everything that lets anybody in
 * is gone, every window is full until it has passed, and the kill switch is pulled. One transaction, made before the copy has its
 * place: there is no moment at which it could run otherwise.
 *
 * The rows keep the MACs they came with, by the key they came with: what was not sound in the backup is not sound here. A backup that is
 * older than the key has none, and wants an admin to look at it.
 */
export function neutralizeRestored(file: string, from: RestoredFrom, rowKey: Uint8Array | undefined): void {
  const db = new Sqlite(file, { fileMustExist: true });
  try {
    keepMacs(db, rowKey);
    db.transaction(() => {
      const at = from.restoredAt;
      db.prepare(
        `UPDATE transactions SET restored_at = ?, revision = revision + 1
         WHERE status IN ('PENDING', 'QUEUED', 'EXECUTING', 'SUBMITTED') OR (status = 'CONFIRMED' AND finalized_at IS NULL)`,
      ).run(at);
      for (const table of ['browser_logins', 'event_positions', 'owner_challenges']) db.exec(`DELETE FROM ${table}`);
      db.exec(`DELETE FROM sealed_secrets WHERE name = 'session-signing'`);
      db.prepare('UPDATE sessions SET revoked_at = ? WHERE revoked_at IS NULL').run(at);
      db.prepare(
        `UPDATE wallets SET status = 'SUSPENDED', suspended_at = ?, suspension_reason = 'RESTORED', suspended_by = 'kill-switch', updated_at = ?
         WHERE status = 'ACTIVE'`,
      ).run(at, at);
      db.prepare(
        `INSERT INTO kill_switch (id, state, activated_at, activated_by, updated_at) VALUES (1, 'SUSPENDED', @at, 'restore', @at)
         ON CONFLICT (id) DO UPDATE SET state = CASE state WHEN 'LOCKED' THEN 'LOCKED' ELSE 'SUSPENDED' END,
           activated_at = @at, activated_by = 'restore', updated_at = @at`,
      ).run({ at });
      fillWindows(db, at);
      db.prepare('INSERT INTO restores (id, archive, backup_at, restored_at) VALUES (?, ?, ?, ?)').run(
        from.id,
        from.archive,
        from.backupAt,
        at,
      );
    })();
    // A plain file without side files can be moved into place in one step.
    db.pragma('journal_mode = DELETE');
  } finally {
    db.close();
  }
}

function keepMacs(db: Sqlite.Database, rowKey: Uint8Array | undefined): void {
  const seals = new RowSeals();
  if (rowKey !== undefined) seals.open(rowKey, ROW_KEY_GENERATION);
  installRowFunctions(db, seals);
  installRowTriggers(db);
}

/**
 * Whole hours count as totals once a window's edge is past them: with the hour before, this one and the next, a full window stays
 * full for its whole length.
 */
function fillWindows(db: Sqlite.Database, at: number): void {
  const hour = Math.floor(at / HOUR_SECONDS) * HOUR_SECONDS;
  const insert = db.prepare(
    `INSERT INTO ledger_hours (wallet_id, hour, bucket, chain, network, asset, session_id, category, requests, usd_micros, unvalued)
     SELECT id, @hour, @bucket, chain, '', '', '', @category, @requests, '${FULL_USD_MICROS}', '0' FROM wallets WHERE status <> 'TERMINATED'
     ON CONFLICT DO NOTHING`,
  );
  for (const each of [hour - HOUR_SECONDS, hour, hour + HOUR_SECONDS]) {
    insert.run({ hour: each, bucket: 'restored', category: '', requests: FULL_REQUESTS });
    insert.run({ hour: each, bucket: 'restored-fees', category: FEE_CATEGORY, requests: 0 });
  }
}
