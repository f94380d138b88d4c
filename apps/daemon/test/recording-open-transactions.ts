import type { Tx } from '../src/infra/prisma/database.js';
import { OpenTransactions } from '../src/modules/wallets/open-transactions.port.js';

/** Has no rows, and remembers whose it was told to end. */
export class RecordingOpenTransactions extends OpenTransactions {
  readonly cancelled: unknown[] = [];

  override cancelAll(_tx: Tx, why: { readonly walletId?: string }): Promise<number> {
    this.cancelled.push(why.walletId);
    return Promise.resolve(2);
  }

  override cancelOfSessions(): Promise<void> {
    return Promise.resolve();
  }

  override expireApprovals(): Promise<number> {
    return Promise.resolve(0);
  }
}
