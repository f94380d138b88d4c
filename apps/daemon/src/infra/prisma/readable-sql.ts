import { NETWORKS } from '@waiaas/core';

/**
 * What a row must hold so that whoever reads it gets as far as its meaning. One that does not would fail every look that meets it, and
 * with the look all other rows of its network: it is kept out by these conditions before a column of it is read.
 */

const NETWORK = `network IN (${NETWORKS.map(({ name }) => `'${name}'`).join(', ')})`;

const objectIn = (column: string): string =>
  `CASE WHEN typeof(${column}) = 'text' AND json_valid(${column}) THEN json_type(${column}) = 'object' ELSE FALSE END`;

/** A number that JavaScript holds exactly. */
const integerIn = (column: string): string => `typeof(${column}) = 'integer' AND abs(${column}) <= ${Number.MAX_SAFE_INTEGER}`;

const amountIn = (column: string): string => `typeof(${column}) = 'text' AND ${column} <> '' AND ${column} NOT GLOB '*[^0-9]*'`;

const orNull = (column: string, condition: string): string => `(${column} IS NULL OR (${condition}))`;

const allOf = (...conditions: readonly string[]): string => conditions.map((condition) => `(${condition})`).join(' AND ');

const moments = (...columns: readonly string[]): string[] => columns.map((column) => orNull(column, integerIn(column)));

/** What was sent has bytes on record. Without them it would look like something of which nothing can land, and be paid once more. */
const HAS_ITS_BYTES = `status <> 'SUBMITTED' OR EXISTS (SELECT 1 FROM attempts WHERE attempts.transaction_id = transactions.id)`;

export const READABLE_TRANSACTION = allOf(
  HAS_ITS_BYTES,
  NETWORK,
  objectIn('request'),
  objectIn('decision'),
  orNull('approval', objectIn('approval')),
  amountIn('max_fee'),
  integerIn('revision'),
  integerIn('policy_set_version'),
  ...moments('amount_decimals', 'answer_status', 'execute_at', 'expires_at', 'approved_at'),
  ...moments('finalized_at', 'restored_at', 'created_at', 'updated_at'),
);

export const READABLE_ATTEMPT = allOf(
  NETWORK,
  objectIn('params'),
  integerIn('number'),
  integerIn('confirmations'),
  ...moments('nonce', 'last_valid_block_height', 'broadcast_at', 'last_broadcast_at', 'block_number', 'created_at', 'updated_at'),
);
