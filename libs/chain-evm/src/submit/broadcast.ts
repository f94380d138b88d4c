import type { BroadcastResult } from '@waiaas/core';
import { keccak256 } from 'viem';
import type { EndpointPool } from '../rpc/endpoint-pool.js';
import { rpcCall, type RpcAnswer } from '../rpc/json-rpc.js';
import { RpcFailure } from '../rpc/rpc-failure.js';
import { rejectionOf } from './rejection.js';

const BYTES = /^0x(?:[0-9a-fA-F]{2})+$/;

/**
 * Gives the bytes to one node exactly once. An endpoint is chosen before and never changed after: a lost answer is `unknown`, and only the
 * caller, who has the hash, may decide to send the same bytes again. The endpoint that failed is then no longer the first in order.
 */
export async function broadcastOnce(pool: EndpointPool, raw: string): Promise<BroadcastResult> {
  if (!BYTES.test(raw)) return { outcome: 'rejected', reason: 'invalid' };
  const endpoint = await pool.pick();
  if (endpoint === undefined) return { outcome: 'unknown' };
  try {
    return resultFor(await endpoint.askOnce(rpcCall('eth_sendRawTransaction', raw)), raw);
  } catch (failure) {
    if (!(failure instanceof RpcFailure)) throw failure;
    pool.failed(endpoint, failure);
    return { outcome: 'unknown' };
  }
}

/** A node that names another hash has taken something else, or invents: neither proves that it has these bytes. */
function resultFor(answer: RpcAnswer, raw: string): BroadcastResult {
  if (!answer.ok) return rejectionOf(answer.error);
  const hash = keccak256(raw as `0x${string}`);
  const isOurs = typeof answer.result === 'string' && answer.result.toLowerCase() === hash;
  return { outcome: isOurs ? 'accepted' : 'unknown' };
}
