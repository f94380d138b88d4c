import { describe } from 'vitest';
import { execute, multicall, transfer } from '../abi.js';
import { K, N, NOW, P, Q, R } from '../verdict.js';
import { allowance, allowed, call, CHEAP, denied, eth, holds, policy } from './row.js';

const hours = (start: number, end: number, days: readonly number[], timezone?: string) => [
  CHEAP,
  policy('TIME_RESTRICTION', {
    allowed_hours: { start, end },
    allowed_days: days,
    ...(timezone === undefined ? {} : { timezone }),
  }),
];
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const request = eth(1n, P);
const late = denied('TIME_RESTRICTION_VIOLATION');

describe('1 TIME_RESTRICTION', () => {
  holds([
    ['start is inclusive', { policies: hours(8, 20, [2]), now: '2026-07-14T08:00:00Z', request }, allowed('INSTANT')],
    ['before it is refused', { policies: hours(8, 20, [2]), now: '2026-07-14T07:59:59.999Z', request }, late],
    ['end is exclusive', { policies: hours(8, 20, [2]), now: '2026-07-14T20:00:00Z', request }, late],
    [
      'the last second of the hour before it passes',
      { policies: hours(8, 20, [2]), now: '2026-07-14T19:59:59Z', request },
      allowed('INSTANT'),
    ],
    ['24 is the end of the day', { policies: hours(23, 24, [2]), now: '2026-07-14T23:59:59Z', request }, allowed('INSTANT')],
    [
      'a start after the end wraps midnight',
      { policies: hours(22, 6, [2, 3]), now: '2026-07-15T05:59:59Z', request },
      allowed('INSTANT'),
    ],
    ['after midnight it is the new day', { policies: hours(22, 6, [2]), now: '2026-07-15T01:00:00Z', request }, late],
    ['0 is Sunday', { policies: hours(0, 24, [0]), now: '2026-07-19T12:00:00Z', request }, allowed('INSTANT')],
    [
      'winter is an hour behind summer',
      { policies: hours(8, 20, EVERY_DAY, 'Europe/Berlin'), now: '2026-01-13T07:30:00Z', request },
      allowed('INSTANT'),
    ],
    [
      'and begins an hour later in UTC',
      { policies: hours(8, 20, EVERY_DAY, 'Europe/Berlin'), now: '2026-01-13T06:59:59Z', request },
      late,
    ],
    [
      'the hour that is skipped in spring never comes',
      { policies: hours(2, 3, EVERY_DAY, 'Europe/Berlin'), now: '2026-03-29T01:00:00Z', request },
      late,
    ],
    [
      'the hour that comes twice in autumn passes twice',
      { policies: hours(2, 3, EVERY_DAY, 'Europe/Berlin'), now: '2026-10-25T01:30:00Z', request },
      allowed('INSTANT'),
    ],
    [
      'quarter hours of a zone count',
      { policies: hours(6, 7, EVERY_DAY, 'Asia/Kathmandu'), now: '2026-07-14T00:15:00Z', request },
      allowed('INSTANT'),
    ],
    [
      'the local day counts, not that of UTC',
      { policies: hours(0, 24, [3], 'Pacific/Auckland'), now: '2026-07-14T13:00:00Z', request },
      allowed('INSTANT'),
    ],
    [
      'every request: messages too',
      { policies: hours(8, 9, EVERY_DAY), now: '2026-07-14T12:00:00Z', request: { type: 'SIGN_MESSAGE', message: 'x' } },
      late,
    ],
  ]);
});

const rate = [CHEAP, policy('RATE_LIMIT', { max_requests: 2, window_seconds: 60 })];
const sent = (at: number, status: string, more: object = {}) => ({ type: 'TRANSFER', status, at, ...more });
const tooFast = denied('RATE_LIMIT_VIOLATION');

describe('2 RATE_LIMIT', () => {
  holds([
    ...['CONFIRMED', 'SUBMITTED', 'QUEUED', 'PENDING', 'EXECUTING', 'SIGNED', 'FAILED', 'REJECTED', 'ANYTHING'].map(
      (status) =>
        [`${status} counts`, { policies: rate, history: [sent(NOW, status), sent(NOW - 59, status)], request }, tooFast] as const,
    ),
    ...['CANCELLED', 'EXPIRED', 'DENIED'].map(
      (status) =>
        [
          `${status} does not`,
          { policies: rate, history: [sent(NOW, status), sent(NOW - 59, status)], request },
          allowed('INSTANT'),
        ] as const,
    ),
    [
      'a row exactly as old as the window does not count',
      { policies: rate, history: [sent(NOW, 'CONFIRMED'), sent(NOW - 60, 'CONFIRMED')], request },
      allowed('INSTANT'),
    ],
    [
      'an open row counts by its time too',
      { policies: rate, history: [sent(NOW, 'QUEUED'), sent(NOW - 60, 'QUEUED')], request },
      allowed('INSTANT'),
    ],
    [
      'rows of other wallets do not count',
      {
        policies: rate,
        history: [sent(NOW, 'CONFIRMED', { walletId: 'v' }), sent(NOW, 'CONFIRMED', { walletId: 'w' })],
        request,
      },
      allowed('INSTANT'),
    ],
    [
      'rows of all types, chains and networks count',
      {
        policies: rate,
        history: [sent(NOW, 'SIGNED', { type: 'SIGN_MESSAGE' }), sent(NOW, 'CONFIRMED', { network: 'solana-mainnet' })],
        request,
      },
      tooFast,
    ],
    [
      'a batch is one',
      {
        policies: rate,
        history: [sent(NOW, 'CONFIRMED')],
        request: {
          type: 'BATCH',
          network: 'base-mainnet',
          instructions: [
            { type: 'TRANSFER', to: P, amount: '1' },
            { type: 'TRANSFER', to: P, amount: '1' },
          ],
        },
      },
      allowed('INSTANT'),
    ],
    [
      'a revocation counts as any request',
      { policies: rate, history: [sent(NOW, 'CONFIRMED'), sent(NOW, 'CONFIRMED')], request: allowance(0n, Q) },
      tooFast,
    ],
  ]);
});

const networks = [CHEAP, policy('ALLOWED_NETWORKS', { networks: [{ network: 'eip155:84532', name: 'test' }] })];
const payees = [CHEAP, policy('WHITELIST', { allowed_addresses: [P] })];

describe('3 ALLOWED_NETWORKS and 4 WHITELIST', () => {
  holds([
    [
      'a network is the same by either name',
      { policies: networks, request: eth(1n, P, { network: 'base-sepolia' }) },
      allowed('INSTANT'),
    ],
    [
      'messages have a network too',
      { policies: networks, request: { type: 'SIGN_MESSAGE', message: 'x' } },
      denied('ALLOWED_NETWORKS_VIOLATION'),
    ],
    [
      'the reason names the network as it was asked for',
      { policies: networks, request: eth(1n, P, { network: 'eip155:137' }) },
      denied('ALLOWED_NETWORKS_VIOLATION', { reason: 'Network polygon-mainnet (eip155:137) is not in ALLOWED_NETWORKS.' }),
    ],
    [
      'addresses are compared without case',
      {
        policies: [CHEAP, policy('WHITELIST', { allowed_addresses: ['0xd8da6bf26964af9d7eed9e03e53415d37aa96045'] })],
        request: eth(1n, '0xD8DA6BF26964AF9D7EED9E03E53415D37AA96045'),
      },
      allowed('INSTANT'),
    ],
    [
      'an NFT has a recipient',
      {
        policies: payees,
        request: { type: 'NFT_TRANSFER', network: 'base-mainnet', to: Q, token: { address: N }, tokenId: '1' },
      },
      denied('WHITELIST_VIOLATION'),
    ],
    [
      'an x402 payment has one',
      {
        policies: payees,
        request: { type: 'X402_PAYMENT', network: 'base-mainnet', to: Q, amount: '1', token: { address: K }, domain: 'a.dev' },
      },
      denied('WHITELIST_VIOLATION'),
    ],
    ['a spender is none', { policies: payees, request: allowance(1n, Q) }, allowed('APPROVAL')],
    ['a called contract is none', { policies: payees, request: call(R, '0x12345678') }, allowed('APPROVAL')],
    [
      'a contract that is paid without data is one',
      { policies: payees, request: call(R, '0x', { amount: '1' }) },
      denied('WHITELIST_VIOLATION'),
    ],
    [
      'a transfer hidden three calls deep is found',
      { policies: payees, request: call(R, multicall(multicall(execute(K, 0, transfer(Q, 1))))) },
      denied('WHITELIST_VIOLATION'),
    ],
    [
      'every recipient of a batch is asked about',
      {
        policies: payees,
        request: {
          type: 'BATCH',
          network: 'base-mainnet',
          instructions: [
            { type: 'TRANSFER', to: P, amount: '1' },
            { type: 'TRANSFER', to: Q, amount: '1' },
          ],
        },
      },
      denied('WHITELIST_VIOLATION'),
    ],
  ]);
});

const pay = (domain?: string) => ({
  type: 'X402_PAYMENT',
  network: 'base-mainnet',
  to: P,
  amount: '1',
  token: { address: K },
  ...(domain === undefined ? {} : { domain }),
});
const hosts = (...domains: readonly string[]) => [CHEAP, policy('X402_ALLOWED_DOMAINS', { domains })];
const elsewhere = denied('X402_ALLOWED_DOMAINS_VIOLATION');
const web = (domain: string) => ({ type: 'HTTP_SIGN', network: 'base-mainnet', domain });
const signed = (at: number, domain: string, status = 'SIGNED') => ({ type: 'HTTP_SIGN', status, at, domain });
const rpm = (limit: number | undefined, settings: object = {}) => ({
  policies: [
    policy('ERC8128_ALLOWED_DOMAINS', { domains: ['a.dev', 'b.dev'], ...(limit === undefined ? {} : { rate_limit_rpm: limit }) }),
  ],
  settings,
});

describe('5 X402_ALLOWED_DOMAINS and 6 ERC8128_ALLOWED_DOMAINS', () => {
  holds([
    [
      'a host is compared in lower case and without a trailing dot',
      { policies: hosts('API.Shop.dev.'), request: pay('api.SHOP.dev') },
      allowed('INSTANT'),
    ],
    [
      'a host is compared in A-label form',
      { policies: hosts('bücher.example'), request: pay('XN--BCHER-KVA.example') },
      allowed('INSTANT'),
    ],
    ['and the other way round', { policies: hosts('xn--bcher-kva.example'), request: pay('BÜCHER.example') }, allowed('INSTANT')],
    ['a label that only looks the same is another', { policies: hosts('paypal.dev'), request: pay('pаypal.dev') }, elsewhere],
    ['a wildcard matches several labels', { policies: hosts('*.pay.dev'), request: pay('a.b.pay.dev') }, allowed('INSTANT')],
    ['never the domain itself', { policies: hosts('*.pay.dev'), request: pay('pay.dev') }, elsewhere],
    ['nor one that ends the same', { policies: hosts('*.pay.dev'), request: pay('evilpay.dev') }, elsewhere],
    ['nor one that goes on', { policies: hosts('*.pay.dev'), request: pay('a.pay.dev.evil.com') }, elsewhere],
    ['a port is no part of a host', { policies: hosts('pay.dev'), request: pay('pay.dev:443') }, elsewhere],
    ['a URL is no host', { policies: hosts('pay.dev'), request: pay('https://pay.dev/') }, elsewhere],
    ['a missing domain is refused', { policies: hosts('pay.dev'), request: pay() }, elsewhere],
    [
      'the reason names it as it was asked for',
      { policies: hosts('pay.dev'), request: pay('Evil.DEV') },
      { ...elsewhere, reason: 'Domain Evil.DEV is not in X402_ALLOWED_DOMAINS.' },
    ],
    [
      'absence denies',
      { policies: [CHEAP], settings: {}, request: pay('pay.dev') },
      denied('X402_ALLOWED_DOMAINS_REQUIRED', { denials: ['X402_ALLOWED_DOMAINS_REQUIRED', 'ALLOWED_TOKENS_REQUIRED'] }),
    ],
    ['unless its setting says otherwise', { policies: [CHEAP], request: pay('pay.dev') }, allowed('INSTANT')],
    [
      'a policy that exists is enforced whatever the setting',
      { policies: hosts('pay.dev'), request: pay('other.dev') },
      elsewhere,
    ],
    [
      'signatures for a domain in the last 60 s count',
      { ...rpm(2), history: [signed(NOW, 'a.dev'), signed(NOW - 59, 'A.dev.')], request: web('a.dev') },
      denied('ERC8128_ALLOWED_DOMAINS_VIOLATION'),
    ],
    [
      'those of another domain do not',
      { ...rpm(2), history: [signed(NOW, 'a.dev'), signed(NOW, 'b.dev')], request: web('a.dev') },
      allowed('INSTANT'),
    ],
    [
      'nor those 60 s ago',
      { ...rpm(2), history: [signed(NOW, 'a.dev'), signed(NOW - 60, 'a.dev')], request: web('a.dev') },
      allowed('INSTANT'),
    ],
    [
      'nor those that were refused',
      { ...rpm(1), history: [signed(NOW, 'a.dev', 'DENIED')], request: web('a.dev') },
      allowed('INSTANT'),
    ],
    [
      'the setting is the limit where the policy names none',
      { ...rpm(undefined, { 'policy.default_erc8128_rpm': 1 }), history: [signed(NOW, 'a.dev')], request: web('a.dev') },
      denied('ERC8128_ALLOWED_DOMAINS_VIOLATION'),
    ],
    ['HTTP_SIGN that passes has no floor and needs no SPENDING_LIMIT', { ...rpm(1), request: web('a.dev') }, allowed('INSTANT')],
    ['its absence denies', { settings: {}, request: web('a.dev') }, denied('ERC8128_ALLOWED_DOMAINS_REQUIRED')],
  ]);
});
