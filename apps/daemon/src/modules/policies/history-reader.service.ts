import type { HistoryRow, LedgerWindows } from '@waiaas/policy';

/** What a stored wallet has spent and asked, as far as these windows look back. Bound by the module that keeps the ledger. */
export abstract class HistoryReader {
  abstract read(walletId: string, now: number, windows: LedgerWindows): Promise<readonly HistoryRow[]>;
}
