import type { NetworkName, PricedAsset } from '@waiaas/core';
import { memberOf } from './exact-json.js';
import { getJson, type JsonRequest } from './json-request.js';
import { isNative, priceKey } from './price-key.js';
import type { PriceSource, SourceAnswer, SourceProblem, SourceReply } from './price-source.port.js';
import { quoteOf } from './source-answer.js';

const COINS: Partial<Record<NetworkName, string>> = {
  'solana-mainnet': 'solana',
  'ethereum-mainnet': 'ethereum',
  'arbitrum-mainnet': 'ethereum',
  'optimism-mainnet': 'ethereum',
  'base-mainnet': 'ethereum',
  'polygon-mainnet': 'polygon-ecosystem-token',
  'hyperevm-mainnet': 'hyperliquid',
};

const PLATFORMS: Partial<Record<NetworkName, string>> = {
  'solana-mainnet': 'solana',
  'ethereum-mainnet': 'ethereum',
  'arbitrum-mainnet': 'arbitrum-one',
  'optimism-mainnet': 'optimistic-ethereum',
  'base-mainnet': 'base',
  'polygon-mainnet': 'polygon-pos',
  'hyperevm-mainnet': 'hyperevm',
};

const PRO_HOST = 'pro-api.coingecko.com';
/** Addresses in one question: the free plans take a single one. */
const TOKENS_AT_ONCE = { free: 1, pro: 50 };
const ONLY_USD = '&vs_currencies=usd&include_last_updated_at=true';

/** One HTTP question, and which price keys each member of its answer is for. */
interface Question {
  readonly path: string;
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

function groupKeys(pairs: readonly (readonly [string, string])[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [group, key] of pairs) groups.set(group, [...(groups.get(group) ?? []), key]);
  return groups;
}

function coinQuestion(assets: readonly PricedAsset[]): Question[] {
  const keys = groupKeys(assets.map((asset) => [COINS[asset.network.name] ?? '', priceKey(asset)] as const));
  if (keys.size === 0) return [];
  return [{ path: `/api/v3/simple/price?ids=${[...keys.keys()].join(',')}${ONLY_USD}`, keys }];
}

function tokenQuestions(assets: readonly PricedAsset[], atOnce: number): Question[] {
  const platforms = new Map<string, PricedAsset[]>();
  for (const asset of assets) {
    const platform = PLATFORMS[asset.network.name] ?? '';
    platforms.set(platform, [...(platforms.get(platform) ?? []), asset]);
  }
  return [...platforms].flatMap(([platform, tokens]) => {
    const questions: Question[] = [];
    for (let start = 0; start < tokens.length; start += atOnce) {
      const part = tokens.slice(start, start + atOnce);
      const addresses = part.map(({ asset }) => encodeURIComponent(asset)).join(',');
      questions.push({
        path: `/api/v3/simple/token_price/${platform}?contract_addresses=${addresses}${ONLY_USD}`,
        keys: groupKeys(part.map((token) => [answerName(token), priceKey(token)] as const)),
      });
    }
    return questions;
  });
}

/** EVM addresses come back in lower case, Solana mints as they were asked. */
function answerName({ network, asset }: PricedAsset): string {
  return network.chain === 'ethereum' ? asset.toLowerCase() : asset;
}

function answerOf(body: unknown, name: string): SourceAnswer {
  const entry = memberOf(body, name);
  if (entry === undefined) return { kind: 'absent' };
  const members = typeof entry === 'object' && entry !== null ? Object.keys(entry) : ['?'];
  if (members.length === 0) return { kind: 'absent' };
  return quoteOf(memberOf(entry, 'usd'), memberOf(entry, 'last_updated_at'));
}

/** CoinGecko's public, demo and paid interfaces, or anything that speaks like them. */
export class CoinGeckoSource implements PriceSource {
  readonly name = 'coingecko';
  readonly #base: string;
  readonly #isPro: boolean;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(
    url: string,
    apiKey: string | null,
    private readonly request: JsonRequest,
  ) {
    this.#base = url.replace(/\/+$/, '');
    this.#isPro = new URL(url).hostname === PRO_HOST;
    this.#headers = apiKey === null ? {} : { [this.#isPro ? 'x-cg-pro-api-key' : 'x-cg-demo-api-key']: apiKey };
  }

  supports({ network }: PricedAsset): boolean {
    return network.environment === 'mainnet' && COINS[network.name] !== undefined;
  }

  async ask(assets: readonly PricedAsset[]): Promise<SourceReply> {
    const atOnce = this.#isPro ? TOKENS_AT_ONCE.pro : TOKENS_AT_ONCE.free;
    const tokens = assets.filter((asset) => !isNative(asset));
    const questions = [...coinQuestion(assets.filter(isNative)), ...tokenQuestions(tokens, atOnce)];
    const answers = new Map<string, SourceAnswer>();
    const problems = await Promise.all(questions.map((question) => this.#put(question, answers)));
    return { answers, problem: problems.find((problem) => problem !== null) ?? null };
  }

  async #put({ path, keys }: Question, answers: Map<string, SourceAnswer>): Promise<SourceProblem | null> {
    const reply = await getJson(this.request, `${this.#base}${path}`, this.#headers);
    if (!reply.ok) return reply.problem;
    if (typeof reply.body !== 'object' || reply.body === null || Array.isArray(reply.body)) return 'nonsense';
    for (const [name, priceKeys] of keys) {
      const answer = answerOf(reply.body, name);
      for (const key of priceKeys) answers.set(key, answer);
    }
    return null;
  }
}
