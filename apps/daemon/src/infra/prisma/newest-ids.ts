import { statementsOf } from './statements.js';

/** Every table whose rows are named by the daemon's own ids. A test holds this list to the schema. */
export const TABLES_WITH_IDS = [
  'attempts',
  'browser_logins',
  'deliveries',
  'delivery_attempts',
  'policies',
  'sealed_secrets',
  'sessions',
  'tokens',
  'transactions',
  'wallets',
  'webhooks',
] as const;

/** A UUIDv7, and below the end of its time: there is no id above that one, so a row that somebody named so counts for nothing. */
const [FOUR, EIGHT] = ['[0-9a-f]'.repeat(4), '[0-9a-f]'.repeat(8)];
const IS_OWN = `id GLOB '${EIGHT}-${FOUR}-7???-????-????????????' AND id < 'ffffffff-fffe'`;

/** The newest id of each of these tables. What new rows are named by must sort above all of them. */
export function newestIds(reader: object): readonly string[] {
  const statements = statementsOf(reader);
  return TABLES_WITH_IDS.flatMap((table) =>
    statements.all(`SELECT id FROM ${table} WHERE ${IS_OWN} ORDER BY id DESC LIMIT 1`, []).map(({ id }) => String(id)),
  );
}
