import type { Network, TimeCall } from '@waiaas/core';
import { FinalityRule, type Finality } from './confirm/finality.js';
import { HeadWatch } from './confirm/head-watch.js';
import { NonceWatch } from './confirm/nonce-watch.js';
import { EvmChain } from './evm-chain.js';
import { FeeSource } from './fees/fee-source.js';
import { Endpoint, type Clock } from './rpc/endpoint.js';
import { EndpointPool, type EndpointEvent } from './rpc/endpoint-pool.js';
import { parseEndpointUrl } from './rpc/endpoint-url.js';
import { nodeHttpClient, type HttpClient } from './rpc/http-client.js';

export interface EvmChainOptions {
  readonly network: Network;
  /** http or https URLs in failover order. Credentials in them become a header. */
  readonly endpoints: readonly string[];
  /** Of one question to one endpoint. */
  readonly timeoutMs: number;
  /** What makes a block final: the node's tag (default; 32 blocks where it has none), or a number of blocks on top. */
  readonly finality?: Finality;
  /** How long fees serve every caller; the pace of polling (default 1000). */
  readonly freshnessMs?: number;
  /** Largest answer read, in bytes (default 4 MiB). */
  readonly maxAnswerBytes?: number;
  readonly httpClient?: HttpClient;
  /** Every call to an endpoint goes through it; default: nobody counts. */
  readonly timeCall?: TimeCall;
  readonly clock?: Clock;
  /** Hears of every endpoint that failed, of wrong chains above all. */
  readonly onEndpointFailure?: (event: EndpointEvent) => void;
}

const DEFAULT_ANSWER_BYTES = 4 * 1024 * 1024;

/**
 * An EVM network as a ChainPort. Connects to nothing before it is asked, and to nobody but the endpoints named.
 *
 * @throws RangeError for a network of another chain family or an endpoint that is no http(s) URL.
 * @example createEvmChain({ network: networkOf('base-mainnet'), endpoints: ['https://node.example'], timeoutMs: 8000 })
 */
export function createEvmChain(options: EvmChainOptions): EvmChain {
  const { network } = options;
  const clock = options.clock ?? { now: () => Date.now() };
  const pool = new EndpointPool({
    endpoints: options.endpoints.map((text) => endpointFor(text, options, clock)),
    clock,
    ...(options.onEndpointFailure === undefined ? {} : { onFailure: options.onEndpointFailure }),
  });
  return new EvmChain({
    network,
    pool,
    fees: new FeeSource({ pool, clock, freshnessMs: options.freshnessMs ?? 1000 }),
    heads: new HeadWatch(pool, clock),
    confirm: { finality: new FinalityRule(options.finality ?? 'tag'), nonces: new NonceWatch(), clock },
  });
}

function endpointFor(text: string, options: EvmChainOptions, clock: Clock): Endpoint {
  const { chainId } = options.network;
  if (chainId === null) throw new RangeError('not an EVM network');
  const { url, headers, label } = parseEndpointUrl(text);
  const maxBytes = options.maxAnswerBytes ?? DEFAULT_ANSWER_BYTES;
  return new Endpoint({
    target: { url, headers, timeoutMs: options.timeoutMs, maxBytes, client: options.httpClient ?? nodeHttpClient },
    label,
    timeCall: options.timeCall ?? ((run) => run()),
    chainId,
    clock,
  });
}
