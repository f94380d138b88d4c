import { DomainError } from '@waiaas/core';
import type { LedgerView } from '../../ports/ledger.port.js';
import { shortageOf } from '../../values/funds.js';
import type { PreparedTx } from '../prepare.stage.js';

/** What would run now must be payable beside everything of this wallet that runs already and no block holds yet. */
export async function refuseWithoutFunds(view: LedgerView, { intent, facts }: PreparedTx): Promise<void> {
  const promised = await view.promised(intent.network);
  const shortage = shortageOf({ intent, maxFee: facts.fee.maxFee }, facts, promised);
  if (shortage === undefined) return;
  const available = shortage.free > 0n ? shortage.free : 0n;
  throw new DomainError(shortage.code, {
    details: { required: shortage.needed.toString(), available: available.toString() },
    hint: 'Amounts of running requests that no block holds yet are not available.',
  });
}
