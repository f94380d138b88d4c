import { channel } from 'node:diagnostics_channel';
import type BetterSqlite3 from 'better-sqlite3';
import { RecentMap } from '../../common/recent-map.js';
import type { RowGuard } from './row-guard.js';

export type Parameter = string | number | bigint | boolean | Uint8Array | null;
export type Columns = Readonly<Record<string, unknown>>;

/** Every statement with its placeholders and how long it took, for whoever counts. */
export const STATEMENTS = channel('waiaas:statement');

/** Statement shapes kept per connection. Lists of ids make many shapes; those that are not used any more go first. */
const MAX_KEPT = 400;

interface Prepared {
  readonly statement: BetterSqlite3.Statement<unknown[]>;
  readonly columns: readonly Column[];
}

interface Column {
  /** In the database, and as Prisma's models have it. */
  readonly name: string;
  readonly member: string;
  readonly read: (value: unknown) => unknown;
}

/**
 * One connection without Prisma in between: what a statement costs here is what SQLite needs for it.
 *
 * Values are those that Prisma gives for the declared types: BIGINT is a bigint, INTEGER a number and BOOLEAN a boolean. Writes are
 * asked for through `insertRows` and `updateRows`, reads through `rowsFrom`.
 */
export interface Statements {
  /** Rows under their database names. */
  all(sql: string, parameters: readonly Parameter[]): Columns[];
  /** Rows as the models of Prisma. */
  models(sql: string, parameters: readonly Parameter[]): Columns[];
  /** Gives how many rows were changed. */
  run(sql: string, parameters: readonly Parameter[]): number;
}

export class ConnectionStatements implements Statements {
  readonly #kept = new RecentMap<string, Prepared>(MAX_KEPT);
  readonly #compile: (sql: string) => BetterSqlite3.Statement<unknown[]>;

  constructor(driver: BetterSqlite3.Database) {
    this.#compile = driver.prepare.bind(driver);
  }

  all(sql: string, parameters: readonly Parameter[]): Columns[] {
    return this.#rows(sql, parameters, ({ name }) => name);
  }

  models(sql: string, parameters: readonly Parameter[]): Columns[] {
    return this.#rows(sql, parameters, ({ member }) => member);
  }

  run(sql: string, parameters: readonly Parameter[]): number {
    const { statement } = this.#prepared(sql);
    return timed(sql, () => statement.run(parameters.map(bound))).changes;
  }

  #rows(sql: string, parameters: readonly Parameter[], nameOf: (column: Column) => string): Columns[] {
    const { statement, columns } = this.#prepared(sql);
    const rows = timed(sql, () => statement.all(parameters.map(bound))) as unknown[][];
    return rows.map((row) => {
      const read: Record<string, unknown> = {};
      columns.forEach((column, index) => (read[nameOf(column)] = column.read(row[index])));
      return read;
    });
  }

  #prepared(sql: string): Prepared {
    const known = this.#kept.get(sql);
    if (known !== undefined) return known;
    const statement = this.#compile(sql);
    if (statement.reader) statement.raw(true);
    const prepared = { statement, columns: statement.reader ? statement.columns().map(columnOf) : [] };
    this.#kept.set(sql, prepared);
    return prepared;
  }
}

/**
 * The writer's statements for one transaction. It may end while its work still runs (its time is over, a laptop slept): what comes
 * then would run outside every transaction, or in somebody else's, and is refused.
 */
export class TransactionStatements implements Statements {
  constructor(
    private readonly writer: Statements,
    private readonly isOpen: () => boolean,
  ) {}

  all(sql: string, parameters: readonly Parameter[]): Columns[] {
    return this.#open().all(sql, parameters);
  }

  models(sql: string, parameters: readonly Parameter[]): Columns[] {
    return this.#open().models(sql, parameters);
  }

  run(sql: string, parameters: readonly Parameter[]): number {
    return this.#open().run(sql, parameters);
  }

  #open(): Statements {
    if (!this.isOpen()) throw new Error('the transaction has ended');
    return this.writer;
  }
}

function columnOf({ name, type }: BetterSqlite3.ColumnDefinition): Column {
  return { name, member: name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), read: readerOf(type) };
}

function readerOf(type: string | null): Column['read'] {
  if (/^bigint$/i.test(type ?? '')) return (value) => (typeof value === 'number' ? BigInt(value) : value);
  if (/^boolean$/i.test(type ?? '')) return (value) => (value === null ? null : Number(value) !== 0);
  return (value) => (typeof value === 'bigint' ? exactNumber(value) : value);
}

/** A sum or another expression has no declared type. One that no number holds would be rounded in silence. */
function exactNumber(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError('an integer of the database fits no number: its column is no BIGINT');
  return number;
}

function bound(value: Parameter): Exclude<Parameter, boolean> {
  return typeof value === 'boolean' ? Number(value) : value;
}

function timed<T>(sql: string, run: () => T): T {
  if (!STATEMENTS.hasSubscribers) return run();
  const begun = performance.now();
  try {
    return run();
  } finally {
    STATEMENTS.publish({ sql, ms: performance.now() - begun });
  }
}

const CONNECTIONS = new WeakMap<object, Connections>();

export interface Connections {
  readonly own: Statements;
  /** The one that writes, whoever uses it now: to be asked nothing but what every connection may tell at any time. */
  readonly writer: Statements;
  /** Whether the rows of this database are what the daemon wrote. */
  readonly guard: RowGuard;
}

/** Makes known which connections a handle stands for. Gives the end of that. */
export function bindConnections(handle: object, connections: Connections): () => void {
  CONNECTIONS.set(handle, connections);
  return () => CONNECTIONS.delete(handle);
}

/** Of a transaction that is open, or of the client. A statement that comes after the end would run in somebody else's. */
export function connectionsOf(handle: object): Connections {
  const connections = CONNECTIONS.get(handle);
  if (connections === undefined) throw new Error('the transaction has ended, or was not begun here');
  return connections;
}

export function statementsOf(handle: object): Statements {
  return connectionsOf(handle).own;
}

export function guardOf(handle: object): RowGuard {
  return connectionsOf(handle).guard;
}
