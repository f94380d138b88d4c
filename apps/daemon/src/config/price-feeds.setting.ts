import { canonicalAddress, findNetwork, type NetworkName } from '@waiaas/core';
import { parseJson, parsePairs } from './pairs.js';

/** A feed of Chainlink's shape on an EVM network that has RPC endpoints. */
export interface PriceFeed {
  readonly network: NetworkName;
  /** Canonical. */
  readonly address: string;
  /** The feed writes at least this often. */
  readonly heartbeatSeconds: number;
}

/** By `native:<network>`, `native:<chain>` or CAIP-19 id. */
export type PriceFeeds = Readonly<Record<string, PriceFeed>>;

const DEFAULT_HEARTBEAT_SECONDS = 3600;
const MOST_SECONDS = 172_800;
const FEED = /^([a-z-]{1,32}):(0x[0-9a-fA-F]{40})(?::([1-9][0-9]{1,5}))?$/;

/** `<network>:<address>`, and behind another colon the heartbeat in seconds where it is not an hour; or what was parsed before. */
function parseFeed(input: unknown): PriceFeed | undefined {
  const match = FEED.exec(isFeed(input) ? textOf(input) : String(input).trim());
  if (match === null) return undefined;
  const [, name = '', text = '', seconds = String(DEFAULT_HEARTBEAT_SECONDS)] = match;
  const network = findNetwork(name);
  const address = canonicalAddress('ethereum', text);
  const heartbeatSeconds = Number(seconds);
  if (network?.chain !== 'ethereum' || address === undefined || heartbeatSeconds > MOST_SECONDS) return undefined;
  return { network: network.name, address, heartbeatSeconds };
}

function textOf({ network, address, heartbeatSeconds }: PriceFeed): string {
  return `${network}:${address}:${String(heartbeatSeconds)}`;
}

function isFeed(input: unknown): input is PriceFeed {
  return typeof input === 'object' && input !== null && 'network' in input && 'address' in input && 'heartbeatSeconds' in input;
}

export function parseFeeds(input: unknown, key: RegExp): PriceFeeds | undefined {
  if (typeof input === 'string') {
    const value = input.trim();
    if (value === '') return {};
    return parseFeeds(value.startsWith('{') ? parseJson(value) : parsePairs(value), key);
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined;
  const entries = Object.entries(input).map(([name, value]) => [name, parseFeed(value)] as const);
  if (entries.some(([name, feed]) => !key.test(name) || feed === undefined)) return undefined;
  return Object.fromEntries(entries) as PriceFeeds;
}
