import type { AttemptState } from '@waiaas/core';
import type { AttemptRow, PlannedAttempt, TransactionRow } from '@waiaas/pipeline';
import type { Tx } from '../../infra/prisma/database.js';
import type { Prisma, PrismaClient } from '../../infra/prisma/generated/client.js';
import { isSystemLocked } from './snapshots.repository.js';

/**
 * Which rows of a wallet may get bytes now. Everything, while it is active and nobody pulled the switch; otherwise only what goes
 * to its verified owner. A withdrawal never outlives the owner it was for, whatever the state of the wallet. Undefined: none.
 */
export async function signable(tx: Tx | PrismaClient, walletId: string): Promise<Prisma.TransactionWhereInput | undefined> {
  const wallet = await tx.wallet.findUnique({
    where: { id: walletId },
    select: { status: true, ownerState: true, ownerAddress: true },
  });
  if (wallet === null || wallet.status === 'TERMINATED') return undefined;
  const { ownerState, ownerAddress } = wallet;
  const toOwner = ownerState === 'LOCKED' && ownerAddress !== null ? [{ origin: 'withdraw', toAddress: ownerAddress }] : [];
  const isOpen = wallet.status === 'ACTIVE' && !(await isSystemLocked(tx));
  const allowed = [...(isOpen ? [{ origin: { not: 'withdraw' } }] : []), ...toOwner];
  return allowed.length === 0 ? undefined : { OR: allowed };
}

/** Rows that may still get bytes. The attempts are of one wallet. */
export async function runningIds(tx: Tx, attempts: readonly AttemptRow[]): Promise<ReadonlySet<string>> {
  const [first] = attempts;
  const allowed = first === undefined ? undefined : await signable(tx, first.walletId);
  if (allowed === undefined) return new Set();
  const ids = attempts.map((attempt) => attempt.transactionId);
  const rows = await tx.transaction.findMany({
    where: { id: { in: ids }, status: { in: ['EXECUTING', 'SUBMITTED'] }, ...allowed },
    select: { id: true },
  });
  return new Set(rows.map((row) => row.id));
}

/** The lowest nonces nobody holds, at or above what the chain has consumed: gaps are filled before new ones are opened. */
type NonceLane = Pick<TransactionRow, 'walletId' | 'network'>;

export async function freeNonces(tx: Tx, row: NonceLane, first: number, count: number): Promise<readonly number[]> {
  const held = await tx.nonceReservation.findMany({
    where: { walletId: row.walletId, network: row.network, nonce: { gte: first } },
    select: { nonce: true },
  });
  const taken = new Set(held.map((reservation) => reservation.nonce));
  const free: number[] = [];
  for (let nonce = first; free.length < count; nonce += 1) if (!taken.has(nonce)) free.push(nonce);
  return free;
}

export async function nextNumbers(tx: Tx, plans: readonly PlannedAttempt[]): Promise<ReadonlyMap<string, number>> {
  const known = await tx.attempt.groupBy({
    by: ['transactionId'],
    where: { transactionId: { in: plans.map((plan) => plan.row.id) } },
    _max: { number: true },
  });
  return new Map(known.map((entry) => [entry.transactionId, (entry._max.number ?? 0) + 1]));
}

/** Reservations that are planned anew were never signed: they end, and their nonces are free. */
export async function retireStale(tx: Tx, plans: readonly PlannedAttempt[], at: number): Promise<void> {
  const stale = await tx.attempt.findMany({
    where: { transactionId: { in: plans.map((plan) => plan.row.id) }, state: 'RESERVED' },
    select: { id: true, transactionId: true, nonce: true },
  });
  await endReservations(tx, stale, { state: 'EXPIRED', at });
}

interface Reservation {
  readonly id: string;
  readonly transactionId: string;
  readonly nonce: number | null;
}

/** Attempts of which nothing was signed. One that was signed meanwhile keeps its state and its nonce. */
export async function endReservations(
  tx: Tx,
  reservations: readonly Reservation[],
  { state, at }: { readonly state: AttemptState; readonly at: number },
): Promise<void> {
  for (const { id, transactionId, nonce } of reservations) {
    const { count } = await tx.attempt.updateMany({
      where: { id, state: 'RESERVED' },
      data: { state, updatedAt: BigInt(at) },
    });
    if (count === 1 && nonce !== null) await tx.nonceReservation.deleteMany({ where: { transactionId, nonce } });
  }
}
