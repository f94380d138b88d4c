import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type BetterSqlite3 from 'better-sqlite3';
import { retryBusy } from './retry-busy.js';
import type { RowSeals } from './row-seals.js';
import { FOREIGN_SCHEMA, installRowFunctions, installRowTriggers } from './row-triggers.js';
import { keepStatements } from './statement-cache.js';
import { ConnectionStatements, STATEMENTS, TransactionStatements, type Statements } from './statements.js';
import { Turnstile } from './turnstile.js';

type Connection = Awaited<ReturnType<PrismaBetterSqlite3['connect']>>;
type Transaction = Awaited<ReturnType<Connection['startTransaction']>>;
type Query = Parameters<Connection['queryRaw']>[0];
type QueryResult = Awaited<ReturnType<Connection['queryRaw']>>;

/** A lock held by another process blocks this thread for as long as SQLite waits, so SQLite waits briefly and the retry is here. */
const BUSY_TIMEOUT_MS = 100;

const READS = /^\s*select\b/i;

const statement = (sql: string): Query => ({ sql, args: [], argTypes: [] });

/**
 * The better-sqlite3 adapter made safe for one shared client.
 *
 * The stock adapter has one connection, so a statement issued outside an open transaction runs inside it: reads see uncommitted
 * rows, and an acknowledged write is lost when that transaction rolls back. Here outside reads use a read-only connection of
 * their own, outside writes wait for their turn, and every transaction begins IMMEDIATE, so that it holds the write lock before
 * its first read and cannot fail later by upgrading.
 */
export class SafeSqlite {
  readonly provider = 'sqlite';
  readonly adapterName = 'waiaas-safe-sqlite';
  readonly #factory: PrismaBetterSqlite3;
  #opened: OpenedConnections | undefined;

  constructor(
    file: string,
    private readonly seals: RowSeals,
  ) {
    this.#factory = new PrismaBetterSqlite3({ url: `file:${file}`, timeout: BUSY_TIMEOUT_MS });
  }

  async connect(): Promise<Connection> {
    const writer = await this.#open();
    await writer.connection.executeScript('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
    installRowTriggers(writer.driver);
    const reader = await this.#open();
    await reader.connection.executeScript('PRAGMA query_only = ON; PRAGMA foreign_keys = ON;');
    const outsiders = new Outsiders(writer.statements, this.seals);
    const connection = new SafeConnection(writer.connection, reader.connection, outsiders);
    this.#opened = {
      writer: writer.statements,
      reader: reader.statements,
      ofTransaction: () => new TransactionStatements(writer.statements, connection.transactionWatch()),
    };
    return connection;
  }

  /** The two connections without Prisma. */
  get opened(): OpenedConnections {
    if (this.#opened === undefined) throw new Error('the database is not open yet');
    return this.#opened;
  }

  async #open(): Promise<OpenedConnection> {
    const connection = await this.#factory.connect();
    const { client } = connection as Connection & { readonly client?: BetterSqlite3.Database };
    if (client === undefined) throw new Error('the adapter keeps its driver elsewhere now');
    installRowFunctions(client, this.seals);
    const statements = new ConnectionStatements(client);
    keepStatements(client);
    return { connection, statements, driver: client };
  }
}

interface OpenedConnection {
  readonly connection: Connection;
  readonly statements: Statements;
  readonly driver: BetterSqlite3.Database;
}

/**
 * Looks, before anything is written, whether others have changed the database, and then whether they left triggers or views there: what
 * these write would get the MAC of the daemon's own rows. The writer holds the lock meanwhile, so nothing comes in between.
 */
class Outsiders {
  #seen: unknown;

  constructor(
    private readonly writer: Statements,
    private readonly seals: RowSeals,
  ) {}

  look(): void {
    const [version] = this.writer.all('PRAGMA data_version', []);
    if (version?.['data_version'] === this.#seen) return;
    this.#seen = version?.['data_version'];
    const [found] = this.writer.all(FOREIGN_SCHEMA, []);
    this.seals.noteForeignSchema(Number(found?.['n']) > 0);
  }
}

export interface OpenedConnections {
  readonly writer: Statements;
  readonly reader: Statements;
  /** The writer's, for the transaction that is open now and as long as it is. Throws where none is. */
  readonly ofTransaction: () => Statements;
}

class SafeConnection implements Connection {
  readonly provider = 'sqlite';
  readonly adapterName = 'waiaas-safe-sqlite';
  readonly #writes = new Turnstile(1);
  #transaction: SafeTransaction | undefined;

  constructor(
    private readonly writer: Connection,
    private readonly reader: Connection,
    private readonly outsiders: Outsiders,
  ) {}

  /** Whether the transaction that is open now still is. */
  transactionWatch(): () => boolean {
    const transaction = this.#transaction;
    if (transaction?.isOpen !== true) throw new Error('no transaction is open');
    return () => transaction.isOpen;
  }

  queryRaw(query: Query): Promise<QueryResult> {
    // An INSERT … RETURNING is a query too: only a plain SELECT may use the read-only connection.
    if (READS.test(query.sql)) return timed(query, () => retryBusy(() => this.reader.queryRaw(query)));
    return this.#write(query, () => this.writer.queryRaw(query));
  }

  executeRaw(query: Query): Promise<number> {
    return this.#write(query, () => this.writer.executeRaw(query));
  }

  #write<T>(query: Query, run: () => Promise<T>): Promise<T> {
    return this.#writes.run(() =>
      timed(query, () =>
        retryBusy(() => {
          this.outsiders.look();
          return run();
        }),
      ),
    );
  }

  executeScript(script: string): Promise<void> {
    return this.#writes.run(() => this.writer.executeScript(script));
  }

  async startTransaction(): Promise<Transaction> {
    const leave = await this.#writes.enter();
    try {
      await retryBusy(() => this.writer.executeRaw(statement('BEGIN IMMEDIATE')));
      this.outsiders.look();
    } catch (error) {
      leave();
      throw error;
    }
    this.#transaction = new SafeTransaction(this.writer, leave);
    return this.#transaction;
  }

  async dispose(): Promise<void> {
    await this.reader.dispose();
    await this.writer.dispose();
  }
}

class SafeTransaction implements Transaction {
  readonly provider = 'sqlite';
  readonly adapterName = 'waiaas-safe-sqlite';
  /** Prisma sends no COMMIT or ROLLBACK of its own: the two methods below do, and free the writer whatever happens. */
  readonly options = { usePhantomQuery: true };
  #isOpen = true;

  constructor(
    private readonly writer: Connection,
    private readonly leave: () => void,
  ) {}

  get isOpen(): boolean {
    return this.#isOpen;
  }

  async queryRaw(query: Query): Promise<QueryResult> {
    this.#assertOpen();
    return timed(query, () => this.writer.queryRaw(query));
  }

  async executeRaw(query: Query): Promise<number> {
    this.#assertOpen();
    return timed(query, () => this.writer.executeRaw(query));
  }

  async commit(): Promise<void> {
    try {
      await this.writer.executeRaw(statement('COMMIT'));
    } catch (error) {
      await this.#undo();
      throw error;
    } finally {
      this.#end();
    }
  }

  async rollback(): Promise<void> {
    try {
      await this.#undo();
    } finally {
      this.#end();
    }
  }

  async createSavepoint(name: string): Promise<void> {
    await this.executeRaw(statement(`SAVEPOINT ${name}`));
  }

  async rollbackToSavepoint(name: string): Promise<void> {
    await this.executeRaw(statement(`ROLLBACK TO ${name}`));
  }

  async releaseSavepoint(name: string): Promise<void> {
    await this.executeRaw(statement(`RELEASE SAVEPOINT ${name}`));
  }

  /** After a full disk or an I/O error SQLite may have rolled back by itself; a second ROLLBACK then fails and means nothing. */
  async #undo(): Promise<void> {
    try {
      await this.writer.executeRaw(statement('ROLLBACK'));
    } catch (error) {
      if (!/no transaction is active/.test(String(error instanceof Error ? error.message : error))) throw error;
    }
  }

  #end(): void {
    this.#isOpen = false;
    this.leave();
  }

  /** A statement that comes after the end would run outside every transaction, on a writer that belongs to somebody else by then. */
  #assertOpen(): void {
    if (!this.#isOpen) throw new Error('the transaction has ended');
  }
}

/** Waiting for a turn is not counted: what is slow is the statement. */
async function timed<T>({ sql }: Query, run: () => Promise<T>): Promise<T> {
  if (!STATEMENTS.hasSubscribers) return run();
  const begun = performance.now();
  try {
    return await run();
  } finally {
    STATEMENTS.publish({ sql, ms: performance.now() - begun });
  }
}
