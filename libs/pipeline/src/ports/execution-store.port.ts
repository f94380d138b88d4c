import type { AttemptFate, AttemptParams, AttemptState, NetworkName } from '@waiaas/core';
import type { Promised } from './ledger.port.js';
import type { AttemptRow, TransactionRow, Transition } from './rows.js';

export interface PlannedAttempt {
  readonly id: string;
  readonly row: TransactionRow;
  readonly params: AttemptParams;
  readonly maxFee: bigint;
}

export interface ReservedAttempt {
  readonly attempt: AttemptRow;
  readonly row: TransactionRow;
}

export interface AttemptUpdate {
  readonly attempt: AttemptRow;
  readonly state: AttemptState;
  readonly outcome?: 'known' | 'unknown';
  readonly fate?: AttemptFate;
  readonly lastBroadcastAt?: number;
  readonly errorCode?: string | null;
}

export interface ExecutableRow {
  readonly row: TransactionRow;
  /** Reserved or signed, and not sent yet. */
  readonly attempt: AttemptRow | undefined;
}

/** What waits for its block alone, or also what waits for its block to be final. */
export type UnsettledScope = 'submitted' | 'all';

export interface UnsettledRow {
  readonly row: TransactionRow;
  readonly attempts: readonly AttemptRow[];
  readonly from: string;
}

/**
 * Durable steps between a decision and a final block. Each method is one database transaction; a crash between two of them
 * leaves a state from which the next start goes on.
 */
export interface ExecutionStorePort {
  /**
   * Reserves attempts (and on EVM the lowest free nonces at or above `firstFreeNonce`, gaps first) for rows that still are
   * EXECUTING under an ACTIVE wallet and an open system, or go to the wallet's owner. Rows that are not are left out of the answer.
   */
  reserve(
    planned: readonly PlannedAttempt[],
    firstFreeNonce: number | undefined,
    at: number,
  ): Promise<readonly ReservedAttempt[]>;
  /**
   * Stores bytes and hash. Rows cancelled meanwhile, and all but withdrawals where the wallet is no longer ACTIVE, are left out:
   * their bytes are forgotten, nobody has seen them.
   */
  markSigned(
    signed: readonly { readonly attempt: AttemptRow; readonly raw: string; readonly hash: string }[],
    at: number,
  ): Promise<readonly AttemptRow[]>;
  /** EXECUTING → SUBMITTED and SIGNED → BROADCAST with outcome unknown, before the first byte leaves. */
  markBroadcasting(attempts: readonly AttemptRow[], at: number): Promise<void>;
  /** Outcomes, fates and the transitions that follow from them. */
  record(updates: readonly AttemptUpdate[], transitions: readonly Transition[], at: number): Promise<void>;
  /** Ends a row of which nothing can land and gives back the nonces at which nothing was signed. */
  abandon(row: TransactionRow, transition: Transition): Promise<void>;
  /** Ends reserved attempts, of which nothing was signed, and gives their nonces back. The rows stay as they are. */
  release(attempts: readonly AttemptRow[], at: number): Promise<void>;
  /** Amounts and fee caps of the lane's rows that have bytes or a nonce and that no block is known to hold, these rows left out. */
  promised(walletId: string, network: NetworkName, exceptTransactionIds: readonly string[]): Promise<Promised>;
  /**
   * Rows of a lane that need bytes, oldest first, with a RESERVED or SIGNED attempt where one exists: EXECUTING ones, and SUBMITTED
   * ones without a live attempt. Where the wallet is not ACTIVE or the kill switch is pulled, only withdrawals to its owner, and
   * rows with SIGNED bytes: those are as good as sent.
   */
  executable(walletId: string, network: NetworkName, limit: number): Promise<readonly ExecutableRow[]>;
  /** Rows SUBMITTED, and CONFIRMED without finality, of a network with their live attempts; none where a lane is to make new ones. */
  unsettled(network: NetworkName, limit: number, scope: UnsettledScope): Promise<readonly UnsettledRow[]>;
}
