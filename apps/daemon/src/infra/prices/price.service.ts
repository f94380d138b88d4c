import type { PricedAsset, PricePort, PriceQuote } from '@waiaas/core';
import type { Clock } from '../../common/time/clock.js';
import { agreeOn, type Agreement, type LiveQuote } from './agreed-quote.js';
import { ChainlinkSource, type ReadFeed } from './chainlink.source.js';
import { CoinGeckoSource } from './coingecko.source.js';
import { FixedPriceList } from './fixed-price-list.js';
import { priceKey } from './price-key.js';
import type { PriceSettings } from './price-settings.js';
import type { PriceSource, SourceAnswer } from './price-source.port.js';
import { PythSource } from './pyth.source.js';
import { SourceHealth, type PriceSourceStatus } from './source-health.js';

export interface PriceServiceOptions {
  readonly settings: () => PriceSettings;
  readonly fetch: typeof fetch;
  /** Reads a price feed from the chain it stands on. */
  readonly readFeed: ReadFeed;
  readonly clock: Clock;
  /** How long the first question for an asset waits for its sources. */
  readonly firstWaitMs?: number;
  /** How long one request to a source may take. */
  readonly timeoutMs?: number;
  /** How often assets in use are asked for again. */
  readonly refreshMs?: number;
}

interface Entry {
  readonly asset: PricedAsset;
  readonly answers: Map<PriceSource['name'], SourceAnswer>;
  usedAtMs: number;
  triedAtMs: number | null;
  pending: Promise<void> | null;
}

/** An asset nobody asked for in this time is no longer kept fresh. */
const IN_USE_MS = 3_600_000;
/** Bounds memory and traffic however many tokens are asked for; the longest unused goes first. */
const MAX_ENTRIES = 1000;
/** A source whose clock runs further ahead than this is not believed. */
const MAX_AHEAD_SECONDS = 60;

const DEFAULTS = { firstWaitMs: 2000, timeoutMs: 5000, refreshMs: 30_000 };

/**
 * Prices, kept ready: what was asked for lately is refreshed in the background, so that only the first question for an asset waits,
 * and not for long. A source that is down, slow or talks nonsense leaves its earlier quotes to age by the source's own time; then
 * there is no price, and policy asks a human.
 */
export class PriceService implements PricePort {
  readonly #options: PriceServiceOptions & typeof DEFAULTS;
  readonly #entries = new Map<string, Entry>();
  /** Kept for as long as the sources are: a price must not be forgotten by waiting. */
  readonly #agreedUsd = new Map<string, string>();
  readonly #fixed = new FixedPriceList();
  readonly #health = new SourceHealth();
  #sources: readonly PriceSource[] = [];
  #sourcesFingerprint = '';
  #timer: NodeJS.Timeout | null = null;

  constructor(options: PriceServiceOptions) {
    this.#options = { ...DEFAULTS, ...options };
  }

  /** Begins to keep prices fresh in the background. */
  start(): void {
    this.#timer ??= setInterval(() => void this.refresh(), this.#options.refreshMs).unref();
  }

  /** Ends the background work. Answers go on, from what is there. */
  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  async quotes(assets: readonly PricedAsset[]): Promise<readonly PriceQuote[]> {
    this.#applySettings();
    const entries = assets.map((asset) => this.#entryFor(asset));
    await this.#waitBriefly(entries.filter((entry) => this.#isDue(entry)));
    return entries.map((entry) => this.#quote(entry));
  }

  /** Asks again for every asset in use. Resolves when all sources have answered or failed. */
  async refresh(): Promise<void> {
    this.#applySettings();
    const oldest = this.#options.clock.nowMs() - IN_USE_MS;
    for (const [key, entry] of this.#entries) if (entry.usedAtMs < oldest) this.#entries.delete(key);
    await this.#ask([...this.#entries.values()]);
  }

  status(): readonly PriceSourceStatus[] {
    const { coingeckoUrl, pythUrl, chainlinkFeeds } = this.#options.settings();
    return [
      this.#health.status('coingecko', coingeckoUrl !== null),
      this.#health.status('pyth', pythUrl !== null),
      this.#health.status('chainlink', Object.keys(chainlinkFeeds).length > 0),
    ];
  }

  /** Other sources, other prices: nothing that an earlier source said outlives its setting. */
  #applySettings(): void {
    const { coingeckoUrl, coingeckoApiKey, pythUrl, pythApiKey, chainlinkFeeds } = this.#options.settings();
    const fingerprint = JSON.stringify([coingeckoUrl, coingeckoApiKey, pythUrl, pythApiKey, chainlinkFeeds]);
    if (fingerprint === this.#sourcesFingerprint) return;
    this.#sourcesFingerprint = fingerprint;
    this.#sources = [
      ...(coingeckoUrl === null ? [] : [new CoinGeckoSource(coingeckoUrl, coingeckoApiKey, this.#options)]),
      ...(pythUrl === null ? [] : [new PythSource(pythUrl, pythApiKey, this.#options)]),
      ...(Object.keys(chainlinkFeeds).length === 0 ? [] : [new ChainlinkSource(chainlinkFeeds, this.#options.readFeed)]),
    ];
    this.#entries.clear();
    this.#agreedUsd.clear();
    this.#health.clear();
  }

  /** Moves the entry to the end of the map, which so stays in order of use. */
  #entryFor(asset: PricedAsset): Entry {
    const key = priceKey(asset);
    const usedAtMs = this.#options.clock.nowMs();
    const fresh: Entry = { asset, answers: new Map(), usedAtMs, triedAtMs: null, pending: null };
    const entry = this.#entries.get(key) ?? fresh;
    entry.usedAtMs = usedAtMs;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const [longestUnused] = this.#entries.keys();
    if (this.#entries.size > MAX_ENTRIES && longestUnused !== undefined) this.#entries.delete(longestUnused);
    return entry;
  }

  /** Never asked, or left out of the background refresh for a while. A source that just failed is not waited for again. */
  #isDue({ asset, triedAtMs }: Entry): boolean {
    if (!this.#sources.some((source) => source.supports(asset))) return false;
    return triedAtMs === null || this.#options.clock.nowMs() - triedAtMs > 2 * this.#options.refreshMs;
  }

  async #waitBriefly(entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.#options.firstWaitMs);
    });
    await Promise.race([this.#ask(entries), patience]);
    clearTimeout(timer);
  }

  async #ask(entries: readonly Entry[]): Promise<void> {
    const idle = entries.filter((entry) => entry.pending === null);
    const asking = Promise.all(this.#sources.map((source) => this.#askSource(source, idle))).then(() => {
      for (const entry of idle) this.#settle(entry);
    });
    for (const entry of idle) entry.pending = asking;
    await Promise.all(entries.flatMap((entry) => entry.pending ?? []));
  }

  async #askSource(source: PriceSource, entries: readonly Entry[]): Promise<void> {
    const supported = entries.filter(({ asset }) => source.supports(asset));
    if (supported.length === 0) return;
    const { answers, problem } = await source.ask(supported.map(({ asset }) => asset));
    if (!this.#sources.includes(source)) return;
    this.#health.record(source.name, problem, this.#options.clock.nowSeconds());
    for (const { asset, answers: known } of supported) {
      const answer = answers.get(priceKey(asset));
      if (answer !== undefined) known.set(source.name, answer);
    }
  }

  #settle(entry: Entry): void {
    entry.pending = null;
    entry.triedAtMs = this.#options.clock.nowMs();
    const { agreedUsd } = this.#agreement(entry);
    if (agreedUsd !== null) this.#agreedUsd.set(priceKey(entry.asset), agreedUsd);
  }

  #liveQuotes({ answers }: Entry): readonly LiveQuote[] {
    const now = this.#options.clock.nowSeconds();
    return [...answers.values()].flatMap((answer) => {
      if (answer.kind !== 'quoted' || answer.at > now + MAX_AHEAD_SECONDS) return [];
      return [{ usd: answer.usd, ageSeconds: Math.max(0, now - answer.at) }];
    });
  }

  #agreement(entry: Entry): Agreement {
    return agreeOn(this.#liveQuotes(entry), this.#sources.length, this.#agreedUsd.get(priceKey(entry.asset)) ?? null);
  }

  /** A fixed price stands in only where every source that could know the asset has said that it does not. */
  #quote(entry: Entry): PriceQuote {
    const asked = this.#sources.filter((source) => source.supports(entry.asset));
    const isUnquoted = asked.every((source) => entry.answers.get(source.name)?.kind === 'absent');
    if (isUnquoted) return this.#fixed.quote(entry.asset, this.#options.settings().fixed, this.#options.clock.nowSeconds());
    return this.#agreement(entry).quote;
  }
}
