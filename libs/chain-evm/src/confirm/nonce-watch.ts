import type { AttemptRef } from '@waiaas/core';
import { latestBlockOf } from '../fees/fee-source.js';
import type { Endpoint } from '../rpc/endpoint.js';
import { resultOf, rpcCall } from '../rpc/json-rpc.js';
import { hash32, hexOf, safeInteger } from '../rpc/quantity.js';
import type { Anchor } from './finality.js';

interface Sighting {
  readonly height: number;
  readonly blockHash: string;
}

const MOST_SIGHTINGS = 10_000;

/**
 * Proves a nonce consumed at finality on nodes that keep no state of blocks as old as the finalized one: the block in which it was first seen
 * consumed is remembered, and once that very block is final, so is what was seen. Forgotten at a restart, which only costs the wait again.
 */
export class NonceWatch {
  readonly #sightings = new WeakMap<Endpoint, Map<string, Sighting>>();

  async isSpent(endpoint: Endpoint, attempt: AttemptRef & { readonly nonce: number }, anchor: Anchor): Promise<boolean> {
    const sightings = this.#of(endpoint);
    const sighting = sightings.get(attempt.hash);
    if (sighting === undefined) {
      if (await isConsumedAt(endpoint, attempt, anchor.latest.height)) {
        sightings.set(attempt.hash, { height: anchor.latest.height, blockHash: hash32(anchor.latest.hash, 'block hash') });
      }
      return false;
    }
    if (anchor.finalHeight < sighting.height) return false;
    const [answer] = await endpoint.ask([rpcCall('eth_getBlockByNumber', hexOf(sighting.height), false)]);
    if (hash32(latestBlockOf(resultOf(answer)).hash, 'block hash') === sighting.blockHash) return true;
    sightings.delete(attempt.hash);
    return false;
  }

  #of(endpoint: Endpoint): Map<string, Sighting> {
    const existing = this.#sightings.get(endpoint);
    if (existing !== undefined && existing.size < MOST_SIGHTINGS) return existing;
    const fresh = new Map<string, Sighting>();
    this.#sightings.set(endpoint, fresh);
    return fresh;
  }
}

async function isConsumedAt(
  endpoint: Endpoint,
  attempt: AttemptRef & { readonly nonce: number },
  height: number,
): Promise<boolean> {
  const [answer] = await endpoint.ask([rpcCall('eth_getTransactionCount', attempt.from, hexOf(height))]);
  return safeInteger(resultOf(answer), 'nonce') > attempt.nonce;
}
