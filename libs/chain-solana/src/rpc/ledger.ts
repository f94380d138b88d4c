import { contextValue, count, lamports, list, record, text } from './answer-shape.js';
import type { Endpoint } from './endpoint.js';
import { garbage, RpcFailure } from './rpc-failure.js';

export interface LatestBlockhash {
  readonly blockhash: string;
  readonly lastValidBlockHeight: number;
}

const BLOCKHASH = /^[1-9A-HJ-NP-Za-km-z]{32,44}$/;

export async function readBalance(endpoint: Endpoint, address: string): Promise<bigint> {
  const result = await endpoint.call('getBalance', address, { commitment: 'confirmed' });
  return lamports(contextValue(result, 'balance'), 'balance');
}

export async function readLatestBlockhash(endpoint: Endpoint): Promise<LatestBlockhash> {
  const result = await endpoint.call('getLatestBlockhash', { commitment: 'confirmed' });
  const value = record(contextValue(result, 'blockhash'), 'blockhash');
  const blockhash = text(value['blockhash'], 'blockhash');
  if (!BLOCKHASH.test(blockhash)) throw garbage('blockhash');
  return { blockhash, lastValidBlockHeight: count(value['lastValidBlockHeight'], 'last valid block height') };
}

export async function readBlockHeight(endpoint: Endpoint, commitment: 'processed' | 'confirmed' | 'finalized'): Promise<number> {
  return count(await endpoint.call('getBlockHeight', { commitment }), 'block height');
}

export async function readSlot(endpoint: Endpoint): Promise<number> {
  return endpoint.sawSlot(await endpoint.call('getSlot', { commitment: 'confirmed' }));
}

/** When the newest confirmed slot was made, as its validators have it; Unix seconds. */
export async function readBlockTime(endpoint: Endpoint): Promise<number> {
  return count(await endpoint.call('getBlockTime', await readSlot(endpoint)), 'block time');
}

/** Whether the node calls itself healthy. A node behind its cluster answers with an error. */
export async function isNodeHealthy(endpoint: Endpoint): Promise<boolean> {
  try {
    return (await endpoint.call('getHealth')) === 'ok';
  } catch (failure) {
    if (failure instanceof RpcFailure && (failure.kind === 'behind' || failure.kind === 'node-error')) return false;
    throw failure;
  }
}

export async function isBlockhashKnown(endpoint: Endpoint, blockhash: string): Promise<boolean> {
  const result = await endpoint.call('isBlockhashValid', blockhash, { commitment: 'processed' });
  return contextValue(result, 'blockhash validity') === true;
}

/** The oldest slot whose transactions the node can still find. */
export async function readFirstAvailableSlot(endpoint: Endpoint): Promise<number> {
  return count(await endpoint.call('getFirstAvailableBlock'), 'first available block');
}

export async function readRentExemption(endpoint: Endpoint, bytes: number): Promise<bigint> {
  return lamports(await endpoint.call('getMinimumBalanceForRentExemption', bytes), 'rent');
}

/** Micro-lamports per compute unit that recent blocks took for writing these accounts. */
export async function readPriorityFees(endpoint: Endpoint, accounts: readonly string[]): Promise<readonly number[]> {
  const fees = list(await endpoint.call('getRecentPrioritizationFees', accounts), 'priority fees');
  return fees.map((fee) => count(record(fee, 'priority fee')['prioritizationFee'], 'priority fee'));
}
