import type { HistoryRow } from '@waiaas/policy';
import type { AttemptRow } from './rows.js';

/** Who asked for other bytes at the same nonce. */
export interface Replacer {
  readonly actor: string;
  /** Absent for what the daemon does by itself. */
  readonly ipAddress?: string;
}

export interface KeptReplacement {
  readonly attempt: AttemptRow;
  readonly maxFee: bigint;
  readonly by: Replacer;
  /** Whether the fee fits beside what the wallet's other rows spend; judged where it is written, so that two cannot share one rest. */
  readonly isAffordable: (history: readonly HistoryRow[]) => boolean;
}

/** `moved`: the row is not where it was. `closed`: its wallet or the whole daemon signs nothing now. */
export type KeepOutcome = 'kept' | 'moved' | 'closed' | 'over-budget';

/** Where bytes that take the place of others are kept. */
export interface ReplacementStorePort {
  /** Whether new bytes may be made for the row at all. */
  maySign(transactionId: string, walletId: string): Promise<boolean>;
  /**
   * One transaction: bytes, hash, fee and the trail, durable before the first byte leaves. Nothing is stored unless the row is SUBMITTED,
   * none of its attempts is in a block, and no later attempt is there; nobody has seen the bytes then.
   */
  keep(replacement: KeptReplacement): Promise<KeepOutcome>;
}
