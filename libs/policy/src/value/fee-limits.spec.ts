import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Facts, HistoryRow, PriceFact } from '../facts.js';
import { POLICY_SETTINGS_DEFAULTS } from '../settings.js';
import { feeCapOf, feeFactOf, type FeeLimits } from './fee-limits.js';

const NOW = 1_800_000_000;
const ETHER = 10n ** 18n;
const PLACE = { chain: 'ethereum', network: 'ethereum-mainnet' } as const;
const LIMITS: FeeLimits = {
  maxUsd: '50',
  maxNative: { 'ethereum-mainnet': ETHER / 50n, 'polygon-amoy': 10n * ETHER },
  dailyUsd: '100',
};
const priced = (usd: string, more: Partial<PriceFact> = {}): PriceFact => ({
  ...{ chain: 'ethereum', network: 'ethereum-mainnet', asset: 'native', usd, status: 'ok', ageSeconds: 0, quotes: [usd] },
  ...more,
});

function factsWith(prices: readonly PriceFact[], history: readonly HistoryRow[] = []): Facts {
  return {
    walletId: 'w',
    ownerState: 'NONE',
    now: NOW,
    history,
    prices,
    context: {},
    settings: POLICY_SETTINGS_DEFAULTS,
    session: null,
  };
}

function feeRow(given: Partial<HistoryRow>): HistoryRow {
  return {
    type: 'TRANSFER',
    category: 'fee',
    status: 'CONFIRMED',
    at: NOW - 10,
    network: 'ethereum-mainnet',
    asset: 'native',
    ...given,
  };
}

describe('the most one fee may come to', () => {
  it('is what the limit in USD buys, to the last wei', () => {
    expect(feeCapOf(factsWith([priced('2500')]), PLACE, LIMITS)).toBe(ETHER / 50n);
    expect(feeCapOf(factsWith([priced('3')]), PLACE, LIMITS)).toBe(16_666_666_666_666_666_666n);
  });

  it('is the coin’s own limit where no price is known', () => {
    const twin = LIMITS.maxNative['ethereum-mainnet'];
    expect(feeCapOf(factsWith([]), PLACE, LIMITS)).toBe(twin);
    expect(feeCapOf(factsWith([priced('2500', { ageSeconds: 1801 })]), PLACE, LIMITS)).toBe(twin);
    expect(feeCapOf(factsWith([priced('0')]), PLACE, LIMITS)).toBe(twin);
  });

  it('takes the highest of several quotes, which makes it smallest', () => {
    expect(feeCapOf(factsWith([priced('2500', { quotes: ['2500', '5000'] })]), PLACE, LIMITS)).toBe(ETHER / 100n);
  });

  it('is nothing on a network without a limit', () => {
    expect(feeCapOf(factsWith([]), { chain: 'ethereum', network: 'nowhere' }, LIMITS)).toBe(0n);
  });
});

describe('the fees of a day', () => {
  const fee = (amount: bigint, prices: readonly PriceFact[], history: readonly HistoryRow[] = []) =>
    feeFactOf(factsWith(prices, history), PLACE, amount, LIMITS).dailyBudget;

  it('count open ones at any age, settled ones for a day, and nothing else', () => {
    const rows = [
      feeRow({ usdMicros: 40_000_000n }),
      feeRow({ status: 'SUBMITTED', at: 0, usdMicros: 30_000_000n }),
      feeRow({ at: NOW - 86_401, usdMicros: 900_000_000n }),
      feeRow({ status: 'FAILED', usdMicros: 900_000_000n }),
      feeRow({ category: 'swap', usdMicros: 900_000_000n }),
      feeRow({ walletId: 'another', usdMicros: 900_000_000n }),
    ];
    expect(fee(ETHER / 100n, [priced('3000')], rows)).toEqual({ limit: '100', actual: '100', isExceeded: false });
    expect(fee(ETHER / 100n + 1n, [priced('3000')], rows)).toMatchObject({ isExceeded: true });
  });

  it('count a coin without a price by its own limit', () => {
    const [amoy, mainnet] = [5n * ETHER, ETHER / 50n];
    const rows = [feeRow({ network: 'polygon-amoy', amount: amoy })];
    expect(fee(mainnet, [], rows)).toEqual({ limit: '100', actual: '75', isExceeded: false });
    expect(fee(mainnet, [], [...rows, ...rows])).toMatchObject({ actual: '100', isExceeded: false });
    expect(fee(mainnet, [], [...rows, ...rows, feeRow({ amount: 1n })])).toMatchObject({ isExceeded: true });
  });

  it('are over their budget where one of them cannot be valued', () => {
    expect(fee(1n, [], [feeRow({ network: 'nowhere', amount: 1n })])).toMatchObject({ isExceeded: true });
  });

  it('never come back under it by a higher fee', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, ETHER), fc.bigInt(0n, ETHER), fc.bigInt(0n, 10n ** 9n), (amount, more, spent) => {
        const rows = [feeRow({ usdMicros: spent })];
        const [low, high] = [fee(amount, [priced('3000')], rows), fee(amount + more, [priced('3000')], rows)];
        expect(low?.isExceeded === true && high?.isExceeded === false).toBe(false);
      }),
    );
  });
});
