import type { Network, TimeCall } from '@waiaas/core';
import { ExpiryWatch, type ExpiryMargin } from './confirm/expiry-watch.js';
import { HeadWatch } from './confirm/head.js';
import type { PriorityFee } from './fees/priority-fee.js';
import { Endpoint, type Clock } from './rpc/endpoint.js';
import { EndpointPool, type EndpointEvent } from './rpc/endpoint-pool.js';
import { parseEndpointUrl } from './rpc/endpoint-url.js';
import { RentMinimum } from './simulate/rent-minimum.js';
import { SolanaChain } from './solana-chain.js';

export interface SolanaChainOptions {
  readonly network: Network;
  /** http or https URLs in failover order. Credentials in them become a header. */
  readonly endpoints: readonly string[];
  /** Of one question to one endpoint. */
  readonly timeoutMs: number;
  /** The genesis hash, or its first 32 characters at least. Default: the reference of the network's CAIP-2 id. */
  readonly genesis?: string;
  /** From which commitment on a transaction counts as mined. Default `confirmed`. */
  readonly commitment?: 'confirmed' | 'finalized';
  readonly priorityFee?: PriorityFee;
  /** With one endpoint alone: how much longer expired bytes are not called dead. Default 300 blocks and 300 seconds. */
  readonly expiryMargin?: ExpiryMargin;
  readonly clock?: Clock;
  /** Every call to an endpoint goes through it; default: nobody counts. */
  readonly timeCall?: TimeCall;
  /** Hears of every endpoint that failed, of wrong clusters above all. */
  readonly onEndpointFailure?: (event: EndpointEvent) => void;
}

const DEFAULT_MARGIN: ExpiryMargin = { blocks: 300, seconds: 300 };
const MIN_GENESIS_CHARACTERS = 32;

/**
 * A Solana cluster as a ChainPort. Connects to nothing before it is asked, and to nobody but the endpoints named.
 *
 * @throws RangeError for a network of another chain family, a short genesis hash or an endpoint that is no http(s) URL.
 * @example createSolanaChain({ network: networkOf('solana-devnet'), endpoints: ['https://node.example'], timeoutMs: 8000 })
 */
export function createSolanaChain(options: SolanaChainOptions): SolanaChain {
  const { network } = options;
  if (network.chain !== 'solana') throw new RangeError('not a Solana network');
  const clock = options.clock ?? { now: () => Date.now() };
  const endpoints = options.endpoints.map((url) => endpointFor(url, options, clock));
  const pool = new EndpointPool(endpoints, options.onEndpointFailure ?? (() => undefined));
  const expiry = new ExpiryWatch(endpoints.length, options.expiryMargin ?? DEFAULT_MARGIN, clock);
  return new SolanaChain({
    network,
    gathering: { pool, rent: new RentMinimum(clock), priorityFee: options.priorityFee ?? {} },
    confirming: { pool, expiry, commitment: options.commitment ?? 'confirmed' },
    heads: new HeadWatch(pool, clock),
  });
}

function endpointFor(text: string, options: SolanaChainOptions, clock: Clock): Endpoint {
  const genesis = options.genesis ?? options.network.caip2.slice('solana:'.length);
  if (genesis.length < MIN_GENESIS_CHARACTERS) throw new RangeError('a genesis hash has more characters');
  const { url, headers, label } = parseEndpointUrl(text);
  const timeCall = options.timeCall ?? ((run) => run());
  return new Endpoint({ target: { url, headers, timeoutMs: options.timeoutMs }, label, timeCall, genesis, clock });
}
