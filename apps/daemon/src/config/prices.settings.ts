import { parseJson, parsePairs } from './pairs.js';
import { parseFeeds, type PriceFeeds } from './price-feeds.setting.js';
import { custom, text } from './setting.js';
import { isHttpUrl } from './url-values.js';

/** A price set by hand. `setAt` (Unix seconds) is null where the source does not say; it then counts from its first use. */
export interface FixedPrice {
  readonly usd: string;
  readonly setAt: number | null;
}

export type FixedPrices = Readonly<Record<string, FixedPrice>>;

const USD = /^[0-9]{1,18}(?:\.[0-9]{1,18})?$/;
const PRICE_KEY = /^(?:native:[a-z-]{1,32}|[a-z0-9]{3,8}:[A-Za-z0-9-]{1,32}\/[a-z0-9]{3,8}:[A-Za-z0-9.%-]{1,128})$/;

function parseUsd(input: unknown): string | undefined {
  const digits = typeof input === 'number' ? String(input) : input;
  return typeof digits === 'string' && USD.test(digits) ? digits : undefined;
}

function isSetAt(input: unknown): input is number | null {
  return input === null || (typeof input === 'number' && Number.isSafeInteger(input) && input > 0);
}

function parsePrice(input: unknown): FixedPrice | undefined {
  const isDated = typeof input === 'object' && input !== null;
  const { usd: given, setAt = null, ...rest } = isDated ? (input as Record<string, unknown>) : { usd: input };
  const usd = parseUsd(given);
  return usd === undefined || !isSetAt(setAt) || Object.keys(rest).length > 0 ? undefined : { usd, setAt };
}

function parseFixed(input: unknown): FixedPrices | undefined {
  if (typeof input === 'string') {
    const value = input.trim();
    if (value === '') return {};
    return parseFixed(value.startsWith('{') ? parseJson(value) : parsePairs(value));
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined;
  const entries = Object.entries(input).map(([key, value]) => [key, parsePrice(value)] as const);
  if (entries.some(([key, price]) => !PRICE_KEY.test(key) || price === undefined)) return undefined;
  return Object.fromEntries(entries) as FixedPrices;
}

const source = (name: string) =>
  text({
    default: null,
    runtime: true,
    expects: 'an http or https URL',
    accepts: isHttpUrl,
    description: `Base URL of the ${name} price source; empty: not asked.`,
  });

const apiKey = (name: string) =>
  text({
    default: null,
    runtime: true,
    secret: true,
    expects: 'printable text without spaces',
    accepts: (value) => /^[\x21-\x7e]{1,512}$/.test(value),
    description: `Key sent to the ${name} price source.`,
  });

export const pricesSettings = {
  'prices.pyth_url': source('Pyth'),
  'prices.pyth_api_key': apiKey('Pyth'),
  'prices.coingecko_url': source('CoinGecko'),
  'prices.coingecko_api_key': apiKey('CoinGecko'),
  'prices.chainlink_feeds': custom<PriceFeeds>({
    default: {},
    runtime: true,
    shape: { type: 'object' },
    expects:
      'feeds as <network>:<address> or <network>:<address>:<heartbeat seconds> by native:<network>, native:<chain> or CAIP-19 id',
    parse: (input) => parseFeeds(input, PRICE_KEY),
    description:
      'Price feeds of Chainlink in USD, read through the RPC endpoints of their networks; a heartbeat is 3600 seconds unless it is named.',
  }),
  'prices.fixed': custom<FixedPrices>({
    default: {},
    runtime: true,
    shape: { type: 'object' },
    expects: 'prices in USD by native:<network>, native:<chain> or CAIP-19 id, as JSON or key=price pairs',
    parse: parseFixed,
    description: 'Prices set by hand; used only where no source quotes the asset, for 30 days.',
  }),
};
