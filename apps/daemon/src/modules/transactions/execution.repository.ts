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
import type { Attempt, Prisma } from '../../infra/prisma/generated/client.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { insertRows } from '../../infra/prisma/insert-rows.js';
import { ChangeBell } from './change-bell.js';
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
      for (const [data, ids] of grouped(updates, at)) await tx.attempt.updateMany({ where: { id: { in: ids } }, data });
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
    const rows = await this.database.client.transaction.findMany({
      where: { network, OR: [{ status: 'SUBMITTED' }, { status: 'CONFIRMED', finalizedAt: null }] },
      orderBy: { updatedAt: 'asc' },
      take: limit,
      include: { attempts: { where: { state: { in: ['BROADCAST', 'MINED'] } }, orderBy: { number: 'asc' } } },
    });
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

async function runningIds(tx: Tx, attempts: readonly AttemptRow[]): Promise<ReadonlySet<string>> {
  const kill = await tx.killSwitch.findUnique({ where: { id: 1 } });
  if (kill !== null && kill.state !== 'ACTIVE') return new Set();
  const rows = await tx.transaction.findMany({
    where: { id: { in: attempts.map((attempt) => attempt.transactionId) }, status: { in: ['EXECUTING', 'SUBMITTED'] } },
    select: { id: true },
  });
  return new Set(rows.map((row) => row.id));
}

/** The lowest nonces nobody holds, at or above what the chain has consumed: gaps are filled before new ones are opened. */
async function freeNonces(tx: Tx, row: TransactionRow, first: number, count: number): Promise<readonly number[]> {
  const held = await tx.nonceReservation.findMany({
    where: { walletId: row.walletId, network: row.network, nonce: { gte: first } },
    select: { nonce: true },
  });
  const taken = new Set(held.map((reservation) => reservation.nonce));
  const free: number[] = [];
  for (let nonce = first; free.length < count; nonce += 1) if (!taken.has(nonce)) free.push(nonce);
  return free;
}

async function nextNumbers(tx: Tx, plans: readonly PlannedAttempt[]): Promise<ReadonlyMap<string, number>> {
  const known = await tx.attempt.groupBy({
    by: ['transactionId'],
    where: { transactionId: { in: plans.map((plan) => plan.row.id) } },
    _max: { number: true },
  });
  return new Map(known.map((entry) => [entry.transactionId, (entry._max.number ?? 0) + 1]));
}

/** A reservation that is planned anew was never signed: it ends, and its nonce is free. */
async function retireStale(tx: Tx, plans: readonly PlannedAttempt[], at: number): Promise<void> {
  const ids = plans.map((plan) => plan.row.id);
  await tx.attempt.updateMany({
    where: { transactionId: { in: ids }, state: 'RESERVED' },
    data: { state: 'EXPIRED', updatedAt: BigInt(at) },
  });
}

function newAttempt(plan: PlannedAttempt, nonce: number | null, number: number, at: number): AttemptRow {
  return {
    id: plan.id,
    transactionId: plan.row.id,
    walletId: plan.row.walletId,
    network: plan.row.network,
    number,
    kind: 'original',
    state: 'RESERVED',
    outcome: 'known',
    nonce,
    lastValidBlockHeight: plan.params.kind === 'solana' ? plan.params.lastValidBlockHeight : null,
    params: plan.params,
    raw: null,
    txHash: null,
    lastBroadcastAt: null,
    blockNumber: null,
    createdAt: at,
  };
}

function attemptColumns(attempt: AttemptRow): Record<string, string | number | bigint | null> {
  return {
    id: attempt.id,
    transaction_id: attempt.transactionId,
    wallet_id: attempt.walletId,
    network: attempt.network,
    number: attempt.number,
    kind: attempt.kind,
    state: attempt.state,
    nonce: attempt.nonce,
    last_valid_block_height: attempt.lastValidBlockHeight,
    params: JSON.stringify(attempt.params),
    created_at: attempt.createdAt,
    updated_at: attempt.createdAt,
  };
}

function nonceColumns(attempt: AttemptRow, at: number): Record<string, string | number>[] {
  if (attempt.nonce === null) return [];
  return [
    {
      wallet_id: attempt.walletId,
      network: attempt.network,
      nonce: attempt.nonce,
      transaction_id: attempt.transactionId,
      created_at: at,
    },
  ];
}

/** Attempts that get the same values are written by one statement. */
function grouped(updates: readonly AttemptUpdate[], at: number): ReadonlyMap<Prisma.AttemptUpdateManyMutationInput, string[]> {
  const byText = new Map<string, { data: Prisma.AttemptUpdateManyMutationInput; ids: string[] }>();
  for (const update of updates) {
    const data = attemptData(update, at);
    const text = JSON.stringify(data, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
    const group = byText.get(text) ?? { data, ids: [] };
    group.ids.push(update.attempt.id);
    byText.set(text, group);
  }
  return new Map([...byText.values()].map(({ data, ids }) => [data, ids]));
}

function attemptData(update: AttemptUpdate, at: number): Prisma.AttemptUpdateManyMutationInput {
  const { fate } = update;
  return {
    state: update.state,
    updatedAt: BigInt(at),
    ...(update.outcome === undefined ? {} : { outcome: update.outcome }),
    ...(update.lastBroadcastAt === undefined ? {} : { lastBroadcastAt: BigInt(update.lastBroadcastAt) }),
    ...(update.errorCode === undefined ? {} : { errorCode: update.errorCode }),
    ...(fate?.state === 'mined' ? { blockNumber: BigInt(fate.blockNumber), confirmations: fate.confirmations } : {}),
  } satisfies Partial<Record<keyof Attempt, unknown>>;
}
