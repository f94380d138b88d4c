import type { AttemptFate, AttemptParams, AttemptState, NetworkName } from '@waiaas/core';
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

/**
 * Durable steps between a decision and a final block. Each method is one database transaction; a crash between two of them
 * leaves a state from which the next start goes on.
 */
export interface ExecutionStorePort {
  /**
   * Reserves attempts (and on EVM the lowest free nonces at or above `firstFreeNonce`, gaps first) for rows that still are
   * EXECUTING under an ACTIVE wallet and an open system. Rows that are not are left out of the answer.
   */
  reserve(
    planned: readonly PlannedAttempt[],
    firstFreeNonce: number | undefined,
    at: number,
  ): Promise<readonly ReservedAttempt[]>;
  /** Stores bytes and hash. Rows cancelled meanwhile are left out: their bytes are forgotten, nobody has seen them. */
  markSigned(
    signed: readonly { readonly attempt: AttemptRow; readonly raw: string; readonly hash: string }[],
    at: number,
  ): Promise<readonly AttemptRow[]>;
  /** EXECUTING → SUBMITTED and SIGNED → BROADCAST with outcome unknown, before the first byte leaves. */
  markBroadcasting(attempts: readonly AttemptRow[], at: number): Promise<void>;
  /** Outcomes, fates and the transitions that follow from them. */
  record(updates: readonly AttemptUpdate[], transitions: readonly Transition[], at: number): Promise<void>;
  /** Ends a row of which nothing was broadcast and gives its nonce back. */
  abandon(row: TransactionRow, transition: Transition): Promise<void>;
  /** EXECUTING rows of a lane, oldest first, with a RESERVED or SIGNED attempt where one exists. */
  executable(
    walletId: string,
    network: NetworkName,
    limit: number,
  ): Promise<readonly { readonly row: TransactionRow; readonly attempt: AttemptRow | undefined }[]>;
  /** Rows SUBMITTED, and CONFIRMED without finality, of a network with their live attempts. */
  unsettled(
    network: NetworkName,
    limit: number,
  ): Promise<readonly { readonly row: TransactionRow; readonly attempts: readonly AttemptRow[]; readonly from: string }[]>;
}
