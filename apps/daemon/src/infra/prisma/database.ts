import type { Prisma, PrismaClient } from './generated/client.js';
import type { RowGuard } from './row-guard.js';

/** The handle inside a transaction. Awaiting `Database.client` writes inside one deadlocks by design: always use this. */
export type Tx = Prisma.TransactionClient;

/**
 * The one database of the daemon.
 *
 * `client` reads outside transactions: always the last committed state, never somebody's open transaction. `transaction` runs
 * write work: one at a time, in the order it was asked for, and it throws DomainError `STORAGE_UNAVAILABLE` when the database
 * cannot write. No network call belongs inside one.
 *
 * Every Prisma statement costs several times what SQLite itself needs. On the way of a payment use `insertRows`, one guarded
 * `updateRows` whose count is looked at, and the reads of `decision-reads.ts`.
 */
export abstract class Database {
  abstract readonly client: PrismaClient;
  /** How many migrations the database has: grows with every release that changes the schema. */
  abstract readonly schemaVersion: number;
  /** Whether its rows are what the daemon wrote. */
  abstract readonly guard: RowGuard;
  abstract transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * As `transaction`, and those that wait at the same time share a commit: each is all or nothing by itself, one runs after the
   * other, and none is answered before the commit. It sees what the others of its kind have written and what may still fail with
   * them all. So it is for works that keep nothing in memory of what another of them may have changed.
   */
  abstract sharedTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Runs `act` once this transaction has committed, and never if it does not. */
  abstract afterCommit(tx: Tx, act: () => void): void;
  /** Lets running and queued transactions end, then closes. */
  abstract close(): Promise<void>;
}
