import type { AttemptState } from '@waiaas/core';
import type { AttemptRow, PlannedAttempt, TransactionRow } from '@waiaas/pipeline';
import type { Tx } from '../../infra/prisma/database.js';
import { readWallet } from '../../infra/prisma/decision-reads.js';
import { soundRowOf } from '../../infra/prisma/covered-sql.js';
import { Prisma } from '../../infra/prisma/generated/client.js';
import { listed, modelsFrom, rowsFrom, type Reader } from '../../infra/prisma/rows-from.js';
import { guardOf } from '../../infra/prisma/statements.js';
import { updateRows } from '../../infra/prisma/update-rows.js';
import { isSystemLocked } from './snapshots.repository.js';

const SOUND = Prisma.raw(soundRowOf('transactions'));

/**
 * Which rows of a wallet may get bytes now, as a condition on `transactions`. Everything, while it is active and nobody pulled the
 * switch; otherwise only what goes to its verified owner. A withdrawal never outlives the owner it was for, whatever the state of
 * the wallet. A row that is not what the daemon wrote gets none, and where one that decides about the wallet is not, no row does.
 * Undefined: none.
 */
export async function signable(reader: Reader, walletId: string): Promise<Prisma.Sql | undefined> {
  if (guardOf(reader).unsoundFor(reader, { walletId }) !== undefined) return undefined;
  const wallet = await readWallet(reader, walletId);
  if (wallet === undefined || wallet.status === 'TERMINATED') return undefined;
  const { owner_state: ownerState, owner_address: owner } = wallet;
  const isOpen = wallet.status === 'ACTIVE' && !(await isSystemLocked(reader));
  const allowed = [
    ...(isOpen ? [Prisma.sql`origin <> 'withdraw'`] : []),
    ...(ownerState === 'LOCKED' && owner !== null ? [Prisma.sql`(origin = 'withdraw' AND to_address = ${owner})`] : []),
  ];
  return allowed.length === 0 ? undefined : Prisma.sql`((${Prisma.join(allowed, ' OR ')}) AND ${SOUND})`;
}

/** Rows that may still get bytes. The attempts are of one wallet. */
export async function runningIds(tx: Tx, attempts: readonly AttemptRow[]): Promise<ReadonlySet<string>> {
  const [first] = attempts;
  const allowed = first === undefined ? undefined : await signable(tx, first.walletId);
  if (allowed === undefined) return new Set();
  const ids = attempts.map((attempt) => attempt.transactionId);
  const rows = await rowsFrom<{ readonly id: string }>(tx)`
    SELECT id FROM transactions WHERE id IN ${listed(ids)} AND status IN ('EXECUTING', 'SUBMITTED') AND ${allowed}`;
  return new Set(rows.map((row) => row.id));
}

/** The lowest nonces nobody holds, at or above what the chain has consumed: gaps are filled before new ones are opened. */
type NonceLane = Pick<TransactionRow, 'walletId' | 'network'>;

export async function freeNonces(tx: Tx, row: NonceLane, first: number, count: number): Promise<readonly number[]> {
  const held = await rowsFrom<{ readonly nonce: number }>(tx)`
    SELECT nonce FROM nonce_reservations WHERE wallet_id = ${row.walletId} AND network = ${row.network} AND nonce >= ${first}`;
  const taken = new Set(held.map((reservation) => reservation.nonce));
  const free: number[] = [];
  for (let nonce = first; free.length < count; nonce += 1) if (!taken.has(nonce)) free.push(nonce);
  return free;
}

export async function nextNumbers(tx: Tx, plans: readonly PlannedAttempt[]): Promise<ReadonlyMap<string, number>> {
  const known = await rowsFrom<{ readonly transaction_id: string; readonly highest: number }>(tx)`
    SELECT transaction_id, MAX(number) AS highest FROM attempts
    WHERE transaction_id IN ${listed(plans.map((plan) => plan.row.id))} GROUP BY transaction_id`;
  return new Map(known.map((entry) => [entry.transaction_id, entry.highest + 1]));
}

/** Reservations that are planned anew were never signed: they end, and their nonces are free. */
export async function retireStale(tx: Tx, plans: readonly PlannedAttempt[], at: number): Promise<void> {
  const stale = await modelsFrom<Reservation>(tx)`
    SELECT id, transaction_id, nonce FROM attempts WHERE transaction_id IN ${listed(plans.map((plan) => plan.row.id))}`;
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
    const count = await updateRows(tx, 'attempts', { state, updated_at: at }, { id, state: 'RESERVED' });
    if (count === 1 && nonce !== null) await tx.nonceReservation.deleteMany({ where: { transactionId, nonce } });
  }
}
