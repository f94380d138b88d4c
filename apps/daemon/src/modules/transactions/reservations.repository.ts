import type { AttemptRow, PlannedAttempt, TransactionRow } from '@waiaas/pipeline';
import type { Tx } from '../../infra/prisma/database.js';

/** Rows that may still get bytes: running, and nobody pulled the switch meanwhile. */
export async function runningIds(tx: Tx, attempts: readonly AttemptRow[]): Promise<ReadonlySet<string>> {
  const kill = await tx.killSwitch.findUnique({ where: { id: 1 } });
  if (kill !== null && kill.state !== 'ACTIVE') return new Set();
  const rows = await tx.transaction.findMany({
    where: { id: { in: attempts.map((attempt) => attempt.transactionId) }, status: { in: ['EXECUTING', 'SUBMITTED'] } },
    select: { id: true },
  });
  return new Set(rows.map((row) => row.id));
}

/** The lowest nonces nobody holds, at or above what the chain has consumed: gaps are filled before new ones are opened. */
export async function freeNonces(tx: Tx, row: TransactionRow, first: number, count: number): Promise<readonly number[]> {
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

/** A reservation that is planned anew was never signed: it ends, and its nonce is free. */
export async function retireStale(tx: Tx, plans: readonly PlannedAttempt[], at: number): Promise<void> {
  const ids = plans.map((plan) => plan.row.id);
  await tx.attempt.updateMany({
    where: { transactionId: { in: ids }, state: 'RESERVED' },
    data: { state: 'EXPIRED', updatedAt: BigInt(at) },
  });
}
