import { describe, expect, it } from 'vitest';
import { calldata, execute, transfer, word } from './abi.js';
import { decisionOn, P, Q, R, S } from './verdict.js';

// ETH is 3200 USD, SOL 180, K a token with 6 decimals at 1 USD; W is another token.
const K = '0x5555555555555555555555555555555555555555';
const W = '0x7777777777777777777777777777777777777777';
const NOW = '2026-07-14T07:30:00Z';
const AT = 1_784_014_200;

const OFF = {
  'policy.default_deny_tokens': false,
  'policy.default_deny_contracts': false,
  'policy.default_deny_spenders': false,
  'policy.default_deny_x402_domains': false,
  'policy.default_deny_erc8128_domains': false,
  'policy.default_deny_venues': false,
};

const USD_LIMIT = { instant_max_usd: 25, notify_max_usd: 250, delay_max_usd: 2500, delay_seconds: 1200, daily_limit_usd: 3000 };

interface Setting {
  readonly [part: string]: unknown;
}

function judge(type: string | undefined, rules: unknown, request: object, more: Setting = {}) {
  const { policies: others = [], ...rest } = more;
  const own = type === undefined ? [] : [{ type, rules }];
  const tokens = [{ chain: 'ethereum', address: K, decimals: 6 }];
  return decisionOn({
    now: NOW,
    settings: OFF,
    prices: [
      { chain: 'ethereum', asset: 'native', usd: 3200 },
      { chain: 'solana', asset: 'native', usd: 180 },
      { chain: 'ethereum', asset: K, usd: 1 },
    ],
    context: { tokens },
    ...rest,
    policies: [...own, ...(others as object[])],
    request: { network: 'base-mainnet', ...request },
  }).result;
}

const GENEROUS = { type: 'SPENDING_LIMIT', rules: { instant_max_usd: '100000000000000' } };
const eth = (amount: bigint, to = P) => ({ type: 'TRANSFER', to, amount: amount.toString() });
const ETHER = 10n ** 18n;
const token = (amount: string, address = K, to = P) => ({ type: 'TOKEN_TRANSFER', to, amount, token: { address } });
const approval = (spender: string, amount: string, address = K) => ({ type: 'APPROVE', spender, amount, token: { address } });
const send = (at: number, status = 'CONFIRMED') => ({ type: 'TRANSFER', status, at });

describe('the types that deny', () => {
  it('TIME_RESTRICTION looks at the local clock', () => {
    const rules = { allowed_hours: { start: 8, end: 20 }, allowed_days: [1, 2, 3, 4, 5], timezone: 'Europe/Berlin' };
    expect(judge('TIME_RESTRICTION', rules, eth(1n)).allowed).toBe(true);
    expect(judge('TIME_RESTRICTION', rules, eth(1n), { now: '2026-07-14T18:00:00Z' }).denyCode).toBe(
      'TIME_RESTRICTION_VIOLATION',
    );
  });

  it('RATE_LIMIT counts the last seconds', () => {
    const rules = { max_requests: 5, window_seconds: 60 };
    const history = Array.from({ length: 5 }, () => send(AT));
    expect(judge('RATE_LIMIT', rules, eth(1n), { history, now: AT + 59 }).denyCode).toBe('RATE_LIMIT_VIOLATION');
    expect(judge('RATE_LIMIT', rules, eth(1n), { history, now: AT + 60 }).allowed).toBe(true);
    expect(judge('RATE_LIMIT', rules, eth(1n), { history: [...history.slice(1), send(AT, 'DENIED')], now: AT }).allowed).toBe(
      true,
    );
  });

  it('ALLOWED_NETWORKS refuses other networks, and requests that name none', () => {
    const rules = { networks: [{ network: 'base-sepolia' }] };
    expect(judge('ALLOWED_NETWORKS', rules, { ...eth(1n), network: 'polygon-amoy' })).toMatchObject({
      denyCode: 'ALLOWED_NETWORKS_VIOLATION',
      reason: expect.stringContaining('polygon-amoy') as string,
    });
    expect(judge('ALLOWED_NETWORKS', rules, { ...eth(1n), network: undefined, chain: 'ethereum' }).denyCode).toBe(
      'ALLOWED_NETWORKS_VIOLATION',
    );
  });

  it('WHITELIST looks at recipients, not at contracts', () => {
    const rules = { allowed_addresses: [P] };
    expect(judge('WHITELIST', rules, token('1', K, Q)).denyCode).toBe('WHITELIST_VIOLATION');
    expect(judge('WHITELIST', rules, { type: 'CONTRACT_CALL', contractAddress: K, calldata: transfer(Q, 1) }).denyCode).toBe(
      'WHITELIST_VIOLATION',
    );
    expect(judge('WHITELIST', rules, { type: 'CONTRACT_CALL', contractAddress: R, calldata: '0x12345678' }).allowed).toBe(true);
    expect(judge('WHITELIST', rules, approval(Q, '1')).allowed).toBe(true);
  });

  it('X402_ALLOWED_DOMAINS compares hosts', () => {
    const pay = (domain: string) => ({ type: 'X402_PAYMENT', to: P, amount: '1', token: { address: K }, domain });
    const rules = { domains: ['*.pay.dev'] };
    expect(judge('X402_ALLOWED_DOMAINS', rules, pay('eu.pay.dev')).allowed).toBe(true);
    expect(judge('X402_ALLOWED_DOMAINS', rules, pay('A.EU.PAY.DEV.')).allowed).toBe(true);
    expect(judge('X402_ALLOWED_DOMAINS', rules, pay('pay.dev')).denyCode).toBe('X402_ALLOWED_DOMAINS_VIOLATION');
    expect(judge('X402_ALLOWED_DOMAINS', rules, pay('notpay.dev')).reason).toContain('notpay.dev');
    expect(judge(undefined, {}, pay('pay.dev'), { settings: {} }).denyCode).toBe('X402_ALLOWED_DOMAINS_REQUIRED');
  });

  it('ERC8128_ALLOWED_DOMAINS counts the last minute', () => {
    const sign = (domain: string) => ({ type: 'HTTP_SIGN', domain });
    const rules = { domains: ['api.shop.dev'], rate_limit_rpm: 2 };
    const signed = { type: 'HTTP_SIGN', status: 'CONFIRMED', at: AT - 1, domain: 'api.shop.dev' };
    expect(judge('ERC8128_ALLOWED_DOMAINS', rules, sign('api.shop.dev'), { history: [signed] })).toMatchObject({
      allowed: true,
      tier: 'INSTANT',
    });
    expect(judge('ERC8128_ALLOWED_DOMAINS', rules, sign('api.shop.dev'), { history: [signed, signed] }).denyCode).toBe(
      'ERC8128_ALLOWED_DOMAINS_VIOLATION',
    );
    expect(judge('ERC8128_ALLOWED_DOMAINS', rules, sign('shop.dev')).denyCode).toBe('ERC8128_ALLOWED_DOMAINS_VIOLATION');
  });

  it('ALLOWED_TOKENS knows a token by network and address', () => {
    const rules = { tokens: [{ address: K, assetId: `eip155:10/erc20:${K}` }] };
    expect(judge('ALLOWED_TOKENS', rules, { ...token('1'), network: 'optimism-mainnet' }).allowed).toBe(true);
    expect(judge('ALLOWED_TOKENS', rules, token('1')).denyCode).toBe('ALLOWED_TOKENS_VIOLATION');
    expect(judge('ALLOWED_TOKENS', rules, { ...token('1', W), token: { address: W, symbol: 'K' } }).denyCode).toBe(
      'ALLOWED_TOKENS_VIOLATION',
    );
    expect(judge(undefined, {}, approval(P, '1'), { settings: { 'policy.default_deny_spenders': false } }).allowed).toBe(true);
    expect(judge(undefined, {}, token('1'), { settings: {} }).denyCode).toBe('ALLOWED_TOKENS_REQUIRED');
  });

  it('CONTRACT_WHITELIST looks inside an execute', () => {
    const rules = { contracts: [{ address: R }] };
    const call = { type: 'CONTRACT_CALL', contractAddress: R, calldata: execute(S, 0, '0x12345678') };
    expect(judge('CONTRACT_WHITELIST', rules, call)).toMatchObject({
      denyCode: 'CONTRACT_WHITELIST_VIOLATION',
      reason: expect.stringContaining(S) as string,
    });
    expect(judge('CONTRACT_WHITELIST', rules, call, { context: { trustedProvider: true } }).allowed).toBe(true);
    expect(judge(undefined, {}, call, { settings: {} }).denyCode).toBe('CONTRACT_WHITELIST_REQUIRED');
  });

  it('METHOD_WHITELIST compares selectors without case', () => {
    const rules = { methods: [{ contractAddress: R, selectors: ['0x04e45aaf'] }] };
    const call = (data: string) => ({ type: 'CONTRACT_CALL', contractAddress: R, calldata: data });
    expect(judge('METHOD_WHITELIST', rules, call('0x04E45AAF')).allowed).toBe(true);
    expect(judge('METHOD_WHITELIST', rules, call('0x414bf389'))).toMatchObject({
      denyCode: 'METHOD_WHITELIST_VIOLATION',
      reason: expect.stringContaining('0x414bf389') as string,
    });
  });

  it('APPROVED_SPENDERS compares spender, token and amount', () => {
    const rules = { spenders: [{ address: R, token: K, maxAmount: '40000000' }] };
    expect(judge('APPROVED_SPENDERS', rules, approval(R, '40000000')).allowed).toBe(true);
    for (const request of [approval(R, '40000001'), approval(R, '1', W), approval(Q, '1')]) {
      expect(judge('APPROVED_SPENDERS', rules, request).denyCode).toBe('APPROVED_SPENDERS_VIOLATION');
    }
  });

  it('APPROVE_AMOUNT_LIMIT compares base units', () => {
    expect(judge('APPROVE_AMOUNT_LIMIT', { maxAmount: '2000000' }, approval(R, '2000000')).allowed).toBe(true);
    expect(judge('APPROVE_AMOUNT_LIMIT', { maxAmount: '2000000' }, approval(R, '2000001')).denyCode).toBe(
      'APPROVE_AMOUNT_LIMIT_VIOLATION',
    );
  });

  it('LENDING_ASSET_WHITELIST lets out what it does not let in', () => {
    const lending = (action: string, asset: string) => ({
      type: 'CONTRACT_CALL',
      contractAddress: R,
      calldata: '0x12345678',
      lending: { action, asset, amountUsd: 1 },
    });
    const rules = { assets: [{ address: K }] };
    const context = { lendingPosition: { collateralUsd: 100, debtUsd: 0 } };
    expect(judge('LENDING_ASSET_WHITELIST', rules, lending('borrow', W), { context }).denyCode).toBe(
      'LENDING_ASSET_WHITELIST_VIOLATION',
    );
    expect(judge('LENDING_ASSET_WHITELIST', rules, lending('repay', W), { context }).allowed).toBe(true);
    expect(judge(undefined, {}, lending('supply', K), { context }).denyCode).toBe('LENDING_ASSET_WHITELIST_REQUIRED');
  });

  it('LENDING_LTV_LIMIT looks at the position afterwards', () => {
    const borrow = (amountUsd: number) => ({
      type: 'CONTRACT_CALL',
      contractAddress: R,
      calldata: '0x12345678',
      lending: { action: 'borrow', asset: K, amountUsd },
    });
    const more = {
      context: { lendingPosition: { collateralUsd: '2000', debtUsd: '800' }, trustedProvider: true },
      policies: [GENEROUS, { type: 'LENDING_ASSET_WHITELIST', rules: { assets: [{ address: K }] } }],
    };
    const tierOf = (amountUsd: number) => judge('LENDING_LTV_LIMIT', { maxLtv: 0.7, warningLtv: 0.5 }, borrow(amountUsd), more);
    expect(tierOf(200).tier).toBe('NOTIFY');
    expect(tierOf(201).tier).toBe('DELAY');
    expect(tierOf(600).tier).toBe('DELAY');
    expect(tierOf(601).denyCode).toBe('LENDING_LTV_LIMIT_VIOLATION');
  });

  it('PERP types judge market, leverage and size', () => {
    const order = (perp: object) => ({
      type: 'EXTERNAL_ACTION',
      venue: 'drift',
      perp: { action: 'open_position', market: 'sol-perp', leverage: 1, sizeUsd: 10, ...perp },
    });
    const markets = { type: 'PERP_ALLOWED_MARKETS', rules: { markets: [{ market: 'SOL-PERP' }] } };
    const more = { policies: [GENEROUS, markets] };
    const leverage = (value: number) =>
      judge('PERP_MAX_LEVERAGE', { maxLeverage: 4, warningLeverage: 3 }, order({ leverage: value }), more);
    expect([leverage(3).tier, leverage(3.5).tier, leverage(4.01).denyCode]).toEqual([
      'INSTANT',
      'DELAY',
      'PERP_MAX_LEVERAGE_VIOLATION',
    ]);
    const size = (sizeUsd: string) =>
      judge('PERP_MAX_POSITION_USD', { maxPositionUsd: 8000, warningPositionUsd: 6000 }, order({ sizeUsd }), more);
    expect([size('6000').tier, size('8000').tier, size('8000.01').denyCode]).toEqual([
      'INSTANT',
      'DELAY',
      'PERP_MAX_POSITION_USD_VIOLATION',
    ]);
    expect(judge(markets.type, markets.rules, order({ market: 'DOGE-PERP' })).denyCode).toBe('PERP_ALLOWED_MARKETS_VIOLATION');
    expect(judge(markets.type, markets.rules, order({ market: 'DOGE-PERP', action: 'close_position' })).allowed).toBe(true);
  });

  it('VENUE_WHITELIST refuses other venues, and orders without one', () => {
    const rules = { venues: [{ id: 'drift' }] };
    expect(judge('VENUE_WHITELIST', rules, { type: 'EXTERNAL_ACTION', venue: 'DRIFT', notionalUsd: 1 }).allowed).toBe(true);
    expect(judge('VENUE_WHITELIST', rules, { type: 'EXTERNAL_ACTION', venue: 'other', notionalUsd: 1 }).denyCode).toBe(
      'VENUE_WHITELIST_VIOLATION',
    );
    expect(judge('VENUE_WHITELIST', rules, { type: 'EXTERNAL_ACTION', notionalUsd: 1 }).denyCode).toBe(
      'VENUE_WHITELIST_VIOLATION',
    );
  });
});

describe('the types that set tiers', () => {
  it('SPENDING_LIMIT judges exact values', () => {
    const limit = (request: object, more: Setting = {}) => judge('SPENDING_LIMIT', USD_LIMIT, request, more);
    expect(limit(eth(ETHER / 128n)).tier).toBe('INSTANT');
    expect(limit(eth(ETHER / 128n + 1n)).tier).toBe('NOTIFY');
    expect(limit(eth(ETHER / 2n))).toMatchObject({ tier: 'DELAY', delaySeconds: 1200 });
    expect(limit(eth((ETHER * 8n) / 10n))).toMatchObject({ tier: 'APPROVAL', approvalReason: 'per_tx' });
    const history = [{ ...send(AT - 60), usd: '2990' }];
    expect(limit(token('20000000'), { history })).toMatchObject({ tier: 'APPROVAL', approvalReason: 'cumulative_daily' });
    expect(limit(token('10000000'), { history })).toMatchObject({
      tier: 'INSTANT',
      warnings: [{ code: 'CUMULATIVE_LIMIT_WARNING', period: 'daily' }],
    });
  });

  it('APPROVE_TIER_OVERRIDE replaces one floor and no other', () => {
    const more = { policies: [{ type: 'SPENDING_LIMIT', rules: USD_LIMIT }] };
    expect(judge('APPROVE_TIER_OVERRIDE', { tier: 'NOTIFY' }, approval(R, '10000000'), more).tier).toBe('NOTIFY');
    expect(judge('APPROVE_TIER_OVERRIDE', { tier: 'NOTIFY' }, approval(R, '600000000'), more).tier).toBe('DELAY');
    expect(judge('APPROVE_TIER_OVERRIDE', { tier: 'NOTIFY' }, approval(R, '10000000')).tier).toBe('APPROVAL');
  });

  it('REPUTATION_THRESHOLD compares scores', () => {
    const rules = { min_score: 70, below_threshold_tier: 'DELAY' };
    const scored = (score: number) =>
      judge('REPUTATION_THRESHOLD', rules, eth(1n), { policies: [GENEROUS], context: { reputation: { rated: true, score } } });
    expect([scored(70).tier, scored(69.5).tier]).toEqual(['INSTANT', 'DELAY']);
  });

  it('ACTION_CATEGORY_LIMIT compares notionals', () => {
    const swap = (notionalUsd: string) =>
      judge(
        'ACTION_CATEGORY_LIMIT',
        { category: 'swap', per_action_limit_usd: 300 },
        { ...eth(1n), category: 'swap', notionalUsd },
        { policies: [GENEROUS] },
      );
    expect([swap('300').tier, swap('300.5').tier]).toEqual(['INSTANT', 'DELAY']);
  });
});

describe('what no policy names', () => {
  it('asks a human where value moves without a limit', () => {
    expect(judge(undefined, {}, eth(1n))).toMatchObject({ allowed: true, tier: 'APPROVAL', approvalReason: 'floor' });
  });

  it('denies everything where a policy cannot be read', () => {
    expect(judge('WHITELIST', { allowed_addresses: [] }, eth(1n)).denyCode).toBe('POLICY_RULES_CORRUPT');
    expect(judge('NOT_A_TYPE', {}, eth(1n)).denyCode).toBe('POLICY_RULES_CORRUPT');
  });

  it('denies by the first code in the fixed order, and names every denial', () => {
    const result = judge(
      'WHITELIST',
      { allowed_addresses: [P] },
      { type: 'CONTRACT_CALL', contractAddress: W, calldata: calldata('0xa9059cbb', word(Q), word(1)) },
      { settings: {} },
    );
    expect(result.denyCode).toBe('WHITELIST_VIOLATION');
    expect(result.matched.filter(({ outcome }) => outcome === 'deny').map(({ code }) => code)).toEqual([
      'WHITELIST_VIOLATION',
      'ALLOWED_TOKENS_REQUIRED',
      'CONTRACT_WHITELIST_REQUIRED',
    ]);
  });
});
