import { Injectable } from '@nestjs/common';
import type { NetworkName } from '@waiaas/core';
import type {
  AttemptRow,
  AttemptUpdate,
  ExecutionStorePort,
  PlannedAttempt,
  ReservedAttempt,
  TransactionRow,
  Transition,
} from '@waiaas/pipeline';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { insertRows } from '../../infra/prisma/insert-rows.js';
import { attemptColumns, newAttempt, nonceColumns } from './attempt.columns.js';
import { groupedUpdates } from './attempt-updates.repository.js';
import { ChangeBell } from './change-bell.js';
import { freeNonces, nextNumbers, retireStale, runningIds } from './reservations.repository.js';
import { toAttemptRow, toTransactionRow } from './rows.repository.js';
import { TransitionRepository } from './transition.repository.js';

/** Attempts and nonces. Every method is one transaction; guards are in the updates themselves, never in a read before them. */
@Injectable()
export class ExecutionRepository implements ExecutionStorePort {
  constructor(
    private readonly database: Database,
    private readonly transitions: TransitionRepository,
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
      const nonces = firstFreeNonce === undefined ? [] : await freeNonces(tx, first.row, firstFreeNonce, runnable.length);
      const numbers = await nextNumbers(tx, runnable);
      await retireStale(tx, runnable, at);
      const rows = runnable.map((plan, index) => newAttempt(plan, nonces[index] ?? null, numbers.get(plan.row.id) ?? 1, at));
      await insertRows(tx, 'attempts', rows.map(attemptColumns));
      await insertRows(
        tx,
        'nonce_reservations',
        rows.flatMap((attempt) => nonceColumns(attempt, at)),
      );
      for (const plan of runnable) {
        if (plan.maxFee !== plan.row.maxFee)
          await tx.transaction.update({ where: { id: plan.row.id }, data: { maxFee: plan.maxFee.toString() } });
      }
      return rows.map((attempt, index) => ({ attempt, row: runnable[index]?.row ?? first.row }));
    });
  }

  /** The last look before bytes are made: the row still runs, its wallet is active and nobody pulled the switch. */
  async #runnable(tx: Tx, planned: readonly PlannedAttempt[]): Promise<readonly PlannedAttempt[]> {
    const first = planned[0];
    if (first === undefined) return [];
    const [kill, wallet] = [
      await tx.killSwitch.findUnique({ where: { id: 1 } }),
      await tx.wallet.findUnique({ where: { id: first.row.walletId }, select: { status: true } }),
    ];
    if ((kill !== null && kill.state !== 'ACTIVE') || wallet?.status !== 'ACTIVE') return [];
    const ids = planned.map((plan) => plan.row.id);
    const present = await tx.transaction.findMany({
      where: { id: { in: ids }, status: { in: ['EXECUTING', 'SUBMITTED'] } },
      select: {
        id: true,
        revision: true,
        attempts: { where: { state: { in: ['SIGNED', 'BROADCAST', 'MINED', 'FINAL'] } }, select: { id: true } },
      },
    });
    const open = new Map(present.filter((row) => row.attempts.length === 0).map((row) => [row.id, row.revision]));
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
        const { count } = await tx.attempt.updateMany({
          where: { id: attempt.id, state: 'RESERVED' },
          data: { state: 'SIGNED', rawTransaction: raw, txHash: hash, updatedAt: BigInt(at) },
        });
        if (count === 1) kept.push({ ...attempt, state: 'SIGNED', raw, txHash: hash });
      }
      return kept;
    });
  }

  async markBroadcasting(attempts: readonly AttemptRow[], at: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      const ids = attempts.map((attempt) => attempt.id);
      await tx.attempt.updateMany({
        where: { id: { in: ids }, state: 'SIGNED' },
        data: {
          state: 'BROADCAST',
          outcome: 'unknown',
          broadcastAt: BigInt(at),
          lastBroadcastAt: BigInt(at),
          updatedAt: BigInt(at),
        },
      });
      const hashes = new Map(attempts.map((attempt) => [attempt.transactionId, attempt.txHash]));
      const rows = await tx.transaction.findMany({
        where: { id: { in: [...hashes.keys()] }, status: { in: ['EXECUTING', 'SUBMITTED'] } },
      });
      for (const stored of rows) {
        const row = toTransactionRow(stored);
        const txHash = hashes.get(row.id) ?? null;
        if (row.status === 'EXECUTING')
          await this.transitions.apply(tx, { row, to: 'SUBMITTED', at, actor: 'system', set: { txHash } });
        else await tx.transaction.update({ where: { id: row.id }, data: { txHash, updatedAt: BigInt(at) } });
      }
    });
  }

  async record(updates: readonly AttemptUpdate[], transitions: readonly Transition[], at: number): Promise<void> {
    if (updates.length === 0 && transitions.length === 0) return;
    await this.database.transaction(async (tx) => {
      for (const [data, ids] of groupedUpdates(updates, at)) await tx.attempt.updateMany({ where: { id: { in: ids } }, data });
      for (const transition of transitions) await this.transitions.apply(tx, transition);
    });
    this.bell.ring(transitions.map((transition) => transition.row.id));
  }

  async abandon(row: TransactionRow, transition: Transition): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await this.transitions.apply(tx, transition))) return;
      await tx.attempt.updateMany({
        where: { transactionId: row.id, state: 'RESERVED' },
        data: { state: 'DROPPED', updatedAt: BigInt(transition.at) },
      });
      const signed = await tx.attempt.count({ where: { transactionId: row.id, rawTransaction: { not: null } } });
      if (signed === 0) await tx.nonceReservation.deleteMany({ where: { transactionId: row.id } });
    });
    this.bell.ring([row.id]);
  }

  async executable(
    walletId: string,
    network: NetworkName,
    limit: number,
  ): Promise<readonly { readonly row: TransactionRow; readonly attempt: AttemptRow | undefined }[]> {
    const rows = await this.database.client.transaction.findMany({
      where: { walletId, network, status: 'EXECUTING', origin: 'send' },
      orderBy: { id: 'asc' },
      take: limit,
      include: { attempts: { where: { state: { in: ['RESERVED', 'SIGNED'] } }, orderBy: { number: 'desc' }, take: 1 } },
    });
    return rows.map((row) => ({
      row: toTransactionRow(row),
      attempt: row.attempts[0] === undefined ? undefined : toAttemptRow(row.attempts[0]),
    }));
  }

  async unsettled(
    network: NetworkName,
    limit: number,
  ): Promise<readonly { readonly row: TransactionRow; readonly attempts: readonly AttemptRow[]; readonly from: string }[]> {
    const find = (where: { status: string; finalizedAt?: null }, order: 'asc' | 'desc', take: number) =>
      this.database.client.transaction.findMany({
        where: { network, ...where },
        orderBy: { updatedAt: order },
        take,
        include: { attempts: { where: { state: { in: ['BROADCAST', 'MINED'] } }, orderBy: { number: 'asc' } } },
      });
    const isConfirmed = { status: 'CONFIRMED', finalizedAt: null };
    // What is not confirmed yet never waits behind what only waits for finality. Of the latter the oldest become final first,
    // and the newest are the ones a reorganisation takes.
    const found = await Promise.all([
      find({ status: 'SUBMITTED' }, 'asc', limit),
      find(isConfirmed, 'asc', limit / 2),
      find(isConfirmed, 'desc', limit / 2),
    ]);
    const rows = [...new Map(found.flat().map((row) => [row.id, row])).values()];
    return rows.map((stored) => {
      const row = toTransactionRow(stored);
      return { row, attempts: stored.attempts.map(toAttemptRow), from: row.intent.from };
    });
  }

  /** Lanes with work after a start: every wallet and network that has EXECUTING rows. */
  async lanes(): Promise<readonly { readonly walletId: string; readonly network: NetworkName; readonly from: string }[]> {
    const rows = await this.database.client.transaction.findMany({
      where: { status: 'EXECUTING', origin: 'send' },
      distinct: ['walletId', 'network'],
    });
    return rows.map((row) => {
      const { walletId, network, intent } = toTransactionRow(row);
      return { walletId, network, from: intent.from };
    });
  }

  /** Networks that have something to confirm. */
  async openNetworks(): Promise<readonly NetworkName[]> {
    const rows = await this.database.client.transaction.findMany({
      where: { OR: [{ status: 'SUBMITTED' }, { status: 'CONFIRMED', finalizedAt: null }] },
      distinct: ['network'],
      select: { network: true },
    });
    return rows.map((row) => row.network as NetworkName);
  }
}
