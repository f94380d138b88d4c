import path from 'node:path';
import Sqlite from 'better-sqlite3';

export interface RefusedWrite {
  readonly table: 'transactions' | 'attempts' | 'vault' | 'sealed_keys' | 'sealed_secrets' | 'settings' | 'webhooks';
  readonly operation: 'INSERT' | 'UPDATE';
  /** SQL over NEW and OLD. */
  readonly when: string;
}

/**
 * Makes the database of a daemon refuse one kind of write, in the words of a full disk, until it is lifted: the transaction around
 * it is undone, so the daemon stands exactly before that step.
 */
export class StorageFault {
  readonly #db: Sqlite.Database;

  private constructor(dataDir: string) {
    this.#db = open(dataDir);
  }

  static refuse(dataDir: string, { table, operation, when }: RefusedWrite): StorageFault {
    const fault = new StorageFault(dataDir);
    const body = "SELECT RAISE(ABORT, 'database or disk is full');";
    fault.#db.exec(`CREATE TRIGGER refused_write BEFORE ${operation} ON ${table} WHEN ${when} BEGIN ${body} END`);
    return fault;
  }

  /** How many attempts of a daemon, running or not, are like this. */
  static count(dataDir: string, where: string): number {
    const db = open(dataDir);
    const { n } = db.prepare(`SELECT count(*) AS n FROM attempts WHERE ${where}`).get() as { n: number };
    db.close();
    return n;
  }

  /** How many signatures of a wallet are decided and not made yet. */
  static unanswered(dataDir: string, walletId: string): number {
    const db = open(dataDir);
    const where = "wallet_id = ? AND status = 'SIGNED' AND answer_status IS NULL";
    const { n } = db.prepare(`SELECT count(*) AS n FROM transactions WHERE ${where}`).get(walletId) as { n: number };
    db.close();
    return n;
  }

  lift(): void {
    this.#db.exec('DROP TRIGGER IF EXISTS refused_write');
    this.#db.close();
  }

  /** Out of a copy that was made meanwhile. */
  static liftFrom(dataDir: string): void {
    new StorageFault(dataDir).lift();
  }
}

/** Keeps everybody else from writing, for less than the daemon has patience for (five seconds). Reading goes on. */
export class StorageHold {
  readonly #db: Sqlite.Database;

  private constructor(dataDir: string) {
    this.#db = open(dataDir);
    this.#db.exec('BEGIN IMMEDIATE');
  }

  static take(dataDir: string): StorageHold {
    return new StorageHold(dataDir);
  }

  release(): void {
    this.#db.exec('ROLLBACK');
    this.#db.close();
  }
}

function open(dataDir: string): Sqlite.Database {
  return new Sqlite(path.join(dataDir, 'data', 'waiaas.db'), { timeout: 30_000 });
}
