import { Prisma } from './generated/client.js';
import { rowsFrom, type Reader } from './rows-from.js';

/**
 * What every decision reads, as plain statements in standard SQL: Prisma's compiler costs several times what these cost to
 * answer. Each gives database names and database values; what they mean is the business of the repository that asks.
 */

export interface WalletColumns {
  readonly id: string;
  readonly name: string;
  readonly chain: string;
  readonly environment: string;
  readonly address: string;
  readonly status: string;
  readonly owner_state: string;
  readonly owner_address: string | null;
}

export async function readWallet(tx: Reader, walletId: string): Promise<WalletColumns | undefined> {
  const [wallet] = await rowsFrom<WalletColumns>(tx)`
    SELECT id, name, chain, environment, address, status, owner_state, owner_address FROM wallets WHERE id = ${walletId}`;
  return wallet;
}

export async function readPolicySetVersion(tx: Reader, walletId: string): Promise<number | undefined> {
  const [wallet] = await rowsFrom<{ readonly policy_set_version: number }>(tx)`
    SELECT policy_set_version FROM wallets WHERE id = ${walletId}`;
  return wallet?.policy_set_version;
}

export async function readKillState(tx: Reader): Promise<string | undefined> {
  const [kill] = await rowsFrom<{ readonly state: string }>(tx)`SELECT state FROM kill_switch WHERE id = 1`;
  return kill?.state;
}

export interface SessionColumns {
  readonly held_at: bigint | null;
  readonly revoked_at: bigint | null;
  readonly expires_at: bigint | null;
  readonly absolute_expires_at: bigint | null;
  readonly constraints: string | null;
  readonly duplicate_guard: boolean;
  /** How often the session is linked to the wallet: 0 or 1. */
  readonly links: number;
}

export async function readSession(tx: Reader, sessionId: string, walletId: string): Promise<SessionColumns | undefined> {
  const [session] = await rowsFrom<SessionColumns>(tx)`
    SELECT held_at, revoked_at, expires_at, absolute_expires_at, constraints, duplicate_guard,
      (SELECT COUNT(*) FROM session_wallets WHERE session_id = sessions.id AND wallet_id = ${walletId}) AS links
    FROM sessions WHERE id = ${sessionId}`;
  return session;
}

export interface TwinColumns {
  readonly id: string;
  readonly status: string;
  readonly created_at: bigint;
}

/** Sends of a session with this hash after a moment, newest first. */
export async function readTwins(tx: Reader, sessionId: string, requestHash: string, after: number): Promise<TwinColumns[]> {
  return rowsFrom<TwinColumns>(tx)`
    SELECT id, status, created_at FROM transactions
    WHERE session_id = ${sessionId} AND request_hash = ${requestHash} AND origin = 'send' AND created_at > ${after}
    ORDER BY id DESC LIMIT 64`;
}

export interface WaitingColumns {
  readonly session: number | bigint;
  readonly wallet: number | bigint;
}

/** Rows that wait for a time, a price or a person: of a session in all its wallets, and of a wallet. */
export async function readWaiting(tx: Reader, sessionId: string, walletId: string): Promise<WaitingColumns | undefined> {
  const [counts] = await rowsFrom<WaitingColumns>(tx)`
    SELECT
      (SELECT COUNT(*) FROM transactions WHERE status = 'QUEUED' AND session_id = ${sessionId}) AS session,
      (SELECT COUNT(*) FROM transactions WHERE status = 'QUEUED' AND wallet_id = ${walletId}) AS wallet`;
  return counts;
}

/** Refusals of a session after a moment that were kept, counted as far as `most`. */
export async function readDenials(tx: Reader, sessionId: string, after: number, most: number): Promise<number> {
  const [counts] = await rowsFrom<{ readonly n: number | bigint }>(tx)`
    SELECT COUNT(*) AS n FROM (
      SELECT 1 FROM transactions WHERE session_id = ${sessionId} AND status = 'DENIED' AND created_at > ${after} LIMIT ${most})`;
  return Number(counts?.n ?? 0);
}

export interface PromiseColumns {
  readonly max_fee: string;
  readonly request: string;
}

/** Requests of a wallet on a network that run and that no block is known to hold; one left out. */
export async function readPromises(tx: Reader, walletId: string, network: string, except: string): Promise<PromiseColumns[]> {
  return rowsFrom<PromiseColumns>(tx)`
    SELECT max_fee, request FROM transactions
    WHERE wallet_id = ${walletId} AND network = ${network} AND status IN ('EXECUTING', 'SUBMITTED') AND id <> ${except}
      AND NOT EXISTS (
        SELECT 1 FROM attempts WHERE attempts.transaction_id = transactions.id AND attempts.state IN ('MINED', 'FINAL'))`;
}

export interface EntryColumns {
  readonly type: string;
  readonly status: string;
  readonly at: bigint;
  readonly chain: string;
  readonly line: number;
  readonly network: string;
  readonly asset: string | null;
  readonly amount: string | null;
  readonly usd_micros: string | null;
  readonly category: string | null;
  readonly domain: string | null;
  readonly session_id: string | null;
}

/** Ledger lines of a wallet that are open, and those settled within the hours that begin at `hours`. */
export async function readEntries(
  tx: Reader,
  walletId: string,
  hours: readonly bigint[],
  except: string,
): Promise<EntryColumns[]> {
  const columns = Prisma.sql`type, status, at, chain, line, network, asset, amount, usd_micros, category, domain, session_id`;
  const lines = (condition: Prisma.Sql): Prisma.Sql =>
    Prisma.sql`SELECT ${columns} FROM ledger_entries WHERE wallet_id = ${walletId} AND transaction_id <> ${except} AND ${condition}`;
  // One part for each stretch of the index. With OR in one WHERE the planner goes through all lines the wallet ever had.
  const parts = [
    lines(Prisma.sql`state = 'OPEN'`),
    ...hours.map((hour) => lines(Prisma.sql`state = 'SETTLED' AND at >= ${hour} AND at < ${hour + 3600n}`)),
  ];
  return rowsFrom<EntryColumns>(tx)`${Prisma.join(parts, ' UNION ALL ')}`;
}

export interface HourColumns {
  readonly hour: bigint;
  readonly chain: string;
  readonly network: string;
  readonly asset: string;
  readonly session_id: string;
  readonly category: string;
  readonly requests: number;
  readonly usd_micros: string;
  readonly unvalued: string;
}

/** Hourly totals of a wallet from an hour on, some hours left out. */
export async function readHours(tx: Reader, walletId: string, from: bigint, except: readonly bigint[]): Promise<HourColumns[]> {
  return rowsFrom<HourColumns>(tx)`
    SELECT hour, chain, network, asset, session_id, category, requests, usd_micros, unvalued
    FROM ledger_hours
    WHERE wallet_id = ${walletId} AND hour >= ${from} AND hour NOT IN (${Prisma.join(except)})`;
}

export interface TotalsColumns {
  readonly wallet_id: string;
  readonly hour: bigint;
  readonly bucket: string;
  readonly requests: number;
  readonly usd_micros: string;
  readonly unvalued: string;
}

export async function readTotals(tx: Reader, walletIds: readonly string[], hours: readonly bigint[]): Promise<TotalsColumns[]> {
  return rowsFrom<TotalsColumns>(tx)`
    SELECT wallet_id, hour, bucket, requests, usd_micros, unvalued FROM ledger_hours
    WHERE wallet_id IN (${Prisma.join(walletIds)}) AND hour IN (${Prisma.join(hours)})`;
}

export interface AssetColumns {
  readonly network: string;
  readonly asset: string;
}

/** Assets of a wallet with open lines, or with totals since a moment, that have no value in USD. */
export async function readUnvaluedAssets(tx: Reader, walletId: string, since: number): Promise<AssetColumns[]> {
  return rowsFrom<AssetColumns>(tx)`
    SELECT network, asset FROM ledger_entries
    WHERE wallet_id = ${walletId} AND state = 'OPEN' AND usd_micros IS NULL AND asset IS NOT NULL AND network <> ''
    UNION
    SELECT network, asset FROM ledger_hours
    WHERE wallet_id = ${walletId} AND hour >= ${since} AND unvalued <> '0' AND asset <> ''`;
}
