import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { SchemaError } from './migrations.js';

/** A row of the chain as the file holds it. */
export interface AuditFileRow {
  readonly id: number;
  readonly timestamp: number;
  readonly eventType: string;
  readonly actor: string;
  readonly walletId: string | null;
  readonly sessionId: string | null;
  readonly txId: string | null;
  readonly details: string;
  readonly severity: string;
  readonly ipAddress: string | null;
  readonly prevHash: string;
  readonly hash: string;
}

export interface AuditFileHead {
  readonly id: number;
  readonly hash: string;
  readonly signedAt: number;
  readonly publicKey: string;
  readonly signature: string;
}

const ROWS = `SELECT id, timestamp, event_type AS eventType, actor, wallet_id AS walletId, session_id AS sessionId, tx_id AS txId,
  details, severity, ip_address AS ipAddress, prev_hash AS prevHash, hash FROM audit_log ORDER BY id`;
const END = 'SELECT audit_id AS id, hash FROM audit_head WHERE id = 1';
const HEADS = `SELECT audit_id AS id, hash, signed_at AS signedAt, public_key AS publicKey, signature FROM audit_checkpoints ORDER BY audit_id`;

/** The chain in a database file, read without the daemon and without writing; one state of it, also while a daemon writes. */
export class AuditFile {
  readonly #db: Sqlite.Database;

  /** Throws SchemaError where there is no database of this product. */
  constructor(file: string) {
    if (!existsSync(file)) throw new SchemaError(`There is no database at ${file}.`);
    this.#db = new Sqlite(file, { readonly: true, fileMustExist: true });
    try {
      this.#db.exec('BEGIN');
      this.#db.prepare(ROWS);
      this.#db.prepare(HEADS);
      this.#db.prepare(END);
    } catch (error) {
      this.#db.close();
      throw new SchemaError(`${file} is no database of this version.`, { cause: error });
    }
  }

  heads(): readonly AuditFileHead[] {
    return this.#db.prepare<[], AuditFileHead>(HEADS).all();
  }

  /** The last row that was written, as the head of the chain says; undefined where that is gone. Nobody here can check its MAC. */
  end(): { readonly id: number; readonly hash: string } | undefined {
    return this.#db.prepare<[], { id: number; hash: string }>(END).get();
  }

  /** Oldest first. */
  rows(): IterableIterator<AuditFileRow> {
    return this.#db.prepare<[], AuditFileRow>(ROWS).iterate();
  }

  close(): void {
    this.#db.close();
  }
}
