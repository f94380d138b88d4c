import { findNetwork, type NetworkName, type PricedAsset } from '@waiaas/core';
import { startPriceServer, type PriceFault, type PriceServer } from '@waiaas/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Clock } from '../../common/time/clock.js';
import type { PriceSettings } from './price-settings.js';
import { PriceService } from './price.service.js';

const START_SECONDS = 1_800_000_000;
const ETH_FEED = 'ff61491a931112ddf1bd8147cd1b641375f79f5825126d665480874634fd0ace';
const USDC = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';
const USDT = '0xdAC17F958D2ee523a2206206994597C13D831ec7';

class TestClock extends Clock {
  nowMilliseconds = START_SECONDS * 1000;

  override nowMs(): number {
    return this.nowMilliseconds;
  }

  advance(seconds: number): void {
    this.nowMilliseconds += seconds * 1000;
  }
}

function asset(name: NetworkName, address = 'native'): PricedAsset {
  const network = findNetwork(name);
  if (network === undefined) throw new Error(`unknown network ${name}`);
  return { network, asset: address };
}

const ETH = asset('ethereum-mainnet');
const NO_FEED = () => Promise.reject(new Error('no feed was set'));
const NOTHING: PriceSettings = {
  coingeckoUrl: null,
  coingeckoApiKey: null,
  pythUrl: null,
  pythApiKey: null,
  chainlinkFeeds: {},
  fixed: {},
};

describe('prices over HTTP', () => {
  let server: PriceServer;
  let hermes: PriceServer;
  let clock: TestClock;
  let settings: PriceSettings;
  let prices: PriceService;

  const priceOf = async (priced: PricedAsset) => (await prices.quotes([priced]))[0];
  const now = () => clock.nowSeconds();

  beforeEach(async () => {
    [server, hermes] = await Promise.all([startPriceServer(), startPriceServer()]);
    clock = new TestClock();
    settings = { ...NOTHING, coingeckoUrl: server.url };
    prices = new PriceService({ settings: () => settings, fetch, readFeed: NO_FEED, clock, firstWaitMs: 5000, timeoutMs: 1500 });
  });
  afterEach(async () => {
    prices.stop();
    await Promise.all([server.close(), hermes.close()]);
  });

  describe('of CoinGecko', () => {
    it('come back with every digit and the age the source gives', async () => {
      server.quote('ethereum', { price: '2500.123456789012345', at: now() - 42 });
      expect(await priceOf(ETH)).toEqual({
        status: 'ok',
        usd: '2500.123456789012345',
        ageSeconds: 42,
        quotes: ['2500.123456789012345'],
      });
      expect(server.requests).toEqual(['/api/v3/simple/price?ids=ethereum&vs_currencies=usd&include_last_updated_at=true']);
    });

    it('are one question for the same coin on several networks', async () => {
      server.quote('ethereum', { price: '2500', at: now() });
      server.quote('solana', { price: '150', at: now() });
      const quotes = await prices.quotes([ETH, asset('base-mainnet'), asset('solana-mainnet')]);
      expect(quotes.map(({ usd }) => usd)).toEqual(['2500', '2500', '150']);
      expect(server.requests).toHaveLength(1);
    });

    it('of tokens are asked by platform, one address at a time on free plans', async () => {
      server.quote(USDC.toLowerCase(), { price: '0.9998', at: now() });
      server.quote(USDT.toLowerCase(), { price: '1.0003', at: now() });
      const quotes = await prices.quotes([asset('ethereum-mainnet', USDC), asset('ethereum-mainnet', USDT)]);
      expect(quotes.map(({ usd }) => usd)).toEqual(['0.9998', '1.0003']);
      expect(server.requests[0]).toMatch(
        /^\/api\/v3\/simple\/token_price\/ethereum\?contract_addresses=0x[0-9a-fA-F]{40}&vs_currencies=usd/,
      );
      expect(server.requests).toHaveLength(2);
    });

    it('are asked with the key in a header, never in the URL', async () => {
      settings = { ...settings, coingeckoApiKey: 'CG-key' };
      await priceOf(ETH);
      expect(server.lastHeaders['x-cg-demo-api-key']).toBe('CG-key');
      expect(server.requests.join()).not.toContain('CG-key');
    });

    it('are served from the cache, and refreshed in the background', async () => {
      server.quote('ethereum', { price: '2500', at: now() });
      await priceOf(ETH);
      server.quote('ethereum', { price: '2600', at: now() });
      expect((await priceOf(ETH))?.usd).toBe('2500');
      expect(server.requests).toHaveLength(1);
      await prices.refresh();
      expect((await priceOf(ETH))?.usd).toBe('2600');
      expect(server.requests).toHaveLength(2);
    });

    it('are asked for again when an asset was out of use', async () => {
      server.quote('ethereum', { price: '2500', at: now() });
      await priceOf(ETH);
      clock.advance(7200);
      server.quote('ethereum', { price: '2600', at: now() });
      expect(await priceOf(ETH)).toMatchObject({ usd: '2600', ageSeconds: 0 });
    });

    it.each(['-2500', '0', '"NaN"', 'null', 'true', '{}', '1e30', '"cheap"', '[]'])(
      'are unavailable when the source says %s',
      async (price) => {
        settings = { ...settings, fixed: { 'native:ethereum': { usd: '1', setAt: null } } };
        server.quote('ethereum', { price, at: now() });
        expect(await priceOf(ETH)).toMatchObject({ status: 'unavailable', usd: null });
      },
    );

    it('are unavailable in another currency, without a time, or from the future', async () => {
      server.quote('ethereum', { price: '2500', at: now(), currency: 'eur' });
      server.quote('solana', { price: '150', at: null });
      server.quote('polygon-ecosystem-token', { price: '0.5', at: now() + 3600 });
      const quotes = await prices.quotes([ETH, asset('solana-mainnet'), asset('polygon-mainnet')]);
      expect(quotes.map(({ status }) => status)).toEqual(['unavailable', 'unavailable', 'unavailable']);
    });

    it('age by the time of the source, and are gone after 1800 s', async () => {
      server.quote('ethereum', { price: '2500', at: now() - 1000 });
      expect((await priceOf(ETH))?.ageSeconds).toBe(1000);
      clock.advance(801);
      await prices.refresh();
      expect((await priceOf(ETH))?.status).toBe('unavailable');
    });
  });

  describe('while the source fails', () => {
    const FAULTS: readonly (readonly [PriceFault, string])[] = [
      ['down', 'unreachable'],
      ['silent', 'timeout'],
      ['not-json', 'nonsense'],
      ['truncated', 'unreachable'],
      ['redirect', 'unreachable'],
      [{ status: 429 }, 'http_429'],
      [{ status: 500 }, 'http_500'],
    ];

    it.each(FAULTS)('are unavailable and the status says why: %j is %s', async (fault, problem) => {
      server.quote('ethereum', { price: '2500', at: now() });
      server.fail(fault);
      expect((await priceOf(ETH))?.status).toBe('unavailable');
      expect(prices.status()[0]).toEqual({ source: 'coingecko', state: 'failing', problem, lastAnswerAt: null });
    });

    it('keep the last quote until it is too old, and recover with the source', async () => {
      server.quote('ethereum', { price: '2500', at: now() });
      await priceOf(ETH);
      server.fail('down');
      clock.advance(600);
      await prices.refresh();
      expect(await priceOf(ETH)).toMatchObject({ status: 'ok', usd: '2500', ageSeconds: 600 });
      clock.advance(1201);
      await prices.refresh();
      expect((await priceOf(ETH))?.status).toBe('unavailable');
      server.fail(null);
      server.quote('ethereum', { price: '2550', at: now() });
      await prices.refresh();
      expect((await priceOf(ETH))?.usd).toBe('2550');
      expect(prices.status()[0]).toMatchObject({ state: 'ok', problem: null, lastAnswerAt: now() });
    });

    it('do not make every request wait', async () => {
      server.fail('down');
      await priceOf(ETH);
      await priceOf(ETH);
      await priceOf(ETH);
      expect(server.requests).toHaveLength(1);
    });

    it('never fall back to a fixed price', async () => {
      settings = { ...settings, fixed: { 'native:ethereum': { usd: '1', setAt: null } } };
      server.fail('down');
      expect((await priceOf(ETH))?.status).toBe('unavailable');
    });
  });

  describe('set by hand', () => {
    beforeEach(() => {
      settings = { ...settings, fixed: { 'native:ethereum': { usd: '2000', setAt: null } } };
    });

    it('stand in where no source knows the asset', async () => {
      expect((await priceOf(ETH))?.usd).toBe('2000');
    });

    it('give way to a source that quotes the asset', async () => {
      server.quote('ethereum', { price: '2500', at: now() });
      expect((await priceOf(ETH))?.usd).toBe('2500');
    });

    it('price testnets, which no source is ever asked for', async () => {
      server.quote('ethereum', { price: '2500', at: now() });
      expect((await priceOf(asset('ethereum-sepolia')))?.usd).toBe('2000');
      expect(server.requests).toEqual([]);
    });

    it('need no source at all', async () => {
      settings = { ...settings, coingeckoUrl: null };
      expect((await priceOf(ETH))?.usd).toBe('2000');
      expect(prices.status().map(({ state }) => state)).toEqual(['off', 'off', 'off']);
    });
  });

  describe('with Pyth beside CoinGecko', () => {
    const pyth = (price: string, more: { conf?: string } = {}) => {
      hermes.quote(ETH_FEED, { price, at: now(), expo: -8, ...more });
    };

    beforeEach(() => {
      settings = { ...settings, pythUrl: hermes.url };
    });

    it('are the higher of two that agree', async () => {
      server.quote('ethereum', { price: '2500', at: now() - 7 });
      pyth('251012345678');
      expect(await priceOf(ETH)).toEqual({
        status: 'ok',
        usd: '2510.12345678',
        ageSeconds: 7,
        quotes: ['2500', '2510.12345678'],
      });
      expect(hermes.requests).toEqual([`/v2/updates/price/latest?ids[]=${ETH_FEED}`]);
    });

    it('are aging at once when one source is alone, and do not wait for the other', async () => {
      server.quote('ethereum', { price: '2500', at: now() });
      hermes.fail('down');
      expect(await priceOf(ETH)).toMatchObject({ status: 'ok', usd: '2500', ageSeconds: 300 });
      clock.advance(301);
      await prices.refresh();
      expect((await priceOf(ETH))?.status).toBe('unavailable');
    });

    it('do not follow one source down, but follow both', async () => {
      server.quote('ethereum', { price: '2500', at: now() });
      pyth('250000000000');
      await priceOf(ETH);
      hermes.fail('down');
      clock.advance(200);
      server.quote('ethereum', { price: '25', at: now() });
      await prices.refresh();
      expect(await priceOf(ETH)).toMatchObject({ usd: '2500', ageSeconds: 300, quotes: ['2500'] });
      clock.advance(101);
      expect((await priceOf(ETH))?.status).toBe('unavailable');
      hermes.fail(null);
      pyth('2510000000');
      await prices.refresh();
      expect(await priceOf(ETH)).toMatchObject({ status: 'ok', usd: '25.1' });
    });

    it('leave out a feed whose publishers are far apart', async () => {
      server.quote('ethereum', { price: '2500', at: now() });
      pyth('250000000000', { conf: '20000000000' });
      expect(await priceOf(ETH)).toMatchObject({ usd: '2500', ageSeconds: 300, quotes: ['2500'] });
    });

    it('forget what a source said when the setting names another', async () => {
      server.quote('ethereum', { price: '2500', at: now() });
      await priceOf(ETH);
      settings = { ...NOTHING, pythUrl: hermes.url };
      pyth('260000000000');
      expect(await priceOf(ETH)).toMatchObject({ usd: '2600', quotes: ['2600'] });
    });
  });
});
