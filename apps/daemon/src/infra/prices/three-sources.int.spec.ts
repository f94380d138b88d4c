import type { FeedReading } from '@waiaas/chain-evm';
import { networkOf, type PricedAsset } from '@waiaas/core';
import { startPriceServer, type PriceServer } from '@waiaas/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FixedClock } from '../../../test/fixed-clock.js';
import type { PriceSettings } from './price-settings.js';
import { PriceService } from './price.service.js';

const ETH: PricedAsset = { network: networkOf('ethereum-mainnet'), asset: 'native' };
const ETH_FEED = 'ff61491a931112ddf1bd8147cd1b641375f79f5825126d665480874634fd0ace';
const FEED = '0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419';

let coingecko: PriceServer;
let hermes: PriceServer;
let clock: FixedClock;
let feed: FeedReading | undefined;
let prices: PriceService;

beforeEach(async () => {
  [coingecko, hermes] = await Promise.all([startPriceServer(), startPriceServer()]);
  clock = new FixedClock();
  const settings: PriceSettings = {
    ...{ coingeckoUrl: coingecko.url, coingeckoApiKey: null, pythUrl: hermes.url, pythApiKey: null, fixed: {} },
    chainlinkFeeds: { 'native:ethereum': { network: 'ethereum-mainnet', address: FEED, heartbeatSeconds: 3600 } },
  };
  const readFeed = () => (feed === undefined ? Promise.reject(new Error('no node')) : Promise.resolve(feed));
  prices = new PriceService({ settings: () => settings, fetch, readFeed, clock, firstWaitMs: 5000, timeoutMs: 1500 });
});
afterEach(async () => Promise.all([coingecko.close(), hermes.close()]));

/** Whole dollars from each; undefined: away. */
async function quoted(by: { coingecko?: number; pyth?: number; chainlink?: number }) {
  const at = clock.nowSeconds();
  if (by.coingecko === undefined) coingecko.fail('down');
  else coingecko.quote('ethereum', { price: String(by.coingecko), at });
  if (by.pyth === undefined) hermes.fail('down');
  else hermes.quote(ETH_FEED, { price: `${String(by.pyth)}00000000`, at });
  feed = by.chainlink === undefined ? undefined : { answer: BigInt(by.chainlink), decimals: 0, updatedAt: at, blockAt: at };
  await prices.refresh();
  return (await prices.quotes([ETH]))[0];
}

describe('three sources', () => {
  it('agree on the highest of three that are close', async () => {
    expect(await quoted({ coingecko: 2500, pyth: 2510, chainlink: 2505 })).toMatchObject({
      usd: '2510',
      ageSeconds: 0,
      quotes: ['2500', '2505', '2510'],
    });
  });

  it.each([
    ['CoinGecko', { pyth: 2510, chainlink: 2505 }],
    ['Pyth', { coingecko: 2500, chainlink: 2510 }],
    ['the chain', { coingecko: 2510, pyth: 2500 }],
  ])('still agree without %s, as two do', async (_, by) => {
    expect(await quoted(by)).toMatchObject({ usd: '2510', ageSeconds: 0 });
  });

  it('leave a price that one of them disputes to the disputed rule, whoever lies', async () => {
    expect(await quoted({ coingecko: 2500, pyth: 2510, chainlink: 5000 })).toMatchObject({
      usd: '5000',
      quotes: ['2500', '2510', '5000'],
    });
  });

  it('are not enough when two are away: a lone quote is aging at once', async () => {
    expect(await quoted({ chainlink: 2505 })).toMatchObject({ usd: '2505', ageSeconds: 300 });
  });

  it('do not believe two that are away and one that fell by half since they agreed', async () => {
    await quoted({ coingecko: 2500, pyth: 2510, chainlink: 2505 });
    clock.advance(1801);
    expect(await quoted({ chainlink: 1200 })).toMatchObject({ status: 'unavailable', usd: null });
  });

  it('are each reported on', async () => {
    await quoted({ coingecko: 2500, pyth: 2510 });
    expect(prices.status().map(({ source, state }) => `${source} ${state}`)).toEqual([
      'coingecko ok',
      'pyth ok',
      'chainlink failing',
    ]);
  });
});
