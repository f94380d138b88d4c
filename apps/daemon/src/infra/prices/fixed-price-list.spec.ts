import { findNetwork, type NetworkName, type PricedAsset } from '@waiaas/core';
import { describe, expect, it } from 'vitest';
import { UNAVAILABLE } from './agreed-quote.js';
import { FixedPriceList } from './fixed-price-list.js';

const NOW = 1_800_000_000;
const DAY = 86_400;
const USDC = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';

function asset(name: NetworkName, address = 'native'): PricedAsset {
  const network = findNetwork(name);
  if (network === undefined) throw new Error(`unknown network ${name}`);
  return { network, asset: address };
}

const undated = (usd: string) => ({ usd, setAt: null });
const usdOf = (priced: PricedAsset, prices: Record<string, { usd: string; setAt: number | null }>) =>
  new FixedPriceList().quote(priced, prices, NOW).usd;

describe('a price set by hand', () => {
  it('is found by network before chain', () => {
    const prices = { 'native:ethereum': undated('2000'), 'native:base-mainnet': undated('2100') };
    expect(usdOf(asset('base-mainnet'), prices)).toBe('2100');
    expect(usdOf(asset('arbitrum-mainnet'), prices)).toBe('2000');
    expect(usdOf(asset('ethereum-sepolia'), prices)).toBe('2000');
  });

  it.each(['polygon-mainnet', 'polygon-amoy', 'hyperevm-mainnet', 'hyperevm-testnet'] as const)(
    'of the chain is not the price of the coin of %s',
    (network) => {
      expect(usdOf(asset(network), { 'native:ethereum': undated('2000') })).toBeNull();
      expect(usdOf(asset(network), { [`native:${network}`]: undated('0.5') })).toBe('0.5');
    },
  );

  it('is found by CAIP-19 id however its address is written', () => {
    const canonical = asset('ethereum-mainnet', USDC);
    expect(usdOf(canonical, { [`eip155:1/erc20:${USDC.toLowerCase()}`]: undated('1') })).toBe('1');
    expect(usdOf(canonical, { [`eip155:10/erc20:${USDC}`]: undated('1') })).toBeNull();
    expect(usdOf(canonical, { 'native:ethereum': undated('2000') })).toBeNull();
  });

  it('does not age, and is gone 30 days after it was set', () => {
    const list = new FixedPriceList();
    const prices = (setAt: number) => ({ 'native:solana': { usd: '150', setAt } });
    const quote = (setAt: number) => list.quote(asset('solana-mainnet'), prices(setAt), NOW);
    expect(quote(NOW - 30 * DAY)).toEqual({ status: 'ok', usd: '150', ageSeconds: 0, quotes: ['150'] });
    expect(quote(NOW - 30 * DAY - 1)).toEqual(UNAVAILABLE);
  });

  it('set in the future is not believed', () => {
    expect(usdOf(asset('solana-mainnet'), { 'native:solana': { usd: '150', setAt: NOW + 301 } })).toBeNull();
  });

  it('without a date counts from its first use, and anew when it is changed', () => {
    const list = new FixedPriceList();
    const quote = (usd: string, days: number) =>
      list.quote(asset('solana-mainnet'), { 'native:solana': undated(usd) }, NOW + days * DAY);
    expect(quote('150', 0).usd).toBe('150');
    expect(quote('150', 31)).toEqual(UNAVAILABLE);
    expect(quote('160', 31).usd).toBe('160');
  });

  it('of zero is none', () => {
    expect(usdOf(asset('solana-mainnet'), { 'native:solana': undated('0') })).toBeNull();
  });
});
