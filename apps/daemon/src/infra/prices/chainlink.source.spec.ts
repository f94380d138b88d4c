import type { FeedReading } from '@waiaas/chain-evm';
import { networkOf, type NetworkName, type PricedAsset } from '@waiaas/core';
import { describe, expect, it } from 'vitest';
import type { PriceFeeds } from '../../config/price-feeds.setting.js';
import { ChainlinkSource, type ReadFeed } from './chainlink.source.js';

const NOW = 1_800_000_000;
const FEED = '0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419';
const USDC = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';
const asset = (name: NetworkName, address = 'native'): PricedAsset => ({ network: networkOf(name), asset: address });
const ETH = asset('ethereum-mainnet');
const feedOn = (network: NetworkName) => ({ network, address: FEED, heartbeatSeconds: 3600 });
const FEEDS: PriceFeeds = { 'native:ethereum': feedOn('ethereum-mainnet') };
const ROUND: FeedReading = { answer: 250_012_345_678n, decimals: 8, updatedAt: NOW - 3000, blockAt: NOW - 12 };

async function answerFor(reading: FeedReading | undefined, priced = ETH) {
  const source = new ChainlinkSource(FEEDS, () => Promise.resolve(reading));
  return [...(await source.ask([priced])).answers.values()][0];
}

describe('a Chainlink feed', () => {
  it('quotes with every digit, as of the block it was read in while its heartbeat lasts', async () => {
    expect(await answerFor(ROUND)).toEqual({ kind: 'quoted', usd: '2500.12345678', at: NOW - 12 });
    expect(await answerFor({ ...ROUND, answer: 5n, decimals: 18 })).toMatchObject({ usd: '0.000000000000000005' });
  });

  it.each<[string, FeedReading | undefined]>([
    ['is not written any more', { ...ROUND, updatedAt: NOW - 12 - 3901 }],
    ['says nothing', { ...ROUND, answer: 0n }],
    ['says less than nothing', { ...ROUND, answer: -250_012_345_678n }],
    ['says a trillion dollars', { ...ROUND, answer: 10n ** 20n }],
    ['has no round yet', { ...ROUND, updatedAt: 0 }],
    ['is no feed', undefined],
  ])('has no price where it %s', async (_, reading) => {
    expect(await answerFor(reading)).toEqual({ kind: 'refused' });
  });

  it('is a failing source, and no answer, where its nodes cannot be asked or differ', async () => {
    const source = new ChainlinkSource(FEEDS, () => Promise.reject(new Error('ADAPTER_NOT_AVAILABLE')));
    expect(await source.ask([ETH])).toEqual({ answers: new Map(), problem: 'unreachable' });
  });

  it('is read once for the coin of many networks, and never for coins that are others', async () => {
    const read: string[] = [];
    const readFeed: ReadFeed = (network, address) => {
      read.push(`${network} ${address}`);
      return Promise.resolve(ROUND);
    };
    const source = new ChainlinkSource(FEEDS, readFeed);
    const { answers, problem } = await source.ask([ETH, asset('base-mainnet'), asset('arbitrum-mainnet')]);
    expect([answers.size, problem, read]).toEqual([3, null, [`ethereum-mainnet ${FEED}`]]);
    const supported = [
      ETH,
      asset('base-mainnet'),
      asset('polygon-mainnet'),
      asset('ethereum-sepolia'),
      asset('ethereum-mainnet', USDC),
    ];
    expect(supported.map((one) => source.supports(one))).toEqual([true, true, false, false, false]);
  });

  it('of the network itself, or of a token, goes before that of the chain’s coin', async () => {
    const token = `eip155:1/erc20:${USDC}`;
    const feeds = { ...FEEDS, 'native:base-mainnet': feedOn('base-mainnet'), [token]: feedOn('arbitrum-mainnet') };
    const read: string[] = [];
    const source = new ChainlinkSource(feeds, (network) => {
      read.push(network);
      return Promise.resolve(ROUND);
    });
    await source.ask([asset('base-mainnet'), asset('ethereum-mainnet', USDC)]);
    expect(read).toEqual(['base-mainnet', 'arbitrum-mainnet']);
  });
});
