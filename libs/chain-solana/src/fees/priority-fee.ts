import { readPriorityFees } from '../rpc/ledger.js';
import type { Endpoint } from '../rpc/endpoint.js';
import { RpcFailure } from '../rpc/rpc-failure.js';

/** The price of a compute unit, micro-lamports. */
export interface PriorityFee {
  /** Never less. Default 0. */
  readonly minMicroLamports?: number;
  /** Never more. Default 1 000 000: with the limit of a plain transfer about 500 lamports. */
  readonly maxMicroLamports?: number;
  /** Which part of the recent blocks must have been content with it, 0..100. Default 75. */
  readonly percentile?: number;
  /** A fixed price; the chain is not asked. */
  readonly fixedMicroLamports?: number;
}

const DEFAULT_MAX = 1_000_000;
const DEFAULT_PERCENTILE = 75;

/** The unit price for writing these accounts now. Falls to the minimum where the node does not tell. */
export async function choosePrice(endpoint: Endpoint, options: PriorityFee, accounts: readonly string[]): Promise<bigint> {
  if (options.fixedMicroLamports !== undefined) return BigInt(options.fixedMicroLamports);
  const recent = await recentFees(endpoint, accounts);
  return BigInt(priceFrom(recent, options));
}

export function priceFrom(recent: readonly number[], options: PriorityFee): number {
  const sorted = [...recent].sort((a, b) => a - b);
  const rank = Math.ceil((sorted.length * (options.percentile ?? DEFAULT_PERCENTILE)) / 100) - 1;
  const price = sorted[Math.max(0, rank)] ?? 0;
  return Math.min(Math.max(price, options.minMicroLamports ?? 0), options.maxMicroLamports ?? DEFAULT_MAX);
}

// A node without this method can still send: a missing price is no reason to fail.
async function recentFees(endpoint: Endpoint, accounts: readonly string[]): Promise<readonly number[]> {
  try {
    return await readPriorityFees(endpoint, accounts);
  } catch (failure) {
    if (failure instanceof RpcFailure && failure.kind === 'node-error') return [];
    throw failure;
  }
}
