import { Injectable } from '@nestjs/common';
import type { NewTransaction, SpendLine, Transition } from '@waiaas/pipeline';
import type { Tx } from '../../infra/prisma/database.js';
import { insertRows } from '../../infra/prisma/insert-rows.js';
import { newLedgerColumns, newTransactionColumns } from './new-transaction.columns.js';
import { NewTransactionTrail } from './new-transaction.trail.js';
import { TransitionRepository } from './transition.repository.js';

@Injectable()
export class LedgerWriting {
  constructor(
    private readonly transitions: TransitionRepository,
    private readonly trail: NewTransactionTrail,
  ) {}

  async insert(tx: Tx, row: NewTransaction, policySetVersion: number): Promise<void> {
    await insertRows(tx, 'transactions', [newTransactionColumns(row, policySetVersion)]);
    await insertRows(tx, 'ledger_entries', newLedgerColumns(row));
    await this.trail.write(tx, row);
  }

  async apply(tx: Tx, transition: Transition, spends?: readonly SpendLine[]): Promise<boolean> {
    if (!(await this.transitions.apply(tx, transition))) return false;
    if (spends !== undefined) await this.#revalue(tx, transition.row.id, spends);
    return true;
  }

  /** A second verdict may value the same lines anew; the amounts themselves cannot change, since the request cannot. */
  async #revalue(tx: Tx, transactionId: string, spends: readonly SpendLine[]): Promise<void> {
    for (const [line, spend] of spends.entries()) {
      await tx.ledgerEntry.updateMany({ where: { transactionId, line }, data: { usdMicros: spend.usdMicros } });
    }
  }
}
