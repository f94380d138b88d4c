import { findNetwork, type Chain } from '@waiaas/core';
import type { Facts, HistoryRow } from '../facts.js';
import { multiply, ofBaseUnits, ratio, type Ratio } from '../money/ratio.js';
import { decimalsOf, NATIVE } from '../value/asset.js';
import { priceOf } from '../value/price.js';

export const DAY_SECONDS = 86_400;
export const MONTH_SECONDS = 2_592_000;

/** What a request costs beside what it moves. */
export const FEE_CATEGORY = 'fee';

/** USD in the smallest unit that can be told: 10^-18. */
export const ATTOS_PER_USD = 10n ** 18n;
const ATTOS_PER_MICRO = 10n ** 12n;

// What ended without moving anything. Any status not named here or CONFIRMED is open: it may still move.
const MOVED_NOTHING: ReadonlySet<string> = new Set(['CANCELLED', 'EXPIRED', 'DENIED', 'REJECTED', 'FAILED']);

// Rows of these types without an asset moved the network's own coin.
const NATIVE_TYPES: ReadonlySet<string> = new Set(['TRANSFER', 'CONTRACT_CALL', 'CONTRACT_DEPLOY']);

export function isOwnRow(facts: Pick<Facts, 'walletId'>, row: HistoryRow): boolean {
  return row.walletId === undefined || row.walletId === facts.walletId;
}

export function isOpenRow(row: HistoryRow): boolean {
  return row.status !== 'CONFIRMED' && !MOVED_NOTHING.has(row.status);
}

export function countsInWindow(facts: Pick<Facts, 'now'>, row: HistoryRow, windowSeconds: number): boolean {
  if (row.status === 'CONFIRMED') return facts.now - row.at <= windowSeconds;
  return isOpenRow(row);
}

export function chainOfRow(row: HistoryRow, fallback: Chain): Chain {
  return row.chain ?? (row.network === undefined ? undefined : findNetwork(row.network)?.chain) ?? fallback;
}

export function assetOfRow(row: HistoryRow): string | undefined {
  return row.asset ?? (NATIVE_TYPES.has(row.type) ? NATIVE : undefined);
}

/** The value that was told or stored; nothing where nothing was moved; undefined where there is an amount without a value. */
export function knownAttos(row: HistoryRow): bigint | undefined {
  if (row.usdAttos !== undefined) return row.usdAttos;
  if (row.usdMicros !== undefined) return row.usdMicros * ATTOS_PER_MICRO;
  return row.amount === undefined || row.amount === 0n ? 0n : undefined;
}

/** Where a request is judged: what a row does not say of its own place is taken from there. */
export interface JudgedPlace {
  readonly chain: Chain;
  readonly network?: string | undefined;
}

/** USD value of a row: as it was stored, else at the present price; undefined where nobody can say. */
export function valueOfRow(facts: Pick<Facts, 'prices' | 'context'>, row: HistoryRow, here: JudgedPlace): Ratio | undefined {
  const known = knownAttos(row);
  if (known !== undefined) return ratio(known, ATTOS_PER_USD);
  const asset = assetOfRow(row);
  if (asset === undefined) return undefined;
  const chain = chainOfRow(row, here.chain);
  const ref = { chain, network: row.network ?? (chain === here.chain ? here.network : undefined), asset };
  const price = priceOf(facts, ref);
  const decimals = decimalsOf(facts.context, ref);
  if (price === undefined || decimals === undefined) return undefined;
  return multiply(ofBaseUnits(row.amount ?? 0n, decimals), price.usd);
}
