import { describe, expect, it } from 'vitest';
import { pricesSettings } from './prices.settings.js';

const { parse } = pricesSettings['prices.chainlink_feeds'];
const ETH_USD = '0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419';
const FEED = { network: 'ethereum-mainnet', address: ETH_USD, heartbeatSeconds: 3600 };

describe('the setting of price feeds', () => {
  it('takes pairs, JSON text and JSON, and what it gave before', () => {
    const pairs = `native:ethereum=ethereum-mainnet:${ETH_USD}, native:base-mainnet=base-mainnet:${ETH_USD.toLowerCase()}:1200`;
    const parsed = parse(pairs);
    expect(parsed).toEqual({
      'native:ethereum': FEED,
      'native:base-mainnet': { network: 'base-mainnet', address: ETH_USD, heartbeatSeconds: 1200 },
    });
    expect(parse(JSON.stringify(parsed))).toEqual(parsed);
    expect(parse(parsed)).toEqual(parsed);
    expect(parse({ 'native:ethereum': `ethereum-mainnet:${ETH_USD}` })).toEqual({ 'native:ethereum': FEED });
    expect(parse('')).toEqual({});
  });

  it.each([
    ['a key of no asset', `ethereum=ethereum-mainnet:${ETH_USD}`],
    ['a network of another family', `native:solana=solana-mainnet:${ETH_USD}`],
    ['an unknown network', `native:ethereum=mainnet:${ETH_USD}`],
    ['a wrong checksum', `native:ethereum=ethereum-mainnet:0x5F4eC3Df9cbd43714FE2740f5E3616155c5b8419`],
    ['no address', 'native:ethereum=ethereum-mainnet'],
    ['a heartbeat of a week', `native:ethereum=ethereum-mainnet:${ETH_USD}:604800`],
    ['a heartbeat of nothing', `native:ethereum=ethereum-mainnet:${ETH_USD}:0`],
    ['a price', 'native:ethereum=2000'],
    ['no object', 5],
    ['broken JSON', '{"native:ethereum"'],
  ])('refuses %s', (_, input) => {
    expect(parse(input)).toBeUndefined();
  });
});
