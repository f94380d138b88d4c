import { describe, expect, it } from 'vitest';
import { calldata, transfer, word } from './abi.js';
import { decisionOn, GENEROUS, K, NOW, OPEN, P, Q, R, WORLD } from './verdict.js';

const MAX = (2n ** 256n - 1n).toString();
const eth = (amount = '1', to = P) => ({ type: 'TRANSFER', network: 'base-mainnet', to, amount });
const usdRow = (usd: string, at: number, more: object = {}) => ({ type: 'TRANSFER', status: 'CONFIRMED', at, usd, ...more });
const judge = (request: object, policies: readonly object[], more: object = {}) =>
  decisionOn({ ...WORLD, settings: OPEN, policies, request, ...more }).result;
const spending = (rules: object) => ({ type: 'SPENDING_LIMIT', rules });

describe('the edges of windows', () => {
  const daily = spending({ daily_limit_usd: 100, monthly_limit_usd: 1000 });
  const dollar = { ...eth('1000000'), type: 'TOKEN_TRANSFER', token: { address: K } };
  it.each([
    ['a day ago to the second counts', usdRow('99.5', NOW - 86_400), 'APPROVAL', 'cumulative_daily'],
    ['a second more does not', usdRow('99.5', NOW - 86_401), 'INSTANT', null],
    ['30 days ago to the second count', usdRow('999.5', NOW - 2_592_000), 'APPROVAL', 'cumulative_monthly'],
    ['a second more do not', usdRow('999.5', NOW - 2_592_001), 'INSTANT', null],
    ['equal is fine', usdRow('99', NOW), 'INSTANT', null],
    ['the last of 18 places is not', usdRow('99.000000000000000001', NOW), 'APPROVAL', 'cumulative_daily'],
    ['open rows count at any age', usdRow('99.5', 1, { status: 'SUBMITTED' }), 'APPROVAL', 'cumulative_daily'],
    ['a status nobody named is open', usdRow('99.5', 1, { status: 'HALF_DONE' }), 'APPROVAL', 'cumulative_daily'],
    ['what failed counts nothing', usdRow('99.5', NOW, { status: 'FAILED' }), 'INSTANT', null],
    ['another wallet has its own budget', usdRow('99.5', NOW, { walletId: 'other' }), 'INSTANT', null],
  ])('%s', (_, row, tier, approvalReason) => {
    expect(judge(dollar, [daily], { walletId: 'mine', history: [row] })).toMatchObject({ tier, approvalReason });
  });

  it('value rows of a token that the request tells the decimals of', () => {
    const row = { type: 'TOKEN_TRANSFER', status: 'CONFIRMED', at: NOW, chain: 'ethereum', asset: K, amount: '99500000' };
    const told = { ...dollar, token: { address: K, decimals: 6 } };
    expect(judge(told, [daily], { context: {}, history: [row] })).toMatchObject({
      approvalReason: 'cumulative_daily',
      warnings: [],
    });
    expect(judge(eth('0'), [daily], { context: {}, history: [row] }).warnings).toEqual([]);
    const unvalued = judge(eth('1'), [daily], { context: {}, history: [row] });
    expect(unvalued).toMatchObject({ tier: 'INSTANT', warnings: [{ code: 'HISTORY_UNVALUED' }] });
  });
});

describe('rows that name no network', () => {
  it('are worth what their asset costs where the request is judged', () => {
    const row = { type: 'TOKEN_TRANSFER', status: 'CONFIRMED', at: NOW, asset: K, amount: '99500000' };
    const here = { prices: [{ chain: 'ethereum', network: 'base-mainnet', asset: K, usd: 1 }], history: [row] };
    const dollar = { ...eth('1000000'), type: 'TOKEN_TRANSFER', token: { address: K } };
    expect(judge(dollar, [spending({ daily_limit_usd: 100 })], here)).toMatchObject({
      approvalReason: 'cumulative_daily',
      warnings: [],
    });
  });
});

describe('figures of a result', () => {
  it.each([
    [spending({ instant_max_usd: 1e-7, notify_max_usd: 1 }), {}],
    [
      { type: 'REPUTATION_THRESHOLD', rules: { min_score: 1e-7, below_threshold_tier: 'NOTIFY' } },
      { reputation: { rated: true, score: 0 } },
    ],
  ])('state a limit as decimal text, however small: %j', (policy, context) => {
    const { matched } = judge(eth('1000000000000'), [policy], { context });
    expect(matched).toContainEqual(expect.objectContaining({ tier: 'NOTIFY', limit: '0.0000001' }));
  });
});

describe('prices', () => {
  const limit = spending({ instant_max_usd: 1000 });
  const priced = (more: object) => ({ prices: [{ chain: 'ethereum', asset: 'native', usd: '1', ...more }] });
  it.each([
    [{ ageSeconds: 299.9 }, 'INSTANT', []],
    [{ ageSeconds: 300 }, 'NOTIFY', [{ code: 'PRICE_AGING' }]],
    [{ ageSeconds: 1800 }, 'NOTIFY', [{ code: 'PRICE_AGING' }]],
    [{ ageSeconds: 1800.1 }, 'APPROVAL', []],
    [{ usd: 0 }, 'APPROVAL', []],
    [{ status: 'unavailable' }, 'APPROVAL', []],
    [{ quotes: ['1.05'] }, 'INSTANT', []],
    [{ quotes: ['1.050000000000000001'] }, 'NOTIFY', [{ code: 'PRICE_DISPUTED' }]],
    [{ ageSeconds: 300, quotes: ['2'] }, 'NOTIFY', [{ code: 'PRICE_AGING' }, { code: 'PRICE_DISPUTED' }]],
  ])('%j', (more, tier, warnings) => {
    expect(judge(eth(), [limit], priced(more))).toMatchObject({ tier, warnings });
  });

  it('are not looked at where no limit needs them', () => {
    expect(judge(eth('5'), [spending({ instant_max: '5' })], { prices: [] })).toMatchObject({ tier: 'INSTANT', warnings: [] });
  });
});

describe('large and small figures', () => {
  it('judges 2^256-1', () => {
    expect(judge(eth(MAX), [spending({ instant_max: MAX })]).tier).toBe('INSTANT');
    expect(judge(eth(MAX), [spending({ delay_max_usd: '999999999999999.999999999999999999' })]).tier).toBe('APPROVAL');
  });

  it('asks a human for units of a token whose decimals nobody knows', () => {
    const limit = spending({
      token_limits: { [`eip155:8453/erc20:${Q}`]: { instant_max: '1', notify_max: '1', delay_max: '1' } },
    });
    const pay = { type: 'TOKEN_TRANSFER', network: 'base-mainnet', to: P, amount: '1', token: { address: Q } };
    expect(judge(pay, [limit])).toMatchObject({ tier: 'APPROVAL', approvalReason: 'unknown_value' });
  });

  it.each([
    ['half of 256 bits', (2n ** 255n - 1n).toString(), 'APPROVE_UNLIMITED_BLOCKED'],
    ['one less', (2n ** 255n - 2n).toString(), null],
    ['2^96-1', (2n ** 96n - 1n).toString(), 'APPROVE_UNLIMITED_BLOCKED'],
    ['2^96', (2n ** 96n).toString(), null],
    ['2^128-1', (2n ** 128n - 1n).toString(), 'APPROVE_UNLIMITED_BLOCKED'],
    ['2^160-1', (2n ** 160n - 1n).toString(), 'APPROVE_UNLIMITED_BLOCKED'],
  ])('knows an unlimited allowance: %s', (_, amount, denyCode) => {
    const approve = { type: 'APPROVE', network: 'base-mainnet', spender: R, token: { address: K }, amount };
    expect(judge(approve, [GENEROUS]).denyCode).toBe(denyCode);
  });
});

describe('local time', () => {
  const during = (start: number, end: number, days: readonly number[], timezone: string) => ({
    type: 'TIME_RESTRICTION',
    rules: { allowed_hours: { start, end }, allowed_days: days, timezone },
  });
  it.each([
    ['summer time begins', during(3, 4, [0], 'Europe/Berlin'), '2026-03-29T01:00:00Z', true],
    ['the skipped hour never was', during(2, 3, [0], 'Europe/Berlin'), '2026-03-29T01:00:00Z', false],
    ['the doubled hour counts twice', during(2, 3, [0], 'Europe/Berlin'), '2026-10-25T01:30:00Z', true],
    ['a zone of half hours', during(9, 10, [3], 'Asia/Kolkata'), '2026-07-15T03:30:00Z', true],
    ['one second before it', during(9, 10, [3], 'Asia/Kolkata'), '2026-07-15T03:29:59Z', false],
    ['past midnight it is the new day', during(22, 2, [3], 'UTC'), '2026-07-16T01:00:00Z', false],
    ['before midnight it is the old one', during(22, 2, [3], 'UTC'), '2026-07-15T22:00:00Z', true],
    ['the day that is just beginning', during(22, 2, [3], 'UTC'), '2026-07-15T00:30:00Z', true],
  ])('%s', (_, policy, now, allowed) => {
    expect(judge(eth(), [GENEROUS, policy], { now }).allowed).toBe(allowed);
  });
});

describe('scope, priority and shadow', () => {
  const named = (id: string, to: string, more: object) => ({
    id,
    type: 'WHITELIST',
    rules: { allowed_addresses: [to] },
    ...more,
  });
  const outcomes = (policies: readonly object[]) => {
    const { allowed, matched } = judge(eth(), [GENEROUS, ...policies], { walletId: 'w' });
    const rows = matched
      .filter(({ type }) => type === 'WHITELIST')
      .map(({ policyId, outcome }) => `${policyId ?? ''} ${outcome}`);
    return [allowed, ...rows.sort()];
  };

  it('lets scope decide before priority', () => {
    expect(outcomes([named('global', Q, { priority: 99 }), named('own', P, { walletId: 'w' })])).toEqual([
      true,
      'global shadowed',
      'own pass',
    ]);
    expect(outcomes([named('net', P, { network: 'base-mainnet' }), named('all', Q, { priority: 5 })])[0]).toBe(true);
  });

  it('takes the highest priority within a scope, and passes over what is disabled or for others', () => {
    expect(outcomes([named('low', Q, { priority: -1 }), named('high', P, {})])[0]).toBe(true);
    expect(outcomes([named('off', Q, { enabled: false })])).toEqual([true]);
    expect(outcomes([named('elsewhere', Q, { walletId: 'x' }), named('other', Q, { network: 'base-sepolia' })])).toEqual([true]);
  });

  it('denies everything for a broken row, even one in the shadow', () => {
    const broken = { id: 'broken', type: 'WHITELIST', rules: { allowed_addresses: [] } };
    expect(judge(eth(), [broken, named('own', P, { walletId: 'w' })], { walletId: 'w' })).toMatchObject({
      denyCode: 'POLICY_RULES_CORRUPT',
    });
    expect(judge(eth(), [GENEROUS, { ...broken, enabled: false }]).allowed).toBe(true);
  });
});

describe('what is named in a reason', () => {
  it.each([
    [{ type: 'ALLOWED_NETWORKS', rules: { networks: [{ network: 'base-sepolia' }] } }, eth(), 'eip155:8453'],
    [{ type: 'WHITELIST', rules: { allowed_addresses: [P] } }, eth('1', Q), Q],
    [
      { type: 'VENUE_WHITELIST', rules: { venues: [{ id: 'a' }] } },
      { type: 'EXTERNAL_ACTION', venue: 'Else', notionalUsd: 1 },
      'Else',
    ],
    [
      { type: 'METHOD_WHITELIST', rules: { methods: [{ contractAddress: K, selectors: ['0x12345678'] }] } },
      { type: 'CONTRACT_CALL', network: 'base-mainnet', contractAddress: K, calldata: transfer(P, 1) },
      '0xa9059cbb',
    ],
    [
      { type: 'ALLOWED_TOKENS', rules: { tokens: [{ address: K }] } },
      { type: 'CONTRACT_CALL', network: 'base-mainnet', contractAddress: R, calldata: calldata('0xa9059cbb', word(P), word(1)) },
      R,
    ],
  ])('%j', (policy, request, value) => {
    expect(judge(request, [GENEROUS, policy]).reason).toContain(value);
  });
});
