import { READABLE_ATTEMPT, READABLE_TRANSACTION } from './readable-sql.js';

/** Whose payments an unsound row stops: every wallet's, or that of an expression over the row. */
export type Concern =
  | { readonly kind: 'all' }
  /** SQL that gives the wallet; where it gives NULL every wallet. */
  | { readonly kind: 'wallet'; readonly sql: string }
  /** The wallets a session may use. */
  | { readonly kind: 'session' }
  /** Wallets of the network that this column names. */
  | { readonly kind: 'network' }
  /** Nobody's: such a row opens nothing, and that is all. */
  | { readonly kind: 'none' };

export interface CoveredTable {
  readonly table: string;
  readonly id: readonly string[];
  /** What the MAC covers beside the id. */
  readonly columns: readonly string[];
  /** What it does not, and why nothing is decided by it. */
  readonly uncovered: Readonly<Record<string, string>>;
  readonly concern: Concern;
  /** SQL condition: rows that still decide something. Without it all do. */
  readonly deciding?: string;
  /** Rows that are removed where the admin takes what stands: nobody can judge one by looking at it. */
  readonly isDropped?: true;
  /** SQL condition: what stands there can be read at all. Without it, whatever it is. */
  readonly readable?: string;
  /** SQL that gives the transaction no worker goes on with while the row is unsound. */
  readonly holds?: string;
  /** One set of rows, or one for each value of a column: there, a row that is missing is noticed too. */
  readonly set?: { readonly by: string | null };
}

const SHOWN = 'for people to read';
const ASKED = 'what the chain said last; it is asked again';
const COUNTED = 'a counter of the daemon for its own reports';

const OPEN_TRANSACTION = `status NOT IN ('DENIED', 'CANCELLED', 'EXPIRED', 'FAILED') AND NOT (status = 'CONFIRMED' AND finalized_at IS NOT NULL)`;

/** Every table whose rows carry a MAC. A test holds this list to the schema: a new column is covered, or named with the reason. */
export const COVERED_TABLES: readonly CoveredTable[] = [
  {
    table: 'wallets',
    id: ['id'],
    columns: [
      ...['name', 'chain', 'environment', 'address', 'status', 'policy_preset', 'approval_method', 'wallet_type'],
      ...['owner_address', 'owner_state', 'owner_kind', 'owner_network', 'owner_code_hash', 'owner_verified_at'],
      ...['owner_removal_delay', 'owner_removal_at', 'owner_changed_at'],
      ...['suspended_at', 'suspension_reason', 'suspended_by', 'active_since', 'terminated_at', 'created_at'],
    ],
    uncovered: {
      monitor_incoming: SHOWN,
      updated_at: SHOWN,
      policy_set_version: 'grows in every wallet with each global policy; what was read under another number is read anew',
    },
    concern: { kind: 'wallet', sql: 'id' },
  },
  {
    table: 'sessions',
    id: ['id'],
    columns: [
      ...['source', 'ttl', 'expires_at', 'absolute_expires_at', 'max_renewals', 'renewal_count', 'current_jti', 'jti_changed_at'],
      ...['held_at', 'revoked_at', 'constraints', 'duplicate_guard', 'idempotency_scope', 'certificate', 'created_at'],
      'last_renewed_at',
    ],
    uncovered: { label: SHOWN, token_issued_count: COUNTED, unstored_denials: COUNTED },
    concern: { kind: 'session' },
  },
  {
    table: 'session_wallets',
    id: ['session_id', 'wallet_id'],
    columns: ['created_at'],
    uncovered: {},
    concern: { kind: 'wallet', sql: 'wallet_id' },
  },
  {
    table: 'policies',
    id: ['id'],
    columns: ['wallet_id', 'network', 'type', 'rules', 'priority', 'enabled', 'version', 'slot', 'deleted_at', 'created_at'],
    uncovered: { updated_at: SHOWN },
    concern: { kind: 'wallet', sql: 'wallet_id' },
    set: { by: 'wallet_id' },
  },
  {
    table: 'policy_versions',
    id: ['policy_id', 'version'],
    columns: ['rules', 'priority', 'enabled', 'change', 'changed_at', 'changed_by'],
    uncovered: {},
    concern: { kind: 'wallet', sql: '(SELECT wallet_id FROM policies WHERE policies.id = policy_id)' },
  },
  {
    table: 'settings',
    id: ['key'],
    columns: ['value', 'version'],
    uncovered: { updated_at: SHOWN },
    concern: { kind: 'all' },
    set: { by: null },
  },
  {
    table: 'tokens',
    id: ['network', 'address'],
    columns: ['id', 'symbol', 'name', 'decimals'],
    uncovered: { created_at: SHOWN },
    concern: { kind: 'network' },
    set: { by: null },
  },
  {
    table: 'token_pins',
    id: ['network', 'address'],
    columns: ['decimals', 'standard', 'extensions'],
    uncovered: { pinned_at: SHOWN },
    concern: { kind: 'network' },
    set: { by: null },
  },
  {
    table: 'owner_challenges',
    id: ['nonce'],
    columns: [
      ...['action', 'pool', 'address', 'chain', 'wallet_id', 'transaction_id', 'message', 'body_hash', 'cover', 'issued_at'],
      ...['expires_at', 'used_at', 'contract_network'],
    ],
    uncovered: { client_address: 'counts how many one place may ask for' },
    concern: { kind: 'none' },
    isDropped: true,
  },
  {
    table: 'browser_logins',
    id: ['id'],
    columns: [
      ...['kind', 'token_hash', 'csrf_hash', 'owner_address', 'owner_chain', 'created_at', 'expires_at', 'step_up_hash'],
      'step_up_expires_at',
    ],
    uncovered: { last_seen_at: 'moves with every request; the covered end bounds it', client_address: SHOWN },
    concern: { kind: 'none' },
    isDropped: true,
  },
  {
    // Nothing is decided by one: it is told where it says only while it is sound.
    table: 'webhooks',
    id: ['id'],
    columns: ['url', 'events', 'enabled', 'after_audit_id', 'created_at'],
    uncovered: { description: SHOWN, secret: 'sealed for its place with the data key', updated_at: SHOWN },
    concern: { kind: 'none' },
    set: { by: null },
  },
  {
    table: 'transactions',
    id: ['id'],
    columns: [
      ...['wallet_id', 'session_id', 'origin', 'type', 'status', 'tier', 'chain', 'network', 'to_address', 'request'],
      ...['request_hash', 'decision', 'usd_micros', 'max_fee', 'wait_reason', 'approval_reason', 'execute_at', 'expires_at'],
      ...['approved_by', 'approved_at', 'approval', 'served_tier', 'created_at', 'finalized_at', 'restored_at'],
    ],
    uncovered: {
      ip_address: SHOWN,
      revision: 'guards one update against another; moved alone it makes the update miss',
      amount: SHOWN,
      amount_decimals: SHOWN,
      amount_symbol: SHOWN,
      policy_set_version: 'names what was decided by; the verdict is made anew before anything is signed',
      answer_status: 'repeats an answer; what it held of a signature is sealed',
      answer_body: 'repeats an answer; what it held of a signature is sealed',
      tx_hash: SHOWN,
      error: SHOWN,
      error_code: SHOWN,
      updated_at: SHOWN,
    },
    concern: { kind: 'wallet', sql: 'wallet_id' },
    readable: READABLE_TRANSACTION,
    holds: 'id',
    deciding: OPEN_TRANSACTION,
  },
  {
    // What is in the sums is looked at beside this: `unsound-ledgers.ts`.
    table: 'ledger_sums',
    id: ['wallet_id'],
    columns: ['sums'],
    uncovered: {},
    concern: { kind: 'wallet', sql: 'wallet_id' },
  },
  {
    table: 'kill_switch',
    id: ['id'],
    columns: ['state', 'activated_at', 'activated_by'],
    uncovered: { updated_at: SHOWN },
    // Taken away it is as bad: the signer remembers by itself that it is frozen, and the daemon believes it.
    concern: { kind: 'all' },
  },
  {
    table: 'attempts',
    id: ['id'],
    columns: [
      ...['transaction_id', 'wallet_id', 'network', 'number', 'kind', 'state', 'nonce', 'last_valid_block_height', 'params'],
      ...['tx_hash', 'created_at'],
    ],
    uncovered: {
      raw_transaction: 'sealed for its place with a key of its own',
      outcome: 'says how soon the same bytes are sent again',
      broadcast_at: SHOWN,
      last_broadcast_at: 'says how soon the same bytes are sent again',
      block_number: ASKED,
      confirmations: ASKED,
      error_code: SHOWN,
      updated_at: SHOWN,
    },
    concern: { kind: 'wallet', sql: 'wallet_id' },
    readable: READABLE_ATTEMPT,
    holds: 'transaction_id',
    // By their transaction: a state that says that nothing can land is what somebody would write there.
    deciding: `transaction_id IN (SELECT id FROM transactions WHERE ${OPEN_TRANSACTION})`,
  },
  {
    // Whoever cuts off the end of the evidence has written to the file: nothing is paid before an admin has looked.
    table: 'audit_head',
    id: ['id'],
    columns: ['audit_id', 'hash', 'row_count', 'accepted_id', 'broken_at'],
    uncovered: {},
    concern: { kind: 'all' },
  },
];
