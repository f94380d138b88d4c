import { approve, call, K, P, pay, Q, R, S, send, W, type WorkedExample } from './worked-example.js';

const HOURS = { allowed_hours: { start: 8, end: 20 }, allowed_days: [1, 2, 3, 4, 5], timezone: 'Europe/Berlin' };
const AT = 1_784_014_200;
const sent = (at: number, more: object = {}): object => ({ type: 'TRANSFER', status: 'CONFIRMED', at, ...more });

/** `transfer(address,uint256)` and `execute(address,uint256,bytes)` with nothing in it. */
const TRANSFER_TO_Q = `0xa9059cbb${Q.slice(2).padStart(64, '0')}${'1'.padStart(64, '0')}`;
const EXECUTE_S = `0xb61d27f6${S.slice(2).padStart(64, '0')}${'0'.padStart(64, '0')}${'60'.padStart(64, '0')}${'4'.padStart(64, '0')}${'12345678'.padEnd(64, '0')}`;

export const DENYING_EXAMPLES: readonly WorkedExample[] = [
  { type: 'TIME_RESTRICTION', rules: HOURS, says: 'Tuesday, 09:30 in Berlin, passes', request: send(), tier: 'INSTANT' },
  {
    ...{ type: 'TIME_RESTRICTION', rules: HOURS, says: '20:00 is past the end', request: send() },
    ...{ more: { now: '2026-07-14T18:00:00Z' }, denyCode: 'TIME_RESTRICTION_VIOLATION' },
  },
  {
    ...{ type: 'RATE_LIMIT', rules: { max_requests: 5, window_seconds: 60 }, says: 'the sixth within 60 s is refused' },
    ...{ request: send(), more: { history: Array.from({ length: 5 }, () => sent(AT - 59)) }, denyCode: 'RATE_LIMIT_VIOLATION' },
  },
  {
    ...{ type: 'RATE_LIMIT', rules: { max_requests: 5, window_seconds: 60 }, says: 'after 60 s it passes' },
    ...{ request: send(), more: { history: Array.from({ length: 5 }, () => sent(AT - 60)) }, tier: 'INSTANT' },
  },
  {
    ...{ type: 'ALLOWED_NETWORKS', rules: { networks: [{ network: 'base-sepolia' }] }, says: 'another network is refused' },
    ...{ request: send({ network: 'polygon-amoy' }), denyCode: 'ALLOWED_NETWORKS_VIOLATION' },
  },
  {
    ...{ type: 'WHITELIST', rules: { allowed_addresses: [P] }, says: 'a token to Q is refused, hidden in calldata too' },
    ...{ request: call(K, TRANSFER_TO_Q), denyCode: 'WHITELIST_VIOLATION' },
  },
  {
    ...{ type: 'WHITELIST', rules: { allowed_addresses: [P] }, says: 'a called contract is no recipient' },
    ...{ request: call(R), more: { context: { trustedProvider: true } }, tier: 'NOTIFY' },
  },
  {
    ...{ type: 'X402_ALLOWED_DOMAINS', rules: { domains: ['*.pay.dev'] }, says: 'below pay.dev passes' },
    ...{ request: { ...pay(P), type: 'X402_PAYMENT', domain: 'eu.pay.dev' }, tier: 'INSTANT' },
  },
  {
    ...{ type: 'X402_ALLOWED_DOMAINS', rules: { domains: ['*.pay.dev'] }, says: 'pay.dev itself is refused' },
    ...{ request: { ...pay(P), type: 'X402_PAYMENT', domain: 'pay.dev' }, denyCode: 'X402_ALLOWED_DOMAINS_VIOLATION' },
  },
  {
    ...{ type: 'ERC8128_ALLOWED_DOMAINS', rules: { domains: ['api.shop.dev'], rate_limit_rpm: 2 } },
    ...{ says: 'the third signature within a minute is refused', request: { type: 'HTTP_SIGN', domain: 'api.shop.dev' } },
    more: { history: [1, 2].map((ago) => sent(AT - ago, { type: 'HTTP_SIGN', domain: 'API.shop.dev.' })) },
    denyCode: 'ERC8128_ALLOWED_DOMAINS_VIOLATION',
  },
  {
    ...{ type: 'ALLOWED_TOKENS', rules: { tokens: [{ address: K, assetId: `eip155:10/erc20:${K}` }] } },
    ...{ says: 'the same address on another network is refused', request: pay(P), denyCode: 'ALLOWED_TOKENS_VIOLATION' },
  },
  {
    ...{
      type: 'CONTRACT_WHITELIST',
      rules: { contracts: [{ address: R }] },
      says: 'a call of S inside an execute on R is refused',
    },
    ...{ request: call(R, EXECUTE_S), denyCode: 'CONTRACT_WHITELIST_VIOLATION' },
  },
  {
    ...{ type: 'METHOD_WHITELIST', rules: { methods: [{ contractAddress: R, selectors: ['0x04e45aaf'] }] } },
    ...{ says: 'another method of R is refused', request: call(R, '0x414bf389'), denyCode: 'METHOD_WHITELIST_VIOLATION' },
  },
  {
    ...{ type: 'APPROVED_SPENDERS', rules: { spenders: [{ address: R, token: K, maxAmount: '40000000' }] } },
    ...{ says: '40.000001 K for R is refused', request: approve(R, '40000001'), denyCode: 'APPROVED_SPENDERS_VIOLATION' },
  },
  {
    ...{ type: 'APPROVE_AMOUNT_LIMIT', rules: { maxAmount: '2000000' }, says: 'one base unit more is refused' },
    ...{ request: approve(R, '2000001'), denyCode: 'APPROVE_AMOUNT_LIMIT_VIOLATION' },
  },
  {
    ...{ type: 'APPROVE_AMOUNT_LIMIT', rules: {}, says: 'an unlimited allowance is blocked' },
    ...{ request: approve(R, (2n ** 256n - 1n).toString()), denyCode: 'APPROVE_UNLIMITED_BLOCKED' },
  },
  {
    ...{ type: 'LENDING_ASSET_WHITELIST', rules: { assets: [{ address: K }] }, says: 'borrowing another asset is refused' },
    ...{ request: call(R, '0x12345678', { lending: { action: 'borrow', asset: W, amountUsd: 1 } }) },
    denyCode: 'LENDING_ASSET_WHITELIST_VIOLATION',
  },
  {
    ...{
      type: 'LENDING_LTV_LIMIT',
      rules: { maxLtv: 0.7, warningLtv: 0.5 },
      says: 'to borrow 601 on 2000 with a debt of 800 is refused',
    },
    ...{ request: call(R, '0x12345678', { lending: { action: 'borrow', asset: K, amountUsd: 601 } }) },
    more: {
      context: { lendingPosition: { collateralUsd: 2000, debtUsd: 800 } },
      policies: [{ type: 'LENDING_ASSET_WHITELIST', rules: { assets: [{ address: K }] } }],
    },
    denyCode: 'LENDING_LTV_LIMIT_VIOLATION',
  },
  {
    ...{ type: 'PERP_ALLOWED_MARKETS', rules: { markets: [{ market: 'SOL-PERP' }] }, says: 'opening another market is refused' },
    request: { type: 'EXTERNAL_ACTION', perp: { action: 'open_position', market: 'DOGE-PERP', leverage: 1, sizeUsd: 1 } },
    denyCode: 'PERP_ALLOWED_MARKETS_VIOLATION',
  },
  {
    ...{ type: 'PERP_MAX_LEVERAGE', rules: { maxLeverage: 4, warningLeverage: 3 }, says: '4.01 is refused' },
    request: { type: 'EXTERNAL_ACTION', perp: { action: 'open_position', market: 'SOL-PERP', leverage: 4.01, sizeUsd: 1 } },
    ...{ more: { policies: [{ type: 'PERP_ALLOWED_MARKETS', rules: { markets: [{ market: 'SOL-PERP' }] } }] } },
    denyCode: 'PERP_MAX_LEVERAGE_VIOLATION',
  },
  {
    ...{ type: 'PERP_MAX_POSITION_USD', rules: { maxPositionUsd: 8000, warningPositionUsd: 6000 }, says: '8000 waits' },
    request: { type: 'EXTERNAL_ACTION', perp: { action: 'open_position', market: 'SOL-PERP', leverage: 1, sizeUsd: 8000 } },
    ...{ more: { policies: [{ type: 'PERP_ALLOWED_MARKETS', rules: { markets: [{ market: 'SOL-PERP' }] } }] } },
    tier: 'DELAY',
  },
  {
    ...{ type: 'VENUE_WHITELIST', rules: { venues: [{ id: 'drift' }] }, says: 'an order for any other venue is refused' },
    ...{ request: { type: 'EXTERNAL_ACTION', venue: 'elsewhere', notionalUsd: 1 }, denyCode: 'VENUE_WHITELIST_VIOLATION' },
  },
];
