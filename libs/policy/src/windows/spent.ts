import { findNetwork, type Chain } from '@waiaas/core';
import type { Facts, HistoryRow } from '../facts.js';
import { add, multiply, ofBaseUnits, ofUsdMicros, ZERO, type Ratio } from '../money/ratio.js';
import { comparable, decimalsOf, NATIVE } from '../value/asset.js';
import { priceOf, type AssetRef } from '../value/price.js';

export const DAY_SECONDS = 86_400;
export const MONTH_SECONDS = 2_592_000;

// What ended without moving anything. Any status not named here or CONFIRMED is open: it may still move.
const MOVED_NOTHING: ReadonlySet<string> = new Set(['CANCELLED', 'EXPIRED', 'DENIED', 'REJECTED', 'FAILED']);

// Rows of these types without an asset moved the network's own coin.
const NATIVE_TYPES: ReadonlySet<string> = new Set(['TRANSFER', 'CONTRACT_CALL', 'CONTRACT_DEPLOY']);

export interface Spent {
  readonly usd: Ratio;
  /** Some row had an amount that could not be valued and counts as nothing. */
  readonly hasUnvalued: boolean;
}

export function isOwnRow(facts: Facts, row: HistoryRow): boolean {
  return row.walletId === undefined || row.walletId === facts.walletId;
}

export function isOpenRow(row: HistoryRow): boolean {
  return row.status !== 'CONFIRMED' && !MOVED_NOTHING.has(row.status);
}

export function countsInWindow(facts: Facts, row: HistoryRow, windowSeconds: number): boolean {
  if (row.status === 'CONFIRMED') return facts.now - row.at <= windowSeconds;
  return isOpenRow(row);
}

function chainOfRow(row: HistoryRow, fallback: Chain): Chain {
  return row.chain ?? (row.network === undefined ? undefined : findNetwork(row.network)?.chain) ?? fallback;
}

function assetOfRow(row: HistoryRow): string | undefined {
  return row.asset ?? (NATIVE_TYPES.has(row.type) ? NATIVE : undefined);
}

/** USD value of a row: as it was stored, else at the present price; undefined where nobody can say. */
export function valueOfRow(facts: Facts, row: HistoryRow, chain: Chain): Ratio | undefined {
  if (row.usdMicros !== undefined) return ofUsdMicros(row.usdMicros);
  if (row.amount === undefined || row.amount === 0n) return ZERO;
  const asset = assetOfRow(row);
  if (asset === undefined) return undefined;
  const ref = { chain: chainOfRow(row, chain), network: row.network, asset };
  const price = priceOf(facts, ref);
  const decimals = decimalsOf(facts.context, ref);
  return price === undefined || decimals === undefined ? undefined : multiply(ofBaseUnits(row.amount, decimals), price.usd);
}

export interface SpentRows {
  readonly windowSeconds: number;
  /** The chain meant by rows that name none. */
  readonly chain: Chain;
  readonly matches?: (row: HistoryRow) => boolean;
}

/** What the wallet has spent or reserved in a window, over all networks and paths. */
export function spentInWindow(facts: Facts, { windowSeconds, chain, matches }: SpentRows): Spent {
  let usd = ZERO;
  let hasUnvalued = false;
  for (const row of facts.history) {
    if (!isOwnRow(facts, row) || !countsInWindow(facts, row, windowSeconds)) continue;
    if (matches !== undefined && !matches(row)) continue;
    const value = valueOfRow(facts, row, chain);
    if (value === undefined) hasUnvalued = true;
    else usd = add(usd, value);
  }
  return { usd, hasUnvalued };
}

/** What a request costs beside what it moves. */
export const FEE_CATEGORY = 'fee';

function isReservation(facts: Facts, row: HistoryRow): boolean {
  return isOwnRow(facts, row) && isOpenRow(row) && row.category !== FEE_CATEGORY;
}

function isSamePlace(row: HistoryRow, ref: AssetRef): boolean {
  if (chainOfRow(row, ref.chain) !== ref.chain) return false;
  return row.network === undefined || ref.network === undefined || row.network === ref.network;
}

/** Base units of an asset in open rows of the wallet, fees apart; rows that name no network count for every network of their chain. */
export function openReservations(facts: Facts, ref: AssetRef): bigint {
  return facts.history.reduce((sum, row) => {
    const isSameAsset = comparable(assetOfRow(row) ?? '') === comparable(ref.asset);
    return isSameAsset && isSamePlace(row, ref) && isReservation(facts, row) ? sum + (row.amount ?? 0n) : sum;
  }, 0n);
}
