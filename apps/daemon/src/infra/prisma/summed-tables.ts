/** A table whose rows are in the sums of their wallet, because one that is taken away would be missed by nobody. */
export interface SummedTable {
  readonly name: string;
  readonly id: readonly string[];
  /** What is summed. */
  readonly columns: readonly string[];
  /** Says whether a row counts; without one all do. */
  readonly stateColumn?: string;
  /** When a row counts; of those with a state, a settled one. */
  readonly atColumn: string;
  /** SQL condition: rows of the windows, from the moment of one expression on. */
  readonly counts: (since: string) => string;
}

const LEDGER_ENTRIES: SummedTable = {
  name: 'ledger_entries',
  id: ['transaction_id', 'line'],
  columns: [
    ...['transaction_id', 'line', 'wallet_id', 'session_id', 'type', 'status', 'state', 'chain', 'network', 'asset', 'amount'],
    ...['usd_micros', 'category', 'domain', 'at'],
  ],
  stateColumn: 'state',
  atColumn: 'at',
  counts: (since) => `state IN ('OPEN', 'SETTLED') AND (state = 'OPEN' OR "at" >= ${since})`,
};

const LEDGER_HOURS: SummedTable = {
  name: 'ledger_hours',
  id: ['wallet_id', 'hour', 'bucket'],
  columns: [
    ...['wallet_id', 'hour', 'bucket', 'chain', 'network', 'asset', 'session_id', 'category', 'requests', 'usd_micros'],
    'unvalued',
  ],
  atColumn: 'hour',
  counts: (since) => `hour >= ${since}`,
};

/** That there is one: what it holds is under the MAC of its row. */
const ATTEMPTS: SummedTable = {
  name: 'attempts',
  id: ['id'],
  columns: ['id', 'transaction_id', 'wallet_id', 'created_at'],
  atColumn: 'created_at',
  counts: (since) => `created_at >= ${since}`,
};

const NONCES: SummedTable = {
  name: 'nonce_reservations',
  id: ['wallet_id', 'network', 'nonce'],
  columns: ['wallet_id', 'network', 'nonce', 'transaction_id', 'created_at'],
  atColumn: 'created_at',
  counts: (since) => `created_at >= ${since}`,
};

/** All of them. A test holds them to the schema. */
export const SUMMED_TABLES: readonly SummedTable[] = [LEDGER_ENTRIES, LEDGER_HOURS, ATTEMPTS, NONCES];
