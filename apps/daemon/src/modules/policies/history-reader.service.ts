import type { HistoryRow } from '@waiaas/policy';
import type { PolicySet } from '@waiaas/policy';

/** What a stored wallet has spent and asked, as far as this set of policies looks back. Bound by the module that keeps the ledger. */
export abstract class HistoryReader {
  abstract read(walletId: string, now: number, set: PolicySet): Promise<readonly HistoryRow[]>;
}
