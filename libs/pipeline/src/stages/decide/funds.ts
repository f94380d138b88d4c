import { DomainError } from '@waiaas/core';
import type { LedgerView } from '../../ports/ledger.port.js';
import { NOTHING_PROMISED, shortageOf, type Shortage } from '../../values/funds.js';
import type { PreparedTx } from '../prepare.stage.js';

/**
 * The funds are there, and what lacks is promised to others of the wallet. One of these may have landed and not have been seen yet:
 * then it is in the balance and in the promises, and a look at the chain before the refusal settles which.
 */
export class FundsPromised extends DomainError {}

/** What would run now must be payable beside everything of this wallet that runs already and no block holds yet. */
export async function refuseWithoutFunds(view: LedgerView, { intent, facts }: PreparedTx): Promise<void> {
  const promised = await view.promised(intent.network);
  const need = { intent, maxFee: facts.fee.maxFee };
  const shortage = shortageOf(need, facts, promised);
  if (shortage === undefined) return;
  const isThere = shortageOf(need, facts, NOTHING_PROMISED) === undefined;
  const Refusal = isThere ? FundsPromised : DomainError;
  throw new Refusal(shortage.code, refusalOf(shortage));
}

function refusalOf({ needed, free }: Shortage): ConstructorParameters<typeof DomainError>[1] {
  return {
    details: { required: needed.toString(), available: (free > 0n ? free : 0n).toString() },
    hint: 'Amounts of running requests that no block holds yet are not available.',
  };
}
