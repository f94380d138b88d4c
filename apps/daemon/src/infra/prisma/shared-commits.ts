import { setImmediate } from 'node:timers/promises';
import type { Tx } from './database.js';
import type { Statements } from './statements.js';

/** A commit waits for the disk, so that several share one. More would make the first wait for the last. */
const MOST_MEMBERS = 8;

interface Member {
  /** Does the work, and gives how to tell of it. */
  readonly work: (tx: Tx) => Promise<() => void>;
  readonly fail: (error: unknown) => void;
}

interface Done {
  readonly member: Member;
  readonly tell: () => void;
}

interface Transaction {
  readonly tx: Tx;
  readonly statements: Statements;
}

/** One transaction of the database that `inside` runs in, with its statements; throws where nothing of it was committed. */
type Transact = (inside: (tx: Tx, statements: Statements) => Promise<void>) => Promise<void>;

/**
 * Works that wait for the database at the same time become parts of one transaction, one after the other.
 *
 * Each is all or nothing by itself. None is told anything, its own failure included, before the commit: what it saw of the works
 * before it is true only then. Where the commit fails, all have failed.
 */
export class SharedCommits {
  readonly #waiting: Member[] = [];
  #isRunning = false;

  constructor(private readonly transact: Transact) {}

  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const member = async (tx: Tx): Promise<() => void> => {
        const result = await work(tx);
        return () => resolve(result);
      };
      this.#waiting.push({ work: member, fail: reject });
      if (!this.#isRunning) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      await this.#together();
      // The work was done in microtasks: sockets and timers have their turn, and what they bring is of the next group.
      await setImmediate();
    }
    this.#isRunning = false;
  }

  async #together(): Promise<void> {
    const done: Done[] = [];
    try {
      await this.transact((tx, statements) => this.#fill({ tx, statements }, done));
    } catch (error) {
      // The first of those who wait has failed even where no transaction could be begun for it.
      const failed = done.length > 0 ? done.map(({ member }) => member) : this.#waiting.splice(0, 1);
      for (const member of failed) member.fail(error);
      return;
    }
    for (const { tell } of done) tell();
  }

  /** Without a pause: a request that is read meanwhile would be waited for by those that are done. */
  async #fill(transaction: Transaction, done: Done[]): Promise<void> {
    while (done.length < MOST_MEMBERS) {
      const member = this.#waiting.shift();
      if (member === undefined) return;
      const index = done.push({ member, tell: () => undefined }) - 1;
      done[index] = { member, tell: await part(transaction, member) };
    }
  }
}

async function part({ tx, statements }: Transaction, { work, fail }: Member): Promise<() => void> {
  statements.run('SAVEPOINT part', []);
  try {
    // A handle of its own: what is remembered of it ends with it.
    const tell = await work(new Proxy(tx, {}));
    statements.run('RELEASE part', []);
    return tell;
  } catch (error) {
    undo(statements, error);
    return () => fail(error);
  }
}

function undo(statements: Statements, cause: unknown): void {
  try {
    statements.run('ROLLBACK TO part', []);
    statements.run('RELEASE part', []);
  } catch {
    // After a full disk SQLite may have undone the whole transaction by itself, and its time may be over: nobody's work stands then.
    throw cause;
  }
}
