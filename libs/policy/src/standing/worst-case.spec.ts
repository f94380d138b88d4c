import { describe, expect, it } from 'vitest';
import { compilePolicies } from '../effective/compile.js';
import type { Constraints, Facts, PriceFact } from '../facts.js';
import { POLICY_SETTINGS_DEFAULTS } from '../settings.js';
import { worstCase, type Held, type WorstCase } from './worst-case.js';

const ETHER = 10n ** 18n;
const K = '0x5555555555555555555555555555555555555555';
const P = '0x1111111111111111111111111111111111111111';
// Of another chain: nobody here can be paid.
const ELSEWHERE = '8qbHbw2BbbTHBW1sbeqakYXVKRQM8Ne7pLK7m6CVfeR9';
const HOUR = 3600;
const DAY = 86_400;

const price = (chain: 'ethereum' | 'solana', asset: string, usd: string): PriceFact => ({
  ...{ chain, asset, usd, status: 'ok', ageSeconds: 0, quotes: [] },
});

interface Given {
  readonly policies: readonly (readonly [type: string, rules: object, network?: string])[];
  readonly constraints?: Constraints;
  readonly settings?: Partial<Facts['settings']>;
  readonly holdings?: readonly Held[];
  readonly networks?: readonly string[];
  readonly chain?: 'ethereum' | 'solana';
  readonly seconds?: number;
  readonly prices?: readonly PriceFact[];
}

function worst(given: Given): WorstCase {
  const set = compilePolicies(
    given.policies.map(([type, rules, network], index) => ({
      ...{ id: `p${String(index)}`, version: 1, walletId: 'w', network: network ?? null, type, rules },
      ...{ priority: index, enabled: true },
    })),
  );
  const facts: Facts = {
    ...{ walletId: 'w', ownerState: 'NONE', now: 1_800_000_000, history: [] },
    prices: given.prices ?? [price('ethereum', 'native', '3200'), price('ethereum', K, '1'), price('solana', 'native', '180')],
    context: { tokens: [{ chain: 'ethereum', address: K, decimals: 6 }] },
    settings: { ...POLICY_SETTINGS_DEFAULTS, ...given.settings },
    session: { id: 's', constraints: given.constraints ?? {} },
  };
  const { chain = 'ethereum', networks = ['base-mainnet'], holdings = [ether(3n)], seconds = HOUR } = given;
  return worstCase(set, facts, { chain, networks, holdings, horizonSeconds: seconds });
}

const ether = (amount: bigint, network = 'base-mainnet'): Held => ({
  ...{ network, asset: 'native', decimals: 18, amount: amount * ETHER },
});
const dollars = (amount: bigint): Held => ({ network: 'base-mainnet', asset: K, decimals: 6, amount: amount * 1_000_000n });

const GUARDED = [
  [
    'SPENDING_LIMIT',
    {
      ...{ instant_max_usd: 10, notify_max_usd: 100, delay_max_usd: 500, delay_seconds: 900 },
      ...{ daily_limit_usd: 1000, monthly_limit_usd: 10000 },
    },
  ],
  ['RATE_LIMIT', { max_requests: 30, window_seconds: HOUR }],
] as const;
const ALLOWED = ['ALLOWED_TOKENS', { tokens: [{ address: K }] }] as const;
const NATIVE_ONLY = { instant_max: '0.2', notify_max: '1', delay_max: '4' };

describe('the worst case', () => {
  it('under the guarded preset is the daily limit, and tokens nobody allowed are out of reach', () => {
    const found = worst({ policies: GUARDED, holdings: [ether(3n), dollars(5000n)] });
    expect(found).toMatchObject({ usd: '1000', reasons: [], binding: { policyId: 'p0', field: 'daily_limit_usd' } });
    expect(found.assets).toEqual([{ ...ether(3n), amount: (ETHER * 3125n) / 10_000n }]);
  });

  it('is what the requests of the time come to, where only their size and number are limited', () => {
    const policies = [
      ['SPENDING_LIMIT', { token_limits: { 'native:solana': NATIVE_ONLY }, delay_seconds: 7200 }],
      ['RATE_LIMIT', { max_requests: 10, window_seconds: 600 }],
    ] as const;
    const sol = (amount: bigint | undefined): Held => ({ network: 'solana-mainnet', asset: 'native', decimals: 9, amount });
    const place = { chain: 'solana', networks: ['solana-mainnet'] } as const;
    const limited = worst({ ...place, policies, holdings: [sol(250_000_000_000n)] });
    expect(limited).toMatchObject({ usd: '12600', binding: { policyId: 'p1', field: 'max_requests' } });
    expect(limited.assets[0]?.amount).toBe(70_000_000_000n);
    const unlimited = worst({ ...place, policies: policies.slice(0, 1), holdings: [sol(250_000_000_000n)] });
    expect(unlimited).toMatchObject({ usd: '45000', binding: { type: 'BALANCE' } });
    const untold = worst({ ...place, policies: policies.slice(0, 1), holdings: [sol(undefined)] });
    expect(untold).toMatchObject({ usd: null, reasons: ['UNREAD_BALANCE'], binding: null });
  });

  it('counts the windows that fill again in the time', () => {
    expect(worst({ policies: GUARDED, seconds: DAY }).usd).toBe('1000');
    expect(worst({ policies: GUARDED, seconds: DAY + 1, holdings: [ether(30n)] }).usd).toBe('2000');
    expect(worst({ policies: GUARDED, seconds: 30 * DAY, holdings: [ether(30n)] })).toMatchObject({
      usd: '10000',
      binding: { field: 'monthly_limit_usd' },
    });
  });

  it('is nothing where a human is always asked', () => {
    expect(worst({ policies: [] })).toMatchObject({ usd: '0', binding: null, assets: [] });
    expect(worst({ policies: GUARDED, prices: [] })).toMatchObject({ usd: '0', assets: [] });
  });

  it('counts networks under one limit once, and under two limits twice', () => {
    const networks = ['base-mainnet', 'ethereum-mainnet'];
    const holdings = networks.map((network) => ether(3n, network));
    expect(worst({ policies: GUARDED, networks, holdings }).usd).toBe('1000');
    const own = ['SPENDING_LIMIT', { instant_max_usd: 50, daily_limit_usd: 70 }, 'ethereum-mainnet'] as const;
    expect(worst({ policies: [...GUARDED, own], networks, holdings }).usd).toBe('1070');
  });

  it('has no figure in USD for a coin without a price that may move all the same', () => {
    const policies = [['SPENDING_LIMIT', { token_limits: { 'native:ethereum': NATIVE_ONLY } }]] as const;
    const found = worst({ policies, prices: [] });
    expect(found).toMatchObject({ usd: null, reasons: ['UNPRICED'] });
    expect(found.assets).toEqual([ether(3n)]);
  });

  it('has no end where a call nobody can read needs no human', () => {
    const contracts = ['CONTRACT_WHITELIST', { contracts: [{ address: P }] }] as const;
    expect(worst({ policies: [...GUARDED, contracts] })).toMatchObject({ usd: null, reasons: ['OPAQUE_CALLS'], binding: null });
    const methods = ['METHOD_WHITELIST', { methods: [{ contractAddress: P, selectors: ['0x04e45aaf'] }] }] as const;
    expect(worst({ policies: [...GUARDED, contracts, methods] })).toMatchObject({ usd: '1000', reasons: [] });
  });

  it('has no end where messages are signed without a human', () => {
    expect(worst({ policies: GUARDED, settings: { signMessageDefaultTier: 'NOTIFY' } }).reasons).toEqual(['MESSAGES']);
    expect(worst({ policies: GUARDED, settings: { typedDataDefaultTier: 'DELAY' } }).reasons).toEqual(['MESSAGES']);
  });

  it('sees the coin that a listed method takes along, past the list of recipients', () => {
    const listed = [
      ['WHITELIST', { allowed_addresses: [ELSEWHERE] }],
      ['CONTRACT_WHITELIST', { contracts: [{ address: P }] }],
      ['METHOD_WHITELIST', { methods: [{ contractAddress: P, selectors: ['0x04e45aaf'] }] }],
    ] as const;
    expect(worst({ policies: [...GUARDED, ...listed] })).toMatchObject({ usd: '1000' });
    expect(worst({ policies: [...GUARDED, ...listed.slice(0, 1)] })).toMatchObject({ usd: '0' });
  });

  it('leaves no token out that the wallet might hold unknown to anybody', () => {
    const settings = { defaultDenyTokens: false };
    const policies = [['SPENDING_LIMIT', { instant_max_usd: 10 }]] as const;
    expect(worst({ policies, settings })).toMatchObject({ usd: null, reasons: ['UNLISTED_TOKENS'] });
    expect(worst({ policies: GUARDED, settings })).toMatchObject({ usd: '1000' });
  });

  it('leaves out no way to a token: an allowance is as good as a payment', () => {
    const spenders = ['APPROVED_SPENDERS', { spenders: [{ address: P }] }] as const;
    const tiers = ['APPROVE_TIER_OVERRIDE', { tier: 'INSTANT' }] as const;
    const policies = [...GUARDED, ALLOWED, ['WHITELIST', { allowed_addresses: [ELSEWHERE] }] as const];
    expect(worst({ policies, holdings: [dollars(400n)] }).assets).toEqual([]);
    expect(worst({ policies: [...policies, spenders, tiers], holdings: [dollars(400n)] })).toMatchObject({ usd: '400' });
  });

  it('is told as if a rule of the hour were not there', () => {
    const closed = ['TIME_RESTRICTION', { allowed_hours: { start: 0, end: 1 }, allowed_days: [0] }] as const;
    expect(worst({ policies: [...GUARDED, closed] }).usd).toBe('1000');
  });
});

describe('the worst case of a narrower session', () => {
  it.each<[string, Constraints, Partial<WorstCase>]>([
    ['a daily limit of its own', { dailyUsd: '40' }, { usd: '40' }],
    ['a limit per payment', { maxUsdPerTx: '5' }, { usd: '300' }],
    ['the highest tier it may reach', { maxTier: 'INSTANT' }, { usd: '600' }],
    ['another network', { networks: ['ethereum-mainnet'] }, { usd: '0' }],
    ['types that move nothing', { types: ['SIGN_MESSAGE'] }, { usd: '0' }],
  ])('is held by %s', (_, constraints, expected) => {
    expect(worst({ policies: GUARDED, constraints, holdings: [ether(30n)] })).toMatchObject(expected);
  });

  it('is not held by types that can contain others', () => {
    const contracts = ['CONTRACT_WHITELIST', { contracts: [{ address: P }] }] as const;
    const methods = ['METHOD_WHITELIST', { methods: [{ contractAddress: P, selectors: ['0x04e45aaf'] }] }] as const;
    const found = worst({ policies: [...GUARDED, contracts, methods], constraints: { types: ['CONTRACT_CALL'] } });
    expect(found.usd).toBe('1000');
  });

  it('has an end again where its limits refuse what nobody can read', () => {
    const contracts = ['CONTRACT_WHITELIST', { contracts: [{ address: P }] }] as const;
    expect(worst({ policies: [...GUARDED, contracts], constraints: { dailyUsd: '40' } })).toMatchObject({
      usd: '40',
      reasons: [],
    });
  });
});
