/** A table of the ledger, all of whose columns are in the sums of its wallet. */
export interface SummedTable {
  readonly name: string;
  readonly id: readonly string[];
  readonly columns: readonly string[];
  /** Says whether a row counts; without one all do. */
  readonly stateColumn?: string;
  /** When a settled row counts. */
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

/** Both, by their names. A test holds them to the schema. */
export const SUMMED_TABLES: readonly SummedTable[] = [LEDGER_ENTRIES, LEDGER_HOURS];
