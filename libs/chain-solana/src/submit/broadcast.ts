import { VersionedTransaction } from '@solana/web3.js';
import { base58 } from '@scure/base';
import type { BroadcastResult } from '@waiaas/core';
import type { Endpoint } from '../rpc/endpoint.js';
import type { EndpointPool } from '../rpc/endpoint-pool.js';
import { isBlockhashKnown } from '../rpc/ledger.js';
import { garbage, RpcFailure } from '../rpc/rpc-failure.js';
import { resultOfNodeError } from './rejection.js';

interface Wire {
  readonly raw: string;
  readonly signature: string;
  readonly blockhash: string;
}

/**
 * Sends bytes to one endpoint, once. Whatever happens on the way, the same bytes may be sent again: they land at most once.
 *
 * The node is told to pass them on unseen (they were simulated when built), so its yes says nothing of their blockhash;
 * that is asked beside it, and a blockhash the node does not know makes the answer `expired`.
 */
export async function broadcast(pool: EndpointPool, raw: string): Promise<BroadcastResult> {
  const wire = readWire(raw);
  if (wire === undefined) return { outcome: 'rejected', reason: 'invalid' };
  const endpoint = await pool.pick();
  if (endpoint === undefined) return { outcome: 'unknown' };
  const [sent, isKnown] = await Promise.all([send(pool, endpoint, wire), knows(endpoint, wire.blockhash)]);
  return sent.outcome === 'accepted' && !isKnown ? { outcome: 'rejected', reason: 'expired' } : sent;
}

async function send(pool: EndpointPool, endpoint: Endpoint, wire: Wire): Promise<BroadcastResult> {
  const config = { encoding: 'base64', skipPreflight: true, maxRetries: 0 };
  try {
    const answer = await endpoint.call('sendTransaction', wire.raw, config);
    if (answer !== wire.signature) throw garbage('signature');
    return { outcome: 'accepted' };
  } catch (failure) {
    if (!(failure instanceof RpcFailure)) throw failure;
    pool.failed(endpoint, failure);
    const { nodeError } = failure.more;
    return failure.kind === 'node-error' && nodeError !== undefined ? resultOfNodeError(nodeError) : { outcome: 'unknown' };
  }
}

/** False only where the node says so: no answer is no reason to call bytes expired. */
async function knows(endpoint: Endpoint, blockhash: string): Promise<boolean> {
  try {
    return await isBlockhashKnown(endpoint, blockhash);
  } catch (failure) {
    if (failure instanceof RpcFailure) return true;
    throw failure;
  }
}

function readWire(raw: string): Wire | undefined {
  try {
    const transaction = VersionedTransaction.deserialize(Buffer.from(raw, 'base64'));
    const [signature] = transaction.signatures;
    if (signature?.length !== 64 || transaction.message.staticAccountKeys.length === 0) return undefined;
    return { raw, signature: base58.encode(signature), blockhash: transaction.message.recentBlockhash };
  } catch {
    return undefined;
  }
}
