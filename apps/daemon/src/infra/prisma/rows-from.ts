import { Prisma } from './generated/client.js';
import { retryBusy } from './retry-busy.js';
import { statementsOf, type Parameter } from './statements.js';

/** A transaction, or the client for the last committed state. Nothing is asked of it but which connection it stands for. */
export type Reader = object;

/** A tag for one SELECT: rows under their database names, past Prisma's query compiler and result mapper. */
export function rowsFrom<Row>(reader: Reader): (text: TemplateStringsArray, ...values: unknown[]) => Promise<Row[]> {
  const statements = statementsOf(reader);
  return (text, ...values) => {
    const query = Prisma.sql(text, ...values);
    return retryBusy(() => statements.all(query.sql, query.values as Parameter[]) as Row[]);
  };
}
