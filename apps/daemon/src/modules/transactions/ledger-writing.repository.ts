import { Injectable } from '@nestjs/common';
import type { NewTransaction, SpendLine, TransactionRow, Transition } from '@waiaas/pipeline';
import { FEE_CATEGORY } from '@waiaas/policy';
import type { Tx } from '../../infra/prisma/database.js';
import type { LedgerEntry } from '../../infra/prisma/generated/client.js';
import { insertRows } from '../../infra/prisma/insert-rows.js';
import { DenialsRepository } from './denials.repository.js';
import { ledgerColumns, newLedgerColumns, newTransactionColumns } from './new-transaction.columns.js';
import { refusedTransaction } from './refused-request.js';
import { NewTransactionTrail } from './new-transaction.trail.js';
import { TransitionRepository } from './transition.repository.js';

@Injectable()
export class LedgerWriting {
  constructor(
    private readonly transitions: TransitionRepository,
    private readonly trail: NewTransactionTrail,
    private readonly denials: DenialsRepository,
  ) {}

  async insert(tx: Tx, row: NewTransaction, policySetVersion: number): Promise<boolean> {
    if (row.status === 'DENIED' && (await this.denials.areFull(tx, { ...row, refused: refusedTransaction(row) }))) return false;
    await insertRows(tx, 'transactions', [newTransactionColumns(row, policySetVersion)]);
    await insertRows(tx, 'ledger_entries', newLedgerColumns(row));
    await this.trail.write(tx, row);
    return true;
  }

  async apply(tx: Tx, transition: Transition<TransactionRow>, spends?: readonly SpendLine[]): Promise<boolean> {
    if (!(await this.transitions.apply(tx, transition))) return false;
    if (spends !== undefined) await this.#revalue(tx, transition, spends);
    return true;
  }

  /**
   * A second verdict may value the same lines anew, and by what is known then of a token it may find assets the first one did not.
   * Nothing is taken away: what was reserved stays so until the row ends.
   */
  async #revalue(tx: Tx, { row, to, at }: Transition<TransactionRow>, spends: readonly SpendLine[]): Promise<void> {
    const lines = await tx.ledgerEntry.findMany({ where: { transactionId: row.id }, orderBy: { line: 'asc' } });
    const isOf = (line: LedgerEntry, spend: SpendLine): boolean =>
      line.asset === spend.asset && line.network === spend.network && (line.category === FEE_CATEGORY) === spend.isFee;
    const added = spends.filter((spend) => !lines.some((line) => isOf(line, spend)));
    for (const spend of spends) {
      const line = lines.find((one) => isOf(one, spend));
      if (line === undefined || (line.usdMicros === spend.usdMicros && line.amount === spend.amount)) continue;
      await tx.ledgerEntry.update({
        where: { transactionId_line: { transactionId: row.id, line: line.line } },
        data: { usdMicros: spend.usdMicros, amount: spend.amount },
      });
    }
    const subject = { id: row.id, sessionId: row.sessionId, intent: row.intent, status: to, at };
    await insertRows(
      tx,
      'ledger_entries',
      added.map((spend, index) => ledgerColumns(subject, spend, lines.length + index)),
    );
  }
}
