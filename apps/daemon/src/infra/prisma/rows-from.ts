import { Prisma } from './generated/client.js';
import { retryBusy } from './retry-busy.js';
import { guardOf, statementsOf, type Parameter } from './statements.js';

/** A transaction, or the client for the last committed state. Nothing is asked of it but which connection it stands for. */
export type Reader = object;

/** One SELECT. Values are bound, and a value that is itself made by `Prisma.sql` becomes part of the text. */
type Select<Row> = (text: TemplateStringsArray, ...values: unknown[]) => Promise<Row[]>;

/** Rows under their database names, past Prisma's query compiler and result mapper. */
export function rowsFrom<Row>(reader: Reader): Select<Row> {
  const statements = statementsOf(reader);
  return select((sql, values) => statements.all(sql, values) as Row[]);
}

/** The same as Prisma's models have them, for what Prisma knows as well. */
export function modelsFrom<Model>(reader: Reader): Select<Model> {
  const statements = statementsOf(reader);
  return select((sql, values) => statements.models(sql, values) as Model[]);
}

function select<Row>(run: (sql: string, values: readonly Parameter[]) => Row[]): Select<Row> {
  return (text, ...values) => {
    const query = Prisma.sql(text, ...values);
    return retryBusy(() => run(query.sql, query.values as Parameter[]));
  };
}

/** What follows IN; nothing is in an empty list. */
export function listed(values: readonly (string | number | bigint)[]): Prisma.Sql {
  return values.length === 0 ? Prisma.sql`(NULL)` : Prisma.sql`(${Prisma.join([...values])})`;
}

/** Condition on a column that names transactions: of those that a worker may go on with. */
export function unheld(reader: Reader, column: Prisma.Sql): Prisma.Sql {
  const held = guardOf(reader).held(reader);
  return held.length === 0 ? Prisma.sql`TRUE` : Prisma.sql`${column} NOT IN ${listed(held)}`;
}
