import type { Tx } from '../../infra/prisma/database.js';

export interface SessionsEnd {
  readonly sessionIds: readonly string[];
  readonly actor: string;
  readonly ipAddress?: string;
  /** All of theirs where it is left out. */
  readonly walletId?: string;
}

/**
 * Ends what is still open, inside the caller's transaction, where a wallet, its owner or the whole daemon changes state.
 * Each row ends by a legal transition with its own event and audit row. Bytes that are signed already are left alone: they can land.
 */
export abstract class OpenTransactions {
  /** Cancels PENDING, QUEUED and EXECUTING rows without a signed attempt, of one wallet or of all. How many there were. */
  abstract cancelAll(
    tx: Tx,
    why: {
      readonly errorCode: 'CANCELLED_BY_KILL_SWITCH' | 'CANCELLED_BY_TERMINATION';
      readonly actor: string;
      readonly ipAddress?: string;
      readonly walletId?: string;
    },
  ): Promise<number>;

  /** The same of these sessions, on one wallet or on all: who may ask no more is not paid for. */
  abstract cancelOfSessions(tx: Tx, why: SessionsEnd): Promise<void>;

  /** QUEUED rows that wait for an approval become EXPIRED: nobody is left who could give it. How many there were. */
  abstract expireApprovals(tx: Tx, walletId: string): Promise<number>;
}
