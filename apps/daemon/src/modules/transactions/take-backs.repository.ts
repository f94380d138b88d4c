import { Injectable } from '@nestjs/common';
import type { AttemptRow, TakeBackStorePort } from '@waiaas/pipeline';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { insertRows } from '../../infra/prisma/insert-rows.js';
import { rowsFrom } from '../../infra/prisma/rows-from.js';
import { sealBytes } from '../../infra/prisma/sealed-bytes.js';
import { AuditService } from '../audit/audit.service.js';
import { attemptColumns } from './attempt.columns.js';
import { LedgerBook } from './ledger-book.repository.js';
import { signable } from './reservations.repository.js';

/** Who wants signatures voided, and from where. */
export interface VoidOrder {
  readonly actor: string;
  readonly ipAddress: string;
}

interface Permission {
  readonly mayStore: (tx: Tx, attempt: AttemptRow) => Promise<boolean>;
  readonly record?: (tx: Tx, attempt: AttemptRow) => Promise<void>;
}

/** Bytes that void signatures which were handed out, durable before they leave. */
@Injectable()
export class TakeBacksRepository implements TakeBackStorePort {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerBook,
    private readonly audit: AuditService,
  ) {}

  async maySign(transactionId: string, walletId: string): Promise<boolean> {
    return maySign(this.database.client, transactionId, walletId);
  }

  async keep(attempt: AttemptRow, maxFee: bigint): Promise<boolean> {
    return this.#store(attempt, maxFee, { mayStore: (tx, { transactionId, walletId }) => maySign(tx, transactionId, walletId) });
  }

  /**
   * Where the admin orders it, bytes are made whatever the state of wallet and daemon: after a stop this is what is left to do, and it
   * can only make less happen. Each has an audit row.
   */
  ordered(order: VoidOrder): TakeBackStorePort {
    return {
      maySign: (transactionId) => isHandedOut(this.database.client, transactionId),
      keep: (attempt, maxFee) =>
        this.#store(attempt, maxFee, {
          mayStore: (tx, { transactionId }) => isHandedOut(tx, transactionId),
          record: (tx, kept) => this.#record(tx, kept, order),
        }),
    };
  }

  async #record(tx: Tx, { walletId, transactionId, txHash, network, kind }: AttemptRow, order: VoidOrder): Promise<void> {
    const details = { kind, txHash, network };
    await this.audit.append(tx, {
      ...{ eventType: 'TX_REPLACED', severity: 'warning', walletId, txId: transactionId, details },
      ...order,
    });
  }

  async #store(attempt: AttemptRow, maxFee: bigint, { mayStore, record }: Permission): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const { transactionId, number, createdAt } = attempt;
      const row = await tx.transaction.findUnique({ where: { id: transactionId }, select: { maxFee: true } });
      if (row === null || !(await mayStore(tx, attempt))) return false;
      if ((await tx.attempt.count({ where: { transactionId, number: { gte: number } } })) > 0) return false;
      await insertRows(tx, 'attempts', [
        {
          ...attemptColumns(attempt),
          outcome: attempt.outcome,
          raw_transaction: attempt.raw === null ? null : sealBytes(tx, attempt.id, attempt.raw),
          tx_hash: attempt.txHash,
          broadcast_at: createdAt,
          last_broadcast_at: createdAt,
        },
      ]);
      // One of the two lands: what counts is the dearer.
      if (maxFee > BigInt(row.maxFee)) {
        await tx.transaction.update({ where: { id: transactionId }, data: { maxFee: maxFee.toString() } });
        await this.ledger.refee(tx, transactionId, maxFee);
      }
      await record?.(tx, attempt);
      return true;
    });
  }
}

async function maySign(tx: Tx | Database['client'], transactionId: string, walletId: string): Promise<boolean> {
  const allowed = await signable(tx, walletId);
  if (allowed === undefined) return false;
  const found = await rowsFrom(tx)`SELECT id FROM transactions WHERE id = ${transactionId} AND status = 'SIGNED' AND ${allowed}`;
  return found.length === 1;
}

async function isHandedOut(tx: Tx | Database['client'], transactionId: string): Promise<boolean> {
  return (await tx.transaction.count({ where: { id: transactionId, status: 'SIGNED', origin: 'sign' } })) === 1;
}
