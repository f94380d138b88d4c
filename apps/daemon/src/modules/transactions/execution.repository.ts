import { Injectable } from '@nestjs/common';
import type { NetworkName } from '@waiaas/core';
import type {
  AttemptRow,
  AttemptUpdate,
  ExecutableRow,
  ExecutionStorePort,
  PlannedAttempt,
  Promised,
  ReservedAttempt,
  TransactionRow,
  Transition,
  UnsettledRow,
  UnsettledScope,
} from '@waiaas/pipeline';
import { Database, type Tx } from '../../infra/prisma/database.js';
import type { Transaction } from '../../infra/prisma/generated/client.js';
import { insertRows } from '../../infra/prisma/insert-rows.js';
import { listed, modelsFrom, rowsFrom } from '../../infra/prisma/rows-from.js';
import { sealBytes } from '../../infra/prisma/sealed-bytes.js';
import { updateRows } from '../../infra/prisma/update-rows.js';
import { attemptColumns, newAttempt, nonceColumns } from './attempt.columns.js';
import { retireReplaced, updateAttempts } from './attempt-updates.repository.js';
import { ChangeBell } from './change-bell.js';
import { ExecutionReading } from './execution-reading.repository.js';
import { LedgerBook } from './ledger-book.repository.js';
import { endReservations, freeNonces, nextNumbers, retireStale, runningIds, signable } from './reservations.repository.js';
import { toTransactionRow } from './rows.repository.js';
import { StrandedRows } from './stranded-rows.repository.js';
import { TransitionRepository } from './transition.repository.js';

/** Attempts and nonces. Every method is one transaction; guards are in the updates themselves, never in a read before them. */
@Injectable()
export class ExecutionRepository implements ExecutionStorePort {
  constructor(
    private readonly database: Database,
    private readonly transitions: TransitionRepository,
    private readonly reading: ExecutionReading,
    private readonly ledger: LedgerBook,
    private readonly stranded: StrandedRows,
    private readonly bell: ChangeBell,
  ) {}

  async reserve(
    planned: readonly PlannedAttempt[],
    firstFreeNonce: number | undefined,
    at: number,
  ): Promise<readonly ReservedAttempt[]> {
    return this.database.transaction(async (tx) => {
      const runnable = await this.#runnable(tx, planned);
      const first = runnable[0];
      if (first === undefined) return [];
      await retireStale(tx, runnable, at);
      const nonces = firstFreeNonce === undefined ? [] : await freeNonces(tx, first.row, firstFreeNonce, runnable.length);
      const numbers = await nextNumbers(tx, runnable);
      const rows = runnable.map((plan, index) => newAttempt(plan, nonces[index] ?? null, numbers.get(plan.row.id) ?? 1, at));
      await insertRows(tx, 'attempts', rows.map(attemptColumns));
      await insertRows(
        tx,
        'nonce_reservations',
        rows.flatMap((attempt) => nonceColumns(attempt, at)),
      );
      for (const plan of runnable) {
        if (plan.maxFee === plan.row.maxFee) continue;
        await tx.transaction.update({ where: { id: plan.row.id }, data: { maxFee: plan.maxFee.toString() } });
        await this.ledger.refee(tx, plan.row.id, plan.maxFee);
      }
      return rows.map((attempt, index) => ({ attempt, row: runnable[index]?.row ?? first.row }));
    });
  }

  /** The last look before bytes are made: the row still runs, and nothing that happened meanwhile closed its wallet to it. */
  async #runnable(tx: Tx, planned: readonly PlannedAttempt[]): Promise<readonly PlannedAttempt[]> {
    const first = planned[0];
    const allowed = first === undefined ? undefined : await signable(tx, first.row.walletId);
    if (allowed === undefined) return [];
    const ids = planned.map((plan) => plan.row.id);
    const present = await rowsFrom<{ readonly id: string; readonly revision: number }>(tx)`
      SELECT id, revision FROM transactions
      WHERE id IN ${listed(ids)} AND status IN ('EXECUTING', 'SUBMITTED') AND ${allowed}
        AND NOT EXISTS (
          SELECT 1 FROM attempts
          WHERE attempts.transaction_id = transactions.id AND attempts.state IN ('SIGNED', 'BROADCAST', 'MINED', 'FINAL'))`;
    const open = new Map(present.map((row) => [row.id, row.revision]));
    return planned.filter((plan) => open.get(plan.row.id) === plan.row.revision);
  }

  async markSigned(
    signed: readonly { readonly attempt: AttemptRow; readonly raw: string; readonly hash: string }[],
    at: number,
  ): Promise<readonly AttemptRow[]> {
    return this.database.transaction(async (tx) => {
      const running = await runningIds(
        tx,
        signed.map(({ attempt }) => attempt),
      );
      const kept: AttemptRow[] = [];
      for (const { attempt, raw, hash } of signed) {
        if (!running.has(attempt.transactionId)) continue;
        const columns = {
          state: 'SIGNED',
          raw_transaction: sealBytes(tx, attempt.id, raw),
          tx_hash: hash,
          updated_at: BigInt(at),
        };
        const count = await updateRows(tx, 'attempts', columns, { id: attempt.id, state: 'RESERVED' });
        if (count === 1) kept.push({ ...attempt, state: 'SIGNED', raw, txHash: hash });
      }
      return kept;
    });
  }

  async markBroadcasting(attempts: readonly AttemptRow[], at: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      const ids = attempts.map((attempt) => attempt.id);
      const sent = { state: 'BROADCAST', outcome: 'unknown', broadcast_at: at, last_broadcast_at: at, updated_at: at };
      await updateRows(tx, 'attempts', sent, { id: ids, state: 'SIGNED' });
      const hashes = new Map(attempts.map((attempt) => [attempt.transactionId, attempt.txHash]));
      const rows = await modelsFrom<Transaction>(tx)`
        SELECT * FROM transactions WHERE id IN ${listed([...hashes.keys()])}`;
      const stored = rows.map(toTransactionRow);
      const first = stored.filter(({ status }) => status === 'EXECUTING');
      await this.transitions.applyAll(
        tx,
        first.map((row) => ({ row, to: 'SUBMITTED', at, actor: 'system', set: { txHash: hashes.get(row.id) ?? null } })),
      );
      for (const { id } of stored.filter(({ status }) => status === 'SUBMITTED'))
        await updateRows(tx, 'transactions', { tx_hash: hashes.get(id) ?? null, updated_at: BigInt(at) }, { id });
    });
  }

  async record(updates: readonly AttemptUpdate[], transitions: readonly Transition[], at: number): Promise<void> {
    if (updates.length === 0 && transitions.length === 0) return;
    await this.database.transaction(async (tx) => {
      await updateAttempts(tx, updates, at);
      await retireReplaced(tx, updates, at);
      await this.transitions.applyAll(tx, transitions);
      const dead = updates.filter(({ state }) => state === 'EXPIRED' || state === 'DROPPED');
      const wallets = [...new Set(dead.map(({ attempt }) => attempt.walletId))];
      if (wallets.length > 0) await this.stranded.end(tx, wallets, { at, actor: 'system' });
    });
    this.bell.ring(transitions.map((transition) => transition.row.id));
  }

  async abandon(row: TransactionRow, transition: Transition): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await this.transitions.apply(tx, transition))) return;
      const reserved = await tx.attempt.findMany({
        where: { transactionId: row.id, state: 'RESERVED' },
        select: { id: true, transactionId: true, nonce: true },
      });
      await endReservations(tx, reserved, { state: 'DROPPED', at: transition.at });
    });
    this.bell.ring([row.id]);
  }

  async release(attempts: readonly AttemptRow[], at: number): Promise<void> {
    if (attempts.length === 0) return;
    await this.database.transaction((tx) => endReservations(tx, attempts, { state: 'DROPPED', at }));
  }

  async promised(walletId: string, network: NetworkName, except: readonly string[]): Promise<Promised> {
    return this.reading.promised(walletId, network, except);
  }

  async executable(walletId: string, network: NetworkName, limit: number): Promise<readonly ExecutableRow[]> {
    return this.reading.executable(walletId, network, limit);
  }

  async unsettled(network: NetworkName, limit: number, scope: UnsettledScope): Promise<readonly UnsettledRow[]> {
    return this.reading.unsettled(network, limit, scope);
  }
}
