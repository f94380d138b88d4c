import { Injectable } from '@nestjs/common';
import type { AttemptRow, KeepOutcome, KeptReplacement, ReplacementStorePort } from '@waiaas/pipeline';
import { Database, type Tx } from '../../infra/prisma/database.js';
import type { Transaction } from '../../infra/prisma/generated/client.js';
import { insertRows } from '../../infra/prisma/insert-rows.js';
import { modelsFrom, rowsFrom } from '../../infra/prisma/rows-from.js';
import { sealBytes } from '../../infra/prisma/sealed-bytes.js';
import { updateRows } from '../../infra/prisma/update-rows.js';
import { AuditService } from '../audit/audit.service.js';
import { EventLog } from '../audit/event-log.service.js';
import { attemptColumns } from './attempt.columns.js';
import { HistoryRepository } from './history.repository.js';
import { LedgerBook } from './ledger-book.repository.js';
import { signable } from './reservations.repository.js';

const FEES_OF_A_DAY = { rateSeconds: [], needsMonthly: false };

/** Bytes that take the place of others at their nonce, durable before they leave. */
@Injectable()
export class ReplacementsRepository implements ReplacementStorePort {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerBook,
    private readonly history: HistoryRepository,
    private readonly audit: AuditService,
    private readonly events: EventLog,
  ) {}

  async maySign(transactionId: string, walletId: string): Promise<boolean> {
    const allowed = await signable(this.database.client, walletId);
    if (allowed === undefined) return false;
    const found = await rowsFrom(this.database.client)`SELECT id FROM transactions WHERE id = ${transactionId} AND ${allowed}`;
    return found.length === 1;
  }

  /** Whether nothing that may still land has a lower nonce: only then is it these bytes that hold up the others. */
  async isFirst({ walletId, network, nonce, transactionId }: AttemptRow): Promise<boolean> {
    if (nonce === null) return false;
    const before = await rowsFrom(this.database.client)`
      SELECT id FROM attempts
      WHERE wallet_id = ${walletId} AND network = ${network} AND state IN ('RESERVED', 'SIGNED', 'BROADCAST')
        AND nonce < ${nonce} AND transaction_id <> ${transactionId} LIMIT 1`;
    return before.length === 0;
  }

  async keep(replacement: KeptReplacement): Promise<KeepOutcome> {
    const { attempt, maxFee } = replacement;
    return this.database.transaction(async (tx) => {
      const allowed = await signable(tx, attempt.walletId);
      if (allowed === undefined) return 'closed';
      const [row] = await modelsFrom<Transaction>(tx)`
        SELECT * FROM transactions WHERE id = ${attempt.transactionId} AND ${allowed}`;
      if (row === undefined) return 'closed';
      if (row.status !== 'SUBMITTED' || (await isOvertaken(tx, replacement))) return 'moved';
      if (!(await this.#isAffordable(tx, replacement))) return 'over-budget';
      await this.#write(tx, replacement, row);
      // One of them lands: what counts is the dearest.
      if (maxFee > BigInt(row.maxFee)) await this.ledger.refee(tx, row.id, maxFee);
      return 'kept';
    });
  }

  async #isAffordable(tx: Tx, { attempt, isAffordable }: KeptReplacement): Promise<boolean> {
    const question = { now: attempt.createdAt, windows: FEES_OF_A_DAY, except: attempt.transactionId };
    return isAffordable(await this.history.read(tx, attempt.walletId, question));
  }

  async #write(tx: Tx, { attempt, maxFee, by }: KeptReplacement, row: Transaction): Promise<void> {
    const { createdAt: at, transactionId: id, walletId, kind, number, txHash } = attempt;
    const sent = {
      outcome: attempt.outcome,
      raw_transaction: attempt.raw === null ? null : sealBytes(tx, attempt.id, attempt.raw),
      tx_hash: txHash,
      broadcast_at: at,
      last_broadcast_at: at,
    };
    await insertRows(tx, 'attempts', [{ ...attemptColumns(attempt), ...sent }]);
    const fee = maxFee > BigInt(row.maxFee) ? { max_fee: maxFee.toString() } : {};
    await updateRows(tx, 'transactions', { tx_hash: txHash, updated_at: BigInt(at), ...fee }, { id });
    const whose = { walletId, ...(row.sessionId === null ? {} : { sessionId: row.sessionId }) };
    const data = { transactionId: id, walletId, from: row.status, to: row.status, at };
    await this.events.append(tx, { kind: 'transaction', ...whose, data });
    await this.audit.append(tx, {
      ...{ eventType: 'TX_REPLACED', actor: by.actor, ...whose, txId: id, severity: 'info' },
      ...(by.ipAddress === undefined ? {} : { ipAddress: by.ipAddress }),
      details: { attempt: number, kind, txHash, maxFee: maxFee.toString() },
    });
  }
}

/** Somebody else made bytes of this number, or a block holds some. */
async function isOvertaken(tx: Tx, { attempt }: KeptReplacement): Promise<boolean> {
  const { transactionId, number } = attempt;
  const others = { OR: [{ number: { gte: number } }, { state: { in: ['RESERVED', 'SIGNED', 'MINED', 'FINAL'] } }] };
  return (await tx.attempt.count({ where: { transactionId, ...others } })) > 0;
}
