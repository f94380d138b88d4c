import { describe } from 'vitest';
import { K, N, NOW, P, Q, R } from '../verdict.js';
import { allowance, allowed, call, CHEAP, ETHER, eth, holds, policy, tokens } from './row.js';

const spending = (rules: object, more: object = {}) => policy('SPENDING_LIMIT', rules, more);
const USD = { instant_max_usd: 25, notify_max_usd: 250, delay_max_usd: 2500, delay_seconds: 1200, daily_limit_usd: 3000 };
const units = (key: string, more: object = {}) =>
  spending({ token_limits: { [key]: { instant_max: '1', notify_max: '2', delay_max: '3' } }, ...more });
const row = (status: string, at: number, more: object = {}) => ({
  type: 'TRANSFER',
  status,
  at,
  chain: 'ethereum',
  network: 'base-mainnet',
  asset: 'native',
  ...more,
});
const price = (more: object) => ({ prices: [{ chain: 'ethereum', asset: 'native', usd: 3200, ...more }] });

describe('18 SPENDING_LIMIT: tiers', () => {
  holds([
    [
      'without one, what moves value asks a human',
      { request: eth(1n, P) },
      allowed('APPROVAL', { approvalReason: 'floor', approvalTimeoutSeconds: 3600 }),
    ],
    [
      'an unrelated policy changes nothing about that',
      { policies: [policy('RATE_LIMIT', { max_requests: 5, window_seconds: 60 })], request: eth(1n, P) },
      allowed('APPROVAL'),
    ],
    ['a missing instant is nothing', { policies: [spending({ notify_max_usd: 25 })], request: eth(1n, P) }, allowed('NOTIFY')],
    [
      'a missing higher one equals the lower',
      { policies: [spending({ instant_max_usd: 25 })], request: eth(ETHER / 100n, P) },
      allowed('APPROVAL', { approvalReason: 'per_tx' }),
    ],
    [
      'delay_seconds is 900 where it is left out',
      { policies: [spending({ delay_max_usd: 25 })], request: eth(1n, P) },
      allowed('DELAY', { delaySeconds: 900 }),
    ],
    [
      'the setting counts where there is no SPENDING_LIMIT',
      {
        settings: { 'policy.default_delay_seconds': 77 },
        context: { actionTier: 'DELAY' },
        request: { type: 'HTTP_SIGN', network: 'base-mainnet', domain: 'a.dev' },
        policies: [policy('ERC8128_ALLOWED_DOMAINS', { domains: ['a.dev'] })],
      },
      allowed('DELAY', { delaySeconds: 77 }),
    ],
    [
      'approval_timeout beats the setting',
      { policies: [spending({ instant_max_usd: 1, approval_timeout: 5 })], request: eth(ETHER, P) },
      allowed('APPROVAL', { approvalTimeoutSeconds: 5 }),
    ],
    [
      'native:ethereum beats the raw family',
      { policies: [units('native:ethereum', { instant_max: '0', notify_max: '0', delay_max: '0' })], request: eth(ETHER, P) },
      allowed('INSTANT'),
    ],
    [
      'native:ethereum counts for every EVM network',
      { policies: [units('native:ethereum')], request: eth(2n * ETHER, P, { network: 'polygon-mainnet' }) },
      allowed('NOTIFY'),
    ],
    [
      'a token takes its own asset id alone',
      { policies: [units(`eip155:8453/erc20:${K}`)], request: tokens(2_000_000n, P) },
      allowed('NOTIFY'),
    ],
    ['not that of another network', { policies: [units(`eip155:10/erc20:${K}`)], request: tokens(1n, P) }, allowed('APPROVAL')],
    ['never native limits', { policies: [units('native:ethereum')], request: tokens(1n, P) }, allowed('APPROVAL')],
    ['units need no price', { policies: [units('native:ethereum')], prices: [], request: eth(ETHER, P) }, allowed('INSTANT')],
    [
      'open reservations of the asset are added',
      { policies: [units('native:ethereum')], history: [row('QUEUED', 0, { amount: String(ETHER) })], request: eth(ETHER, P) },
      allowed('NOTIFY'),
    ],
    [
      'those of another network are not',
      {
        policies: [units('native:ethereum')],
        history: [row('QUEUED', NOW, { amount: String(ETHER), network: 'polygon-mainnet' })],
        request: eth(ETHER, P),
      },
      allowed('INSTANT'),
    ],
    [
      'a row without a network counts',
      {
        policies: [units('native:ethereum')],
        history: [row('QUEUED', NOW, { amount: String(ETHER), network: undefined })],
        request: eth(ETHER, P),
      },
      allowed('NOTIFY'),
    ],
    [
      'settled rows are not reservations',
      {
        policies: [units('native:ethereum')],
        history: [row('CONFIRMED', NOW, { amount: String(ETHER) })],
        request: eth(ETHER, P),
      },
      allowed('INSTANT'),
    ],
    [
      'cumulative limits alone cover everything that has a price',
      { policies: [spending({ daily_limit_usd: 10 })], request: tokens(1n, P) },
      allowed('INSTANT'),
    ],
    [
      'beside units they do not',
      { policies: [units('native:ethereum', { daily_limit_usd: 10 })], request: tokens(1n, P) },
      allowed('APPROVAL'),
    ],
    [
      'an attached value is spent',
      {
        policies: [spending(USD), policy('CONTRACT_WHITELIST', { contracts: [{ address: R }] })],
        request: call(R, '0x12345678', { amount: String(ETHER / 2n) }),
      },
      allowed('DELAY'),
    ],
    [
      'an NFT asks a human and needs no cover',
      { policies: [CHEAP], request: { type: 'NFT_TRANSFER', network: 'base-mainnet', to: P, token: { address: N } } },
      allowed('APPROVAL', { approvalReason: 'floor' }),
    ],
    [
      'a batch is its sum',
      {
        policies: [spending(USD)],
        request: { type: 'BATCH', network: 'base-mainnet', instructions: [eth(ETHER / 200n, P), eth(ETHER / 200n, Q)] },
      },
      allowed('NOTIFY'),
    ],
  ]);
});

describe('money and prices', () => {
  holds([
    [
      'no price is an unknown value',
      { policies: [spending(USD)], prices: [], request: eth(1n, P) },
      allowed('APPROVAL', { approvalReason: 'unknown_value' }),
    ],
    [
      'a price of 0 is none',
      { policies: [spending(USD)], ...price({ usd: 0 }), request: eth(1n, P) },
      allowed('APPROVAL', { approvalReason: 'unknown_value' }),
    ],
    [
      '299 s is fresh',
      { policies: [spending(USD)], ...price({ ageSeconds: 299 }), request: eth(1n, P) },
      allowed('INSTANT', { warnings: [] }),
    ],
    [
      '300 s is aging',
      { policies: [spending(USD)], ...price({ ageSeconds: 300 }), request: eth(1n, P) },
      allowed('NOTIFY', { warnings: ['PRICE_AGING'] }),
    ],
    [
      '1800 s is aging',
      { policies: [spending(USD)], ...price({ ageSeconds: 1800 }), request: eth(1n, P) },
      allowed('NOTIFY', { warnings: ['PRICE_AGING'] }),
    ],
    [
      '1801 s is unknown',
      { policies: [spending(USD)], ...price({ ageSeconds: 1801 }), request: eth(1n, P) },
      allowed('APPROVAL', { approvalReason: 'unknown_value' }),
    ],
    [
      '5 % apart is no dispute',
      { policies: [spending(USD)], ...price({ quotes: [3360] }), request: eth(1n, P) },
      allowed('INSTANT', { warnings: [] }),
    ],
    [
      'more is',
      { policies: [spending(USD)], ...price({ quotes: ['3360.01'] }), request: eth(1n, P) },
      allowed('NOTIFY', { warnings: ['PRICE_DISPUTED'] }),
    ],
    [
      'the highest is used',
      {
        policies: [spending({ instant_max_usd: 25, notify_max_usd: 3250, delay_max_usd: 9999 })],
        ...price({ quotes: [3300] }),
        request: eth(ETHER, P),
      },
      allowed('DELAY'),
    ],
    [
      'a price of the network beats one of the chain',
      {
        policies: [spending(USD)],
        prices: [
          { chain: 'ethereum', asset: 'native', usd: 1 },
          { chain: 'ethereum', network: 'base-mainnet', asset: 'native', usd: 3200 },
        ],
        request: eth(ETHER, P),
      },
      allowed('APPROVAL', { approvalReason: 'cumulative_daily' }),
    ],
    [
      'a price no limit needs is not looked at',
      { policies: [units('native:ethereum')], ...price({ ageSeconds: 900 }), request: eth(1n, P) },
      allowed('INSTANT', { warnings: [] }),
    ],
    [
      'known decimals beat those of the request',
      { policies: [spending(USD)], request: tokens(26_000_000n, P, { token: { address: K, decimals: 18 } }) },
      allowed('NOTIFY'),
    ],
    [
      'unknown decimals are an unknown value',
      { policies: [spending(USD)], context: {}, request: tokens(1n, P) },
      allowed('APPROVAL', { approvalReason: 'unknown_value' }),
    ],
    [
      '18 places count',
      { policies: [spending({ instant_max_usd: '0.000000000000003200' })], request: eth(1n, P) },
      allowed('INSTANT'),
    ],
    [
      'to the last one',
      { policies: [spending({ instant_max_usd: '0.000000000000003199' })], request: eth(1n, P) },
      allowed('APPROVAL'),
    ],
  ]);
});

const daily = [spending({ daily_limit_usd: 100, monthly_limit_usd: 150 })];
const spent = (usd: number | string, at: number, status = 'CONFIRMED') => ({ type: 'TRANSFER', status, at, usd });
const dollars = (usd: bigint) => tokens(usd * 1_000_000n, P);

describe('windows', () => {
  holds([
    ['a limit is inclusive', { policies: daily, history: [spent(90, NOW)], request: dollars(10n) }, allowed('INSTANT')],
    [
      'above it a human is asked, never a denial',
      { policies: daily, history: [spent('90.000000000000000001', NOW)], request: dollars(10n) },
      allowed('APPROVAL', { approvalReason: 'cumulative_daily' }),
    ],
    [
      'a day is 86400 s inclusive',
      { policies: daily, history: [spent(100, NOW - 86_400)], request: dollars(1n) },
      allowed('APPROVAL', { approvalReason: 'cumulative_daily' }),
    ],
    [
      'a second later it is over',
      { policies: daily, history: [spent(100, NOW - 86_401)], request: dollars(1n) },
      allowed('INSTANT'),
    ],
    [
      'a month is 2592000 s inclusive',
      { policies: daily, history: [spent(150, NOW - 2_592_000)], request: dollars(1n) },
      allowed('APPROVAL', { approvalReason: 'cumulative_monthly' }),
    ],
    [
      'daily comes before monthly',
      { policies: daily, history: [spent(150, NOW)], request: dollars(1n) },
      allowed('APPROVAL', { approvalReason: 'cumulative_daily' }),
    ],
    ...['PENDING', 'QUEUED', 'EXECUTING', 'SUBMITTED', 'SIGNED', 'SOMETHING_NEW'].map(
      (status) =>
        [
          `${status} counts at any age`,
          { policies: daily, history: [spent(100, 0, status)], request: dollars(1n) },
          allowed('APPROVAL', { approvalReason: 'cumulative_daily' }),
        ] as const,
    ),
    ...['CANCELLED', 'EXPIRED', 'DENIED', 'REJECTED', 'FAILED'].map(
      (status) =>
        [
          `${status} does not count`,
          { policies: daily, history: [spent(100, NOW, status)], request: dollars(1n) },
          allowed('INSTANT'),
        ] as const,
    ),
    [
      'all networks and chains count',
      { policies: daily, history: [{ ...spent(100, NOW), network: 'solana-mainnet' }], request: dollars(1n) },
      allowed('APPROVAL'),
    ],
    [
      'every wallet has its own budget',
      { policies: daily, history: [{ ...spent(100, NOW), walletId: 'v' }], request: dollars(1n) },
      allowed('INSTANT'),
    ],
    [
      'what spends nothing is not judged by them',
      { policies: daily, history: [spent(1000, NOW)], request: allowance(0n, Q) },
      allowed('NOTIFY'),
    ],
    [
      'an allowance counts as if it were spent',
      {
        policies: [...daily, policy('APPROVE_TIER_OVERRIDE', { tier: 'INSTANT' })],
        history: [spent(95, NOW)],
        request: allowance(6_000_000n, Q),
      },
      allowed('APPROVAL', { approvalReason: 'cumulative_daily' }),
    ],
    [
      '80 % is warned of',
      { policies: daily, history: [spent(79, NOW)], request: dollars(1n) },
      allowed('INSTANT', { warnings: ['CUMULATIVE_LIMIT_WARNING/daily'] }),
    ],
    [
      'less is not',
      { policies: daily, history: [spent('78.999999', NOW)], request: dollars(1n) },
      allowed('INSTANT', { warnings: [] }),
    ],
    [
      'daily and monthly in this order',
      { policies: [spending({ daily_limit_usd: 100, monthly_limit_usd: 110 })], history: [spent(95, NOW)], request: dollars(1n) },
      allowed('INSTANT', { warnings: ['CUMULATIVE_LIMIT_WARNING/daily', 'CUMULATIVE_LIMIT_WARNING/monthly'] }),
    ],
    [
      'a row without a value counts at the present price',
      { policies: daily, history: [row('CONFIRMED', NOW, { amount: String(ETHER / 32n) })], request: dollars(1n) },
      allowed('APPROVAL'),
    ],
    [
      'as nothing where there is none, and it is told',
      { policies: daily, history: [row('CONFIRMED', NOW, { asset: R, amount: '5' })], request: dollars(1n) },
      allowed('INSTANT', { warnings: ['HISTORY_UNVALUED'] }),
    ],
    [
      'the reason is the first in the fixed order',
      { policies: [spending({ instant_max_usd: 1, daily_limit_usd: 5 })], request: dollars(6n) },
      allowed('APPROVAL', { approvalReason: 'cumulative_daily' }),
    ],
  ]);
});
