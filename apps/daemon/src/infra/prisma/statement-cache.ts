import type BetterSqlite3 from 'better-sqlite3';
import { RecentMap } from '../../common/recent-map.js';

/** Statement shapes kept per connection. Lists of ids make many shapes; those that are not used any more go first. */
const MAX_KEPT = 400;

/**
 * Makes a driver keep what it has compiled.
 *
 * Compiling a statement costs SQLite more than running it, and the adapter compiles each one anew. It binds parameters to the
 * statement for good, which a kept one cannot bear, so here they are handed over when it runs. A statement is never in use twice:
 * the driver runs each to its end before it returns.
 */
export function keepStatements(driver: BetterSqlite3.Database): void {
  const kept = new RecentMap<string, Compiled>(MAX_KEPT);
  const compile = driver.prepare.bind(driver);
  const prepare = (sql: string): Compiled => {
    const known = kept.get(sql);
    if (known !== undefined) return known;
    const statement = new Compiled(compile(sql));
    kept.set(sql, statement);
    return statement;
  };
  Object.defineProperty(driver, 'prepare', { value: prepare });
}

/** What the adapter asks of a statement, and no more. */
class Compiled {
  readonly #columns: readonly BetterSqlite3.ColumnDefinition[];

  constructor(private readonly statement: BetterSqlite3.Statement<unknown[]>) {
    this.#columns = statement.reader ? statement.columns() : [];
    if (statement.reader) statement.raw(true);
  }

  bind(parameters: readonly unknown[]): Bound {
    return new Bound(this.statement, this.#columns, parameters);
  }
}

class Bound {
  constructor(
    private readonly statement: BetterSqlite3.Statement<unknown[]>,
    private readonly described: readonly BetterSqlite3.ColumnDefinition[],
    private readonly parameters: readonly unknown[],
  ) {}

  get reader(): boolean {
    return this.statement.reader;
  }

  columns(): readonly BetterSqlite3.ColumnDefinition[] {
    return this.described;
  }

  raw(): this {
    return this;
  }

  all(): unknown[] {
    return this.statement.all(this.parameters);
  }

  run(): BetterSqlite3.RunResult {
    return this.statement.run(this.parameters);
  }
}
