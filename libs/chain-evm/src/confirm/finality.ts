import { latestBlockOf, type LatestBlock } from '../fees/fee-source.js';
import type { Endpoint } from '../rpc/endpoint.js';
import { nodeError, resultOf, rpcCall, type RpcAnswer, type RpcCall } from '../rpc/json-rpc.js';
import { RpcFailure } from '../rpc/rpc-failure.js';

/** `tag`: the node's own `finalized` block. A number: blocks on top. */
export type Finality = 'tag' | number;

/** Where one endpoint's chain stands: everything at or below `finalHeight` stays. Negative while nothing is final. */
export interface Anchor {
  readonly latest: LatestBlock;
  readonly finalHeight: number;
}

export const ANCHOR_CALLS: readonly RpcCall[] = [
  rpcCall('eth_getBlockByNumber', 'latest', false),
  rpcCall('eth_getBlockByNumber', 'finalized', false),
];

const DEPTH_WITHOUT_TAG = 32;

/** Finality by tag, or by depth on nodes without one. A node that has once known its finalized block is never judged by depth again. */
export class FinalityRule {
  readonly #finality: Finality;
  readonly #knowsTag = new WeakSet<Endpoint>();

  constructor(finality: Finality) {
    this.#finality = finality;
  }

  anchor(endpoint: Endpoint, latestAnswer: RpcAnswer | undefined, finalAnswer: RpcAnswer | undefined): Anchor {
    const latest = latestBlockOf(resultOf(latestAnswer));
    if (this.#finality !== 'tag') return { latest, finalHeight: latest.height - this.#finality };
    const tagged = taggedHeight(finalAnswer, latest.height);
    if (tagged !== undefined) {
      this.#knowsTag.add(endpoint);
      return { latest, finalHeight: tagged };
    }
    if (this.#knowsTag.has(endpoint)) throw new RpcFailure('node-error', 'the finalized block is missing');
    return { latest, finalHeight: latest.height - DEPTH_WITHOUT_TAG };
  }
}

/** Undefined where the node has no usable tag: none, one ahead of its head, or still the genesis block. Being asked too much is no such answer. */
function taggedHeight(answer: RpcAnswer | undefined, latestHeight: number): number | undefined {
  if (answer === undefined) return undefined;
  if (!answer.ok) {
    const failure = nodeError(answer.error);
    if (failure.kind === 'rate-limited' || answer.error.code === -32603) throw failure;
    return undefined;
  }
  if (answer.result === null) return undefined;
  const { height } = latestBlockOf(answer.result);
  return height > 0 && height <= latestHeight ? height : undefined;
}
