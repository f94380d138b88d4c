import { describe } from 'vitest';
import { execute, transfer } from '../abi.js';
import { K, N, NOW, P, Q, R } from '../verdict.js';
import { allowance, allowed, call, CHEAP, denied, ETHER, eth, holds, policy, tokens } from './row.js';

const under = (constraints: object, more: object = {}) => ({ policies: [CHEAP], session: { id: 's', constraints }, ...more });
const violated = denied('CONSTRAINT_VIOLATED');
const spent = (sessionId: string, usd: number, at = NOW) => ({ type: 'TRANSFER', status: 'CONFIRMED', at, usd, sessionId });
const batch = {
  type: 'BATCH',
  network: 'base-mainnet',
  instructions: [
    { type: 'TRANSFER', to: P, amount: '1' },
    { type: 'TRANSFER', to: P, amount: '1' },
  ],
};

describe('session constraints', () => {
  holds([
    ['types: one that is not listed', { ...under({ types: ['TOKEN_TRANSFER'] }), request: eth(1n, P) }, violated],
    ['types: one that is', { ...under({ types: ['TRANSFER'] }), request: eth(1n, P) }, allowed('INSTANT')],
    ['types: a batch needs BATCH', { ...under({ types: ['TRANSFER'] }), request: batch }, violated],
    ['types: and the type of every instruction', { ...under({ types: ['BATCH'] }), request: batch }, violated],
    ['types: both are enough', { ...under({ types: ['BATCH', 'TRANSFER'] }), request: batch }, allowed('INSTANT')],
    ['networks: another one', { ...under({ networks: ['base-sepolia'] }), request: eth(1n, P) }, violated],
    ['networks: the same by its CAIP-2 id', { ...under({ networks: ['eip155:8453'] }), request: eth(1n, P) }, allowed('INSTANT')],
    ['recipients: another one', { ...under({ recipients: [P] }), request: eth(1n, Q) }, violated],
    [
      'recipients: another one inside calldata',
      { ...under({ recipients: [P, K, R] }), request: call(R, execute(K, 0, transfer(Q, 1))) },
      violated,
    ],
    ['recipients: spenders must be listed too', { ...under({ recipients: [P] }), request: allowance(1n, Q) }, violated],
    ['recipients: so must called contracts', { ...under({ recipients: [P] }), request: call(R, '0x12345678') }, violated],
    [
      'recipients: compared without case',
      {
        ...under({ recipients: ['0xd8da6bf26964af9d7eed9e03e53415d37aa96045'] }),
        request: eth(1n, '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045'),
      },
      allowed('INSTANT'),
    ],
    ['maxUsdPerTx is inclusive', { ...under({ maxUsdPerTx: 3200 }), request: eth(ETHER, P) }, allowed('INSTANT')],
    ['maxUsdPerTx: one wei more', { ...under({ maxUsdPerTx: '3200' }), request: eth(ETHER + 1n, P) }, violated],
    [
      'maxUsdPerTx: an unknown value',
      {
        ...under({ maxUsdPerTx: 3200 }),
        prices: [],
        policies: [policy('SPENDING_LIMIT', { instant_max: '9' })],
        request: eth(1n, P),
      },
      violated,
    ],
    [
      'maxUsdPerTx: an NFT',
      {
        ...under({ maxUsdPerTx: 3200 }),
        request: { type: 'NFT_TRANSFER', network: 'base-mainnet', to: P, token: { address: N } },
      },
      violated,
    ],
    [
      'maxUsdPerTx: an allowance without end',
      {
        ...under({ maxUsdPerTx: '999999999999999' }),
        policies: [CHEAP, policy('APPROVE_AMOUNT_LIMIT', { blockUnlimited: false })],
        request: allowance(2n ** 256n - 1n, Q),
      },
      violated,
    ],
    [
      'maxUsdPerTx: an opaque call',
      {
        ...under({ maxUsdPerTx: 3200 }),
        policies: [CHEAP, policy('CONTRACT_WHITELIST', { contracts: [{ address: R }] })],
        request: call(R, '0x12345678'),
      },
      violated,
    ],
    [
      'maxUsdPerTx: a message',
      {
        ...under({ maxUsdPerTx: 3200 }),
        settings: { 'policy.sign_message_default_tier': 'INSTANT' },
        request: { type: 'SIGN_MESSAGE', network: 'base-mainnet', message: 'x' },
      },
      violated,
    ],
    [
      'maxUsdPerTx: typed data nobody can read',
      {
        ...under({ maxUsdPerTx: 3200 }),
        settings: { 'policy.typed_data_default_tier': 'INSTANT' },
        request: {
          type: 'SIGN_TYPED_DATA',
          network: 'base-mainnet',
          typedData: { domain: { chainId: 8453 }, primaryType: 'Order', message: {} },
        },
      },
      violated,
    ],
    [
      'dailyUsd: with the last day of this session',
      { ...under({ dailyUsd: 100 }), history: [spent('s', 95)], request: tokens(6_000_000n, P) },
      violated,
    ],
    [
      'dailyUsd is inclusive',
      { ...under({ dailyUsd: 100 }), history: [spent('s', 95)], request: tokens(5_000_000n, P) },
      allowed('INSTANT'),
    ],
    [
      'dailyUsd: rows of other sessions do not count',
      { ...under({ dailyUsd: 100 }), history: [spent('t', 95)], request: tokens(6_000_000n, P) },
      allowed('INSTANT'),
    ],
    [
      'dailyUsd: nor those a day and a second ago',
      { ...under({ dailyUsd: 100 }), history: [spent('s', 95, NOW - 86_401)], request: tokens(6_000_000n, P) },
      allowed('INSTANT'),
    ],
    [
      'maxTier: a higher tier',
      { ...under({ maxTier: 'NOTIFY' }), policies: [policy('SPENDING_LIMIT', { delay_max_usd: 5 })], request: tokens(1n, P) },
      violated,
    ],
    [
      'maxTier: that very tier',
      { ...under({ maxTier: 'DELAY' }), policies: [policy('SPENDING_LIMIT', { delay_max_usd: 5 })], request: tokens(1n, P) },
      allowed('DELAY'),
    ],
    [
      'a denial of the policies is reported first',
      { ...under({ recipients: [P] }), policies: [CHEAP, policy('WHITELIST', { allowed_addresses: [P] })], request: eth(1n, Q) },
      denied('WHITELIST_VIOLATION', { denials: ['WHITELIST_VIOLATION', 'CONSTRAINT_VIOLATED'] }),
    ],
    [
      'no constraint lifts a denial',
      { ...under({ recipients: [Q] }), policies: [CHEAP, policy('WHITELIST', { allowed_addresses: [P] })], request: eth(1n, Q) },
      denied('WHITELIST_VIOLATION'),
    ],
    [
      'no constraint lowers a tier',
      { ...under({ maxUsdPerTx: '999999' }), policies: [], request: eth(1n, P) },
      allowed('APPROVAL'),
    ],
  ]);
});

const wary = (rules: object = {}) => [
  CHEAP,
  policy('REPUTATION_THRESHOLD', { min_score: 70, below_threshold_tier: 'DELAY', ...rules }),
];
const rated = (score: number | string) => ({ context: { reputation: { rated: true, score } } });
const swaps = (rules: object) => [CHEAP, policy('ACTION_CATEGORY_LIMIT', { category: 'swap', ...rules })];
const swap = (notionalUsd: string | undefined, more: object = {}) => ({
  type: 'EXTERNAL_ACTION',
  network: 'base-mainnet',
  venue: 'v',
  category: 'swap',
  notionalUsd,
  ...more,
});
const swapped = (usd: number, at = NOW, category = 'swap') => ({
  type: 'EXTERNAL_ACTION',
  status: 'CONFIRMED',
  at,
  usd,
  category,
});

describe('20 REPUTATION_THRESHOLD and 21 ACTION_CATEGORY_LIMIT', () => {
  holds([
    ['the score is inclusive', { policies: wary(), ...rated(70), request: eth(1n, P) }, allowed('INSTANT')],
    [
      'below it the tier is that of the policy',
      { policies: wary(), ...rated('69.999999999999999999'), request: eth(1n, P) },
      allowed('DELAY'),
    ],
    ['an absent rating is unrated', { policies: wary(), request: eth(1n, P) }, allowed('APPROVAL')],
    [
      'unrated has a tier of its own',
      { policies: wary({ unrated_tier: 'NOTIFY' }), context: { reputation: { rated: false } }, request: eth(1n, P) },
      allowed('NOTIFY'),
    ],
    ['it can be switched off', { policies: wary({ check_counterparty: false }), request: eth(1n, P) }, allowed('INSTANT')],
    [
      'a request without a counterparty is not its matter',
      { policies: wary(), request: { type: 'CONTRACT_DEPLOY', network: 'base-mainnet', bytecode: '0x00' } },
      allowed('APPROVAL', { approvalReason: 'floor' }),
    ],
    [
      'whoever is paid is a counterparty, named or not',
      {
        policies: wary(),
        ...rated(1),
        request: {
          type: 'X402_PAYMENT',
          network: 'base-mainnet',
          domain: 'a.dev',
          amount: '1',
          token: { address: K, decimals: 6 },
        },
      },
      allowed('DELAY'),
    ],
    [
      'a spender is a counterparty',
      {
        policies: [...wary(), policy('APPROVE_TIER_OVERRIDE', { tier: 'INSTANT' })],
        ...rated(1),
        request: allowance(0n, Q, { token: { address: K, decimals: 6 } }),
      },
      allowed('DELAY'),
    ],
    [
      'a limit is exceeded strictly above it',
      { policies: swaps({ per_action_limit_usd: 300 }), request: swap('300') },
      allowed('INSTANT'),
    ],
    [
      'then the tier is DELAY where none is named',
      { policies: swaps({ per_action_limit_usd: 300 }), request: swap('300.5') },
      allowed('DELAY'),
    ],
    [
      'or the one that is named',
      { policies: swaps({ per_action_limit_usd: 300, tier_on_exceed: 'NOTIFY' }), request: swap('301') },
      allowed('NOTIFY'),
    ],
    [
      'the day counts rows of the category',
      { policies: swaps({ daily_limit_usd: 300 }), history: [swapped(200), swapped(999, NOW, 'bridge')], request: swap('100') },
      allowed('INSTANT'),
    ],
    [
      'and what is asked for',
      { policies: swaps({ daily_limit_usd: 300 }), history: [swapped(200)], request: swap('100.01') },
      allowed('DELAY'),
    ],
    [
      'the month too',
      { policies: swaps({ monthly_limit_usd: 300 }), history: [swapped(200, NOW - 2_592_000)], request: swap('100.01') },
      allowed('DELAY'),
    ],
    [
      'an unknown amount asks a human',
      { policies: swaps({ per_action_limit_usd: 300 }), request: swap(undefined) },
      allowed('APPROVAL', { approvalReason: 'unknown_value' }),
    ],
    [
      'a request of another category is not its matter',
      { policies: swaps({ per_action_limit_usd: 1 }), request: swap('300', { category: 'bridge' }) },
      allowed('INSTANT'),
    ],
    [
      'without a notional what is lent counts',
      {
        policies: [...swaps({ per_action_limit_usd: 300 }), policy('LENDING_ASSET_WHITELIST', { assets: [{ address: K }] })],
        request: swap(undefined, {
          type: 'CONTRACT_CALL',
          venue: undefined,
          contractAddress: R,
          calldata: '0x',
          lending: { action: 'borrow', asset: K, amountUsd: '301' },
        }),
      },
      allowed('DELAY'),
    ],
    [
      'else what the request spends',
      { policies: swaps({ per_action_limit_usd: 300 }), request: tokens(301_000_000n, P, { category: 'swap' }) },
      allowed('DELAY'),
    ],
  ]);
});
