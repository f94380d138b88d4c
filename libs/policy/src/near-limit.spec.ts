import { describe, expect, it } from 'vitest';
import { isNearLimit, isNearOneOf, type AskedAmount } from './near-limit.js';

const USDC = '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913';
const usd = (dollars: number) => ({ usdMicros: BigInt(Math.round(dollars * 1_000_000)), amounts: [] });
const asking = (amount: bigint, over: Partial<AskedAmount> = {}) => ({
  usdMicros: undefined,
  amounts: [{ chain: 'ethereum' as const, network: 'base-mainnet', asset: 'native', amount, decimals: 18, ...over }],
});

describe('a request near a limit', () => {
  it.each([
    [94.9, false],
    [95, true],
    [100, true],
    [105.26, true],
    [105.27, false],
    [0, false],
  ])('of 100 USD: %d is near, %s', (dollars, expected) => {
    expect(isNearLimit({ instant_max_usd: 100 }, usd(dollars), 95)).toBe(expected);
  });

  it('may stand at any of the thresholds', () => {
    const rules = { instant_max_usd: 10, notify_max_usd: 100, delay_max_usd: 1000 };
    expect([9.9, 99, 999, 50].map((dollars) => isNearLimit(rules, usd(dollars), 95))).toEqual([true, true, true, false]);
  });

  it('is judged in units of its own asset, in base units and in whole ones', () => {
    expect(isNearLimit({ instant_max: '1000' }, asking(990n), 95)).toBe(true);
    expect(isNearLimit({ instant_max: '1000' }, asking(990n, { decimals: undefined }), 95)).toBe(true);
    const whole = { token_limits: { [`eip155:8453/erc20:${USDC}`]: { instant_max: '5', notify_max: '5', delay_max: '5' } } };
    const token = { asset: USDC, decimals: 6 };
    expect(isNearLimit(whole, asking(4_900_000n, token), 95)).toBe(true);
    expect(isNearLimit(whole, asking(4_900_000n, { ...token, decimals: undefined }), 95)).toBe(false);
    expect(isNearLimit(whole, asking(4_900_000n), 95)).toBe(false);
  });

  it('is none where the threshold is zero or there is nothing to compare', () => {
    expect(isNearLimit({ instant_max_usd: 0 }, usd(0), 95)).toBe(false);
    expect(isNearLimit({ daily_limit_usd: 100 }, usd(99), 95)).toBe(false);
    expect(isNearLimit({ instant_max_usd: 100 }, asking(99n), 95)).toBe(false);
  });

  it('is one of a limit for its own network or for all, and of no other', () => {
    const rules = { instant_max_usd: 100 };
    const request = { network: 'base-mainnet', asked: usd(99) };
    const isNear = (...networks: (string | null)[]) =>
      isNearOneOf(
        networks.map((network) => ({ network, rules })),
        request,
        95,
      );
    expect([isNear(), isNear('base-sepolia'), isNear(null), isNear('base-sepolia', 'base-mainnet')]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});
