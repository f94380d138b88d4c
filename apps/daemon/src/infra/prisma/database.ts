import type { Prisma, PrismaClient } from './generated/client.js';

/** The handle inside a transaction. Awaiting `Database.client` writes inside one deadlocks by design: always use this. */
export type Tx = Prisma.TransactionClient;

/**
 * The one database of the daemon.
 *
 * `client` reads outside transactions. `transaction` runs write work: one at a time, queued in order, at most a bounded number
 * waiting inside the engine, and it throws DomainError `STORAGE_UNAVAILABLE` when the database cannot write.
 */
export abstract class Database {
  abstract readonly client: PrismaClient;
  abstract transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  abstract close(): Promise<void>;
}
