import type { AttemptRef } from '@waiaas/core';
import type { Endpoint } from '../rpc/endpoint.js';
import { BLOCKHASH_LIFETIME } from '../rpc/last-height.js';
import { readBlockHeight, readFirstAvailableSlot, readSlot } from '../rpc/ledger.js';
import { RpcFailure } from '../rpc/rpc-failure.js';
import { readStatuses, type SignatureStatus } from './signature-status.js';

/** What one endpoint says of every attempt. */
export interface EndpointReport {
  readonly statuses: readonly (SignatureStatus | undefined)[];
  /** How many final blocks passed since the last one that could hold the attempt; undefined where that is not proven here. */
  readonly blocksSinceExpiry: readonly (number | undefined)[];
}

/** Statuses this recent are in every node's memory, whatever it has deleted of its ledger. */
const IN_MEMORY_BLOCKS = 150;
/** Slots without a block are skipped: allowed for as often as slots with one. */
const SLOTS_PER_BLOCK = 2;

/** The height is read first and the statuses after it: a block final by then cannot be missing from them. */
export async function reportOf(endpoint: Endpoint, attempts: readonly AttemptRef[]): Promise<EndpointReport> {
  const canExpire = attempts.some(({ lastValidBlockHeight }) => lastValidBlockHeight !== undefined);
  const finalHeight = canExpire ? await readBlockHeight(endpoint, 'finalized') : 0;
  const statuses = await readStatuses(
    endpoint,
    attempts.map(({ hash }) => hash),
  );
  const passed = attempts.map(({ lastValidBlockHeight }, index) => {
    if (statuses[index] !== undefined || lastValidBlockHeight === undefined) return undefined;
    return finalHeight > lastValidBlockHeight ? finalHeight - lastValidBlockHeight : undefined;
  });
  const memory = await memoryInBlocks(endpoint, passed);
  return { statuses, blocksSinceExpiry: passed.map((blocks) => (blocks !== undefined && blocks <= memory ? blocks : undefined)) };
}

// A node that has deleted the blocks in question answers null for what did land. How far back it sees is asked only when it matters.
async function memoryInBlocks(endpoint: Endpoint, passed: readonly (number | undefined)[]): Promise<number> {
  const longest = Math.max(0, ...passed.map((blocks) => blocks ?? 0));
  if (longest <= IN_MEMORY_BLOCKS) return IN_MEMORY_BLOCKS;
  try {
    const [slot, first] = await Promise.all([readSlot(endpoint), readFirstAvailableSlot(endpoint)]);
    return Math.max(IN_MEMORY_BLOCKS, Math.floor((slot - first) / SLOTS_PER_BLOCK) - BLOCKHASH_LIFETIME);
  } catch (failure) {
    if (failure instanceof RpcFailure && failure.kind === 'node-error') return IN_MEMORY_BLOCKS;
    throw failure;
  }
}
