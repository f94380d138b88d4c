import { latestBlockOf } from '../fees/fee-source.js';
import type { Endpoint } from '../rpc/endpoint.js';
import type { EndpointPool } from '../rpc/endpoint-pool.js';
import { resultOf, rpcCall, type RpcAnswer } from '../rpc/json-rpc.js';
import { viewOf } from '../tokens/token-balance.js';

/** What a price feed of Chainlink's shape says. */
export interface FeedReading {
  /** The price in units of 10^-decimals; may be anything, negative too. */
  readonly answer: bigint;
  readonly decimals: number;
  /** Unix seconds of the round. */
  readonly updatedAt: number;
  /** Unix seconds of the block it was read in. */
  readonly blockAt: number;
}

const DECIMALS = '0x313ce567';
const LATEST_ROUND_DATA = '0xfeaf968c';
const WORDS_OF_ROUND = 5;
const WORD = 64;
const MOST_DECIMALS = 77n;
const MOST_SECONDS = 1n << 40n;

/**
 * The feed at an address, told alike by every endpoint that answers, two at least where two are configured: who lies about a price low lifts
 * every limit in USD. Undefined where none of that shape stands.
 *
 * @throws DomainError `ADAPTER_NOT_AVAILABLE` where they differ, one round ahead of the other included.
 */
export async function readAgreedFeed(pool: EndpointPool, address: string): Promise<FeedReading | undefined> {
  return pool.agreed((endpoint) => readFeed(endpoint, address), isSameRound);
}

async function readFeed(endpoint: Endpoint, address: string): Promise<FeedReading | undefined> {
  const call = (data: string) => rpcCall('eth_call', { to: address, data }, 'latest');
  const latest = rpcCall('eth_getBlockByNumber', 'latest', false);
  const [block, decimals, round] = await endpoint.ask([latest, call(DECIMALS), call(LATEST_ROUND_DATA)]);
  const [places] = wordsOf(decimals, 1);
  const words = wordsOf(round, WORDS_OF_ROUND);
  const [, answer, , updatedAt] = words;
  if (places === undefined || answer === undefined || updatedAt === undefined) return undefined;
  if (places > MOST_DECIMALS || updatedAt > MOST_SECONDS) return undefined;
  return {
    answer: BigInt.asIntN(256, answer),
    decimals: Number(places),
    updatedAt: Number(updatedAt),
    blockAt: latestBlockOf(resultOf(block)).timestampSeconds,
  };
}

/** Exactly so many words; none for anything else a contract may answer. */
function wordsOf(answer: RpcAnswer | undefined, count: number): readonly bigint[] {
  const hex = viewOf(answer)?.slice(2) ?? '';
  if (hex.length !== count * WORD) return [];
  return Array.from({ length: count }, (_, index) => BigInt(`0x${hex.slice(index * WORD, (index + 1) * WORD)}`));
}

/** The blocks they were read in may differ. */
function isSameRound(one: FeedReading | undefined, other: FeedReading | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.answer === other.answer && one.decimals === other.decimals && one.updatedAt === other.updatedAt;
}
