import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { DomainError } from '@waiaas/core';
import { Database, type Tx } from './database.js';
import { PrismaClient } from './generated/client.js';
import { applyMigrations } from './migrations.js';
import { RowGuard } from './row-guard.js';
import { RowSeals } from './row-seals.js';
import { SharedCommits } from './shared-commits.js';
import { SafeSqlite, type OpenedConnections } from './sqlite-adapter.js';
import { bindConnections } from './statements.js';
import { asStorageError } from './storage-error.js';
import { Turnstile } from './turnstile.js';

/** The engine queues without order or limit of its own; more than this many wait outside it, in order. */
const MAX_INSIDE_ENGINE = 16;
const MAX_WAIT_MS = 30_000;
const TIMEOUT_MS = 60_000;

export interface DatabaseLocation {
  /** Absolute path of the SQLite file; created with mode 0600. */
  readonly file: string;
  /** The folder that holds one folder per migration. */
  readonly migrationsDir: string;
}

type Acts = (() => void)[];

interface GuardedConnections extends OpenedConnections {
  readonly guard: RowGuard;
  readonly timeoutMs: number;
}

export class PrismaDatabase extends Database {
  readonly #gate = new Turnstile(MAX_INSIDE_ENGINE);
  readonly #shared: SharedCommits;
  readonly #running = new Set<Promise<unknown>>();
  readonly #afterCommit = new WeakMap<Tx, Acts>();
  #isClosed = false;
  override readonly guard: RowGuard;

  constructor(
    override readonly client: PrismaClient,
    override readonly schemaVersion: number,
    private readonly connections: GuardedConnections,
  ) {
    super();
    this.guard = connections.guard;
    this.#shared = new SharedCommits((inside) => this.#transact((tx) => inside(tx, this.connections.ofTransaction())));
  }

  override async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#follow((acts) => this.#transact((tx) => this.#bound(tx, acts, work)));
  }

  override async sharedTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#follow((acts) => this.#shared.run((tx) => this.#bound(tx, acts, work)));
  }

  async #transact<T>(inside: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#gate.run(() => this.client.$transaction(inside, { maxWait: MAX_WAIT_MS, timeout: this.connections.timeoutMs }));
  }

  /** For as long as the work runs and the transaction is open, its handle stands for the connection that writes. */
  async #bound<T>(tx: Tx, acts: Acts, work: (tx: Tx) => Promise<T>): Promise<T> {
    this.#afterCommit.set(tx, acts);
    const unbind = bindConnections(tx, {
      own: this.connections.ofTransaction(),
      writer: this.connections.writer,
      guard: this.guard,
    });
    try {
      return await work(tx);
    } finally {
      unbind();
    }
  }

  async #follow<T>(begin: (acts: Acts) => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new DomainError('SHUTTING_DOWN');
    const acts: Acts = [];
    const running = begin(acts);
    this.#running.add(running);
    try {
      const result = await running;
      for (const act of acts) act();
      return result;
    } catch (error) {
      throw asStorageError(error) ?? error;
    } finally {
      this.#running.delete(running);
    }
  }

  override afterCommit(tx: Tx, act: () => void): void {
    const acts = this.#afterCommit.get(tx);
    if (acts === undefined) throw new Error('the transaction was not begun here');
    acts.push(act);
  }

  override async close(): Promise<void> {
    this.#isClosed = true;
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
    await this.client.$disconnect();
  }
}

/** Brings the file to the schema of this build and opens it. Throws SchemaError where that must not be done. A transaction has `timeoutMs`. */
export async function openDatabase(location: DatabaseLocation, timeoutMs = TIMEOUT_MS): Promise<PrismaDatabase> {
  createPrivately(location.file);
  const applied = await applyMigrations(location);
  const seals = new RowSeals();
  const adapter = new SafeSqlite(location.file, seals);
  const client = new PrismaClient({ adapter });
  await client.$connect();
  const connections = adapter.opened;
  const guard = new RowGuard(seals);
  bindConnections(client, { own: connections.reader, writer: connections.writer, guard });
  return new PrismaDatabase(client, applied.total, { ...connections, guard, timeoutMs });
}

/** SQLite gives its side files the mode of the main file, so the mode has to be right before the first open. */
function createPrivately(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
}
