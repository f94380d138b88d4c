import type { AttemptRow } from './rows.js';

/** Where the bytes that void a handed-out signature are kept. */
export interface TakeBackStorePort {
  /** Whether bytes may be made for a row that was handed out: its wallet is active, and nobody pulled the switch. */
  maySign(transactionId: string, walletId: string): Promise<boolean>;
  /**
   * Stores bytes, hash and the fee they may cost before the first byte leaves. False where the row has ended meanwhile, the wallet may no
   * longer sign, or an attempt of this number is there already: nothing is stored then, and nobody has seen the bytes.
   */
  keep(attempt: AttemptRow, maxFee: bigint): Promise<boolean>;
}
