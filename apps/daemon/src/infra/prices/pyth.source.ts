import type { PricedAsset } from '@waiaas/core';
import { memberOf } from './exact-json.js';
import { getJson, type JsonRequest } from './json-request.js';
import { isNative, priceKey } from './price-key.js';
import type { PriceSource, SourceAnswer, SourceReply } from './price-source.port.js';
import { quoteOf } from './source-answer.js';
import { scaledUsd } from './usd-price.js';

/** Feeds of coins against USD, by symbol (pyth.network/developers/price-feed-ids). */
const FEEDS = new Map([
  ['ETH', 'ff61491a931112ddf1bd8147cd1b641375f79f5825126d665480874634fd0ace'],
  ['SOL', 'ef0d8b6fda2ceba41da15d4095d1da392a0d2f8ed0c6c7bc0f4cfac8c280b56d'],
  ['POL', 'ffd11c5a1cfd42f80afb2df4d9f264c15f956d68153335374ec10722edd70472'],
  ['HYPE', '4279e31cc369bbcc2faf022b382b080e32a8e689ff20fbc530d2a603eb6cd98b'],
]);

/** A feed whose publishers are this far apart has no price: the confidence interval may be at most one twentieth of it. */
const MAX_CONFIDENCE_PART = 20n;

function feedOf({ network }: PricedAsset): string | undefined {
  return FEEDS.get(network.nativeSymbol);
}

function scientific(mantissa: unknown, exponent: unknown): string {
  return `${String(mantissa)}e${String(exponent)}`;
}

function answerOf(price: unknown): SourceAnswer {
  const exponent = memberOf(price, 'expo');
  const answer = quoteOf(scientific(memberOf(price, 'price'), exponent), memberOf(price, 'publish_time'));
  if (answer.kind !== 'quoted') return answer;
  const confidence = memberOf(price, 'conf');
  if (confidence === '0') return answer;
  const interval = quoteOf(scientific(confidence, exponent), memberOf(price, 'publish_time'));
  if (interval.kind !== 'quoted') return { kind: 'refused' };
  return scaledUsd(interval.usd) * MAX_CONFIDENCE_PART > scaledUsd(answer.usd) ? { kind: 'refused' } : answer;
}

/** Pyth's Hermes, for the coins of the networks. */
export class PythSource implements PriceSource {
  readonly name = 'pyth';
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(
    url: string,
    apiKey: string | null,
    private readonly request: JsonRequest,
  ) {
    this.#base = url.replace(/\/+$/, '');
    this.#headers = apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };
  }

  supports(asset: PricedAsset): boolean {
    return asset.network.environment === 'mainnet' && isNative(asset) && feedOf(asset) !== undefined;
  }

  async ask(assets: readonly PricedAsset[]): Promise<SourceReply> {
    const feeds = [...new Set(assets.map(feedOf))];
    const query = feeds.map((feed) => `ids[]=${feed ?? ''}`).join('&');
    const reply = await getJson(this.request, `${this.#base}/v2/updates/price/latest?${query}`, this.#headers);
    if (!reply.ok) return { answers: new Map(), problem: reply.problem };
    const parsed = memberOf(reply.body, 'parsed');
    if (!Array.isArray(parsed)) return { answers: new Map(), problem: 'nonsense' };
    const byFeed = new Map(parsed.map((entry: unknown) => [memberOf(entry, 'id'), memberOf(entry, 'price')]));
    const answer = (asset: PricedAsset): SourceAnswer =>
      byFeed.has(feedOf(asset)) ? answerOf(byFeed.get(feedOf(asset))) : { kind: 'absent' };
    return { answers: new Map(assets.map((asset) => [priceKey(asset), answer(asset)])), problem: null };
  }
}
