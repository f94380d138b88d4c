import { describe } from 'vitest';
import { approve, calldata, word } from '../abi.js';
import { K, N, P, Q, R } from '../verdict.js';
import { allowance, allowed, call, CHEAP, denied, holds, policy } from './row.js';

const spenders = (...list: readonly object[]) => [CHEAP, policy('APPROVED_SPENDERS', { spenders: list })];
const wrongSpender = denied('APPROVED_SPENDERS_VIOLATION');
const HALF = 2n ** 255n - 1n;
const allowFor = calldata('0xa22cb465', word(R), word(1));

describe('10 APPROVED_SPENDERS', () => {
  holds([
    [
      'absence denies every grant',
      { policies: [CHEAP], settings: {}, request: allowance(1n, Q) },
      denied('APPROVED_SPENDERS_REQUIRED', { reason: `Spender ${Q} needs an APPROVED_SPENDERS policy.` }),
    ],
    [
      'one entry must fit as a whole',
      { policies: spenders({ address: R, token: N }, { address: Q, token: K }), request: allowance(1n, R) },
      wrongSpender,
    ],
    [
      'several entries of one spender are asked one by one',
      { policies: spenders({ address: R, token: N }, { address: R, token: K }), request: allowance(1n, R) },
      allowed('APPROVAL'),
    ],
    [
      'an amount is inclusive',
      { policies: spenders({ address: R, maxAmount: '40' }), request: allowance(40n, R) },
      allowed('APPROVAL'),
    ],
    ['one unit more is not', { policies: spenders({ address: R, maxAmount: '40' }), request: allowance(41n, R) }, wrongSpender],
    ['a revocation needs none', { policies: [CHEAP], settings: {}, request: allowance(0n, Q) }, allowed('NOTIFY')],
    [
      'nothing of a token whose decimals nobody knows is no revocation',
      { policies: [CHEAP], settings: {}, request: allowance(0n, Q, { token: { address: R } }) },
      denied('APPROVED_SPENDERS_REQUIRED'),
    ],
    [
      'nor is the id 0 of an NFT',
      { policies: [CHEAP], settings: {}, request: allowance(0n, Q, { token: { address: N } }) },
      denied('APPROVED_SPENDERS_REQUIRED'),
    ],
    [
      'a grant inside calldata is asked about',
      { policies: spenders({ address: R }), request: call(K, approve(Q, 1)) },
      wrongSpender,
    ],
  ]);
});

const limit = (rules: object, ...more: readonly object[]) => [CHEAP, policy('APPROVE_AMOUNT_LIMIT', rules), ...more];
const instant = policy('APPROVE_TIER_OVERRIDE', { tier: 'INSTANT' });
const unlimited = denied('APPROVE_UNLIMITED_BLOCKED');

describe('11 APPROVE_AMOUNT_LIMIT and 19 APPROVE_TIER_OVERRIDE', () => {
  holds([
    ['half of the maximum is unlimited, without a policy too', { policies: [CHEAP], request: allowance(HALF, Q) }, unlimited],
    [
      'one unit less is not',
      { policies: [CHEAP, instant], prices: [], request: allowance(HALF - 1n, Q) },
      allowed('APPROVAL', { approvalReason: 'unknown_value' }),
    ],
    ...[96n, 128n, 160n].map(
      (bits) =>
        [`2^${String(bits)} - 1 is unlimited`, { policies: [CHEAP], request: allowance(2n ** bits - 1n, Q) }, unlimited] as const,
    ),
    [
      'so is half of 64 bits on Solana',
      {
        policies: [CHEAP],
        request: {
          type: 'APPROVE',
          network: 'solana-mainnet',
          spender: '4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T',
          token: { address: 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v', decimals: 6 },
          amount: (2n ** 63n - 1n).toString(),
        },
      },
      unlimited,
    ],
    ['so is all of a collection', { policies: [CHEAP], request: call(N, allowFor) }, unlimited],
    [
      'blockUnlimited is true where it is left out',
      { policies: limit({ maxAmount: '5' }), request: allowance(HALF, Q) },
      denied('APPROVE_UNLIMITED_BLOCKED', { denials: ['APPROVE_UNLIMITED_BLOCKED', 'APPROVE_AMOUNT_LIMIT_VIOLATION'] }),
    ],
    [
      'false lifts that, and a human is asked whatever type 19 says',
      { policies: limit({ blockUnlimited: false }, instant), request: allowance(HALF, Q) },
      allowed('APPROVAL', { approvalReason: 'floor' }),
    ],
    [
      'but not the amount',
      { policies: limit({ blockUnlimited: false, maxAmount: '5' }), request: allowance(HALF, Q) },
      denied('APPROVE_AMOUNT_LIMIT_VIOLATION'),
    ],
    [
      'unlimited comes first, whichever operation it is',
      {
        policies: limit({ maxAmount: '5' }),
        request: {
          type: 'BATCH',
          network: 'base-mainnet',
          instructions: [
            { type: 'APPROVE', spender: Q, amount: '6', token: { address: K } },
            { type: 'APPROVE', spender: Q, amount: HALF.toString(), token: { address: K } },
          ],
        },
      },
      unlimited,
    ],
    ['type 19 replaces the floor of a grant', { policies: [CHEAP, instant], request: allowance(1n, Q) }, allowed('INSTANT')],
    [
      'and no other: its value is judged',
      {
        policies: [policy('SPENDING_LIMIT', { instant_max_usd: 25, notify_max_usd: 250, delay_max_usd: 2500 }), instant],
        request: allowance(600_000_000n, Q),
      },
      allowed('DELAY', { delaySeconds: 900 }),
    ],
    ['and it needs a SPENDING_LIMIT', { policies: [instant], request: allowance(1n, Q) }, allowed('APPROVAL')],
    ['a revocation is told about whatever it says', { policies: [CHEAP, instant], request: allowance(0n, Q) }, allowed('NOTIFY')],
    [
      'a decrease is a revocation',
      { policies: [CHEAP], request: call(K, calldata('0xa457c2d7', word(R), word(5))) },
      allowed('NOTIFY'),
    ],
  ]);
});

const lent = (action: string, more: object = {}) => ({
  type: 'EXTERNAL_ACTION',
  network: 'base-mainnet',
  venue: 'v',
  notionalUsd: '1',
  lending: { action, asset: K, amountUsd: '100', ...more },
});
const lendable = policy('LENDING_ASSET_WHITELIST', { assets: [{ address: K }] });
const position = { context: { lendingPosition: { collateralUsd: '2000', debtUsd: '800' } } };
const ltv = [CHEAP, lendable, policy('LENDING_LTV_LIMIT', { maxLtv: '0.7', warningLtv: 0.5 })];
const tooMuch = denied('LENDING_LTV_LIMIT_VIOLATION');

describe('12 LENDING_ASSET_WHITELIST and 13 LENDING_LTV_LIMIT', () => {
  holds([
    ...['supply', 'borrow'].map(
      (action) =>
        [
          `absence denies to ${action}, with no setting for it`,
          { policies: [CHEAP], request: lent(action) },
          denied('LENDING_ASSET_WHITELIST_REQUIRED'),
        ] as const,
    ),
    ...['repay', 'withdraw'].map(
      (action) =>
        [
          `to ${action} is always possible`,
          { policies: [CHEAP, policy('LENDING_ASSET_WHITELIST', { assets: [{ address: R }] })], request: lent(action) },
          allowed('INSTANT'),
        ] as const,
    ),
    [
      'an asset that is not named is refused',
      { policies: [CHEAP, lendable], request: lent('borrow', { asset: undefined }) },
      denied('LENDING_ASSET_WHITELIST_VIOLATION'),
    ],
    ['the limit is inclusive', { policies: ltv, ...position, request: lent('borrow', { amountUsd: '600' }) }, allowed('DELAY')],
    [
      'above it is refused',
      { policies: ltv, ...position, request: lent('borrow', { amountUsd: '600.000000000000000001' }) },
      tooMuch,
    ],
    [
      'the warning is inclusive',
      { policies: ltv, ...position, request: lent('borrow', { amountUsd: '200' }) },
      allowed('INSTANT'),
    ],
    [
      'what is withdrawn is missing from the collateral',
      { policies: ltv, ...position, request: lent('withdraw', { amountUsd: '400' }) },
      allowed('INSTANT'),
    ],
    [
      'debt without collateral is refused',
      { policies: ltv, ...position, request: lent('withdraw', { amountUsd: '2000' }) },
      tooMuch,
    ],
    ['an unknown amount is refused', { policies: ltv, ...position, request: lent('borrow', { amountUsd: undefined }) }, tooMuch],
    ['an unknown position is refused', { policies: ltv, context: {}, request: lent('withdraw') }, tooMuch],
    [
      'without debt everything may be withdrawn',
      {
        policies: ltv,
        context: { lendingPosition: { collateralUsd: 5, debtUsd: 0 } },
        request: lent('withdraw', { amountUsd: '5' }),
      },
      allowed('INSTANT'),
    ],
    ['to supply and repay is not its matter', { policies: ltv, context: {}, request: lent('repay') }, allowed('INSTANT')],
  ]);
});

const order = (action: string, more: object = {}) => ({
  type: 'EXTERNAL_ACTION',
  network: 'base-mainnet',
  venue: 'v',
  perp: { action, market: 'SOL-PERP', leverage: '3', sizeUsd: '6000', ...more },
});
const market = policy('PERP_ALLOWED_MARKETS', { markets: [{ market: 'sol-perp' }] });
const perps = [
  CHEAP,
  market,
  policy('PERP_MAX_LEVERAGE', { maxLeverage: 4, warningLeverage: '3' }),
  policy('PERP_MAX_POSITION_USD', { maxPositionUsd: 8000, warningPositionUsd: 6000 }),
];
const venue = (id: string) => [CHEAP, policy('VENUE_WHITELIST', { venues: [{ id }] })];

describe('14 to 17: perpetual orders and venues', () => {
  holds([
    ['absence denies an order', { policies: [CHEAP], request: order('open_position') }, denied('PERP_ALLOWED_MARKETS_REQUIRED')],
    [
      'and any action that is not known to close',
      { policies: [CHEAP], request: order('add_margin') },
      denied('PERP_ALLOWED_MARKETS_REQUIRED'),
    ],
    ['closing is always possible', { policies: [CHEAP], request: order('close_position') }, allowed('NOTIFY')],
    ['markets are compared without case', { policies: perps, request: order('open_position') }, allowed('INSTANT')],
    [
      'a missing market is refused',
      { policies: perps, request: order('open_position', { market: undefined }) },
      denied('PERP_ALLOWED_MARKETS_VIOLATION'),
    ],
    [
      'above a warning the order waits',
      { policies: perps, request: order('modify_position', { leverage: '3.5' }) },
      allowed('DELAY'),
    ],
    [
      'the maximum is inclusive',
      { policies: perps, request: order('open_position', { sizeUsd: '8000', leverage: 4 }) },
      allowed('DELAY'),
    ],
    [
      'above it the order is refused',
      { policies: perps, request: order('open_position', { leverage: 4.01 }) },
      denied('PERP_MAX_LEVERAGE_VIOLATION'),
    ],
    [
      'by either figure',
      { policies: perps, request: order('open_position', { sizeUsd: '8000.01' }) },
      denied('PERP_MAX_POSITION_USD_VIOLATION'),
    ],
    [
      'a missing figure is refused',
      { policies: perps, request: order('open_position', { leverage: undefined, sizeUsd: undefined }) },
      denied('PERP_MAX_LEVERAGE_VIOLATION', { denials: ['PERP_MAX_LEVERAGE_VIOLATION', 'PERP_MAX_POSITION_USD_VIOLATION'] }),
    ],
    [
      'a market has as long a name in an order as in a list',
      {
        policies: [CHEAP, policy('PERP_ALLOWED_MARKETS', { markets: [{ market: 'M'.repeat(100) }] })],
        request: { ...order('open_position', { market: 'm'.repeat(100) }), notionalUsd: 1 },
      },
      allowed('INSTANT'),
    ],
    [
      'venues are compared without case',
      {
        policies: venue('Drift'),
        request: { type: 'EXTERNAL_ACTION', network: 'base-mainnet', venue: 'dRIFT', notionalUsd: '1' },
      },
      allowed('INSTANT'),
    ],
    [
      'a missing venue is refused',
      { policies: venue('drift'), request: { type: 'EXTERNAL_ACTION', network: 'base-mainnet', notionalUsd: '1' } },
      denied('VENUE_WHITELIST_VIOLATION'),
    ],
    [
      'absence denies',
      {
        policies: [CHEAP],
        settings: {},
        request: { type: 'EXTERNAL_ACTION', network: 'base-mainnet', venue: 'drift', notionalUsd: '1' },
      },
      denied('VENUE_WHITELIST_REQUIRED'),
    ],
    [
      'an order for nothing is told about',
      {
        policies: venue('drift'),
        request: { type: 'EXTERNAL_ACTION', network: 'base-mainnet', venue: 'drift', notionalUsd: '0' },
      },
      allowed('NOTIFY'),
    ],
    [
      'an order of unknown value asks a human',
      { policies: venue('drift'), request: { type: 'EXTERNAL_ACTION', network: 'base-mainnet', venue: 'drift' } },
      allowed('APPROVAL', { approvalReason: 'unknown_value' }),
    ],
    [
      'the recipient of a transfer is of no matter to any of them',
      { policies: perps, request: { type: 'TRANSFER', network: 'base-mainnet', to: P, amount: '1' } },
      allowed('INSTANT'),
    ],
  ]);
});
