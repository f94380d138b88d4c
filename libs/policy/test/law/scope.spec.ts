import { describe } from 'vitest';
import { P, Q } from '../verdict.js';
import { allowed, CHEAP, denied, eth, holds, policy } from './row.js';

const only = (address: string, more: object = {}) => policy('WHITELIST', { allowed_addresses: [address] }, more);
const toQ = eth(1n, Q);
const swap = (limit: number, more: object = {}) =>
  policy('ACTION_CATEGORY_LIMIT', { category: 'swap', per_action_limit_usd: limit }, more);
const action = { type: 'EXTERNAL_ACTION', network: 'base-mainnet', venue: 'x', category: 'swap', notionalUsd: '50' };
const WALLET = { walletId: 'w' };
const NETWORK = { network: 'base-mainnet' };

describe('which policy counts', () => {
  holds([
    [
      'a row of wallet and network beats one of the wallet, whatever the priorities',
      { policies: [CHEAP, only(Q, { ...WALLET, ...NETWORK, priority: -5 }), only(P, { ...WALLET, priority: 5 })], request: toQ },
      allowed('INSTANT'),
    ],
    [
      'a row of the wallet beats one of the network',
      { policies: [CHEAP, only(Q, { ...WALLET, priority: -5 }), only(P, { ...NETWORK, priority: 5 })], request: toQ },
      allowed('INSTANT'),
    ],
    [
      'a row of the network beats a global one',
      { policies: [CHEAP, only(Q, { ...NETWORK, priority: -5 }), only(P, { priority: 5 })], request: toQ },
      allowed('INSTANT'),
    ],
    [
      'inside one scope the highest priority wins',
      { policies: [CHEAP, only(P, { priority: 1 }), only(Q, { priority: 2 })], request: toQ },
      allowed('INSTANT'),
    ],
    ['the default priority is 0', { policies: [CHEAP, only(P, { priority: -1 }), only(Q)], request: toQ }, allowed('INSTANT')],
    [
      'lists are replaced, never merged',
      { policies: [CHEAP, only(Q), only(P, WALLET)], request: toQ },
      denied('WHITELIST_VIOLATION'),
    ],
    ['a disabled row is as if absent', { policies: [CHEAP, only(P, { enabled: false })], request: toQ }, allowed('INSTANT')],
    [
      'a disabled row lets the one behind it through',
      { policies: [CHEAP, only(Q, { priority: 9, enabled: false }), only(P)], request: toQ },
      denied('WHITELIST_VIOLATION'),
    ],
    [
      'a row of another wallet does not apply',
      { policies: [CHEAP, only(P, { walletId: 'another' })], request: toQ },
      allowed('INSTANT'),
    ],
    [
      'a row of another network does not apply',
      { policies: [CHEAP, only(P, { network: 'polygon-mainnet' })], request: toQ },
      allowed('INSTANT'),
    ],
    [
      'a row may name its network by its CAIP-2 id',
      { policies: [CHEAP, only(P, { network: 'eip155:8453' })], request: toQ },
      denied('WHITELIST_VIOLATION'),
    ],
    [
      'a row of a network does not apply to a request that names none',
      {
        policies: [CHEAP, only(P, { network: 'base-mainnet' })],
        request: { type: 'TRANSFER', chain: 'ethereum', to: Q, amount: '1' },
      },
      allowed('INSTANT'),
    ],
    [
      'of one category one row counts',
      { policies: [CHEAP, swap(60), swap(40, { priority: -1 })], request: action },
      allowed('INSTANT'),
    ],
    [
      'another category is another key',
      {
        policies: [
          CHEAP,
          swap(40),
          policy('ACTION_CATEGORY_LIMIT', { category: 'bridge', per_action_limit_usd: 1 }, { priority: 3 }),
        ],
        request: action,
      },
      allowed('DELAY'),
    ],
    [
      'a row nobody can read denies from the shadow of another',
      { policies: [CHEAP, only(Q, { priority: 3 }), policy('WHITELIST', { allowed_addresses: [] })], request: toQ },
      denied('POLICY_RULES_CORRUPT', { denials: ['POLICY_RULES_CORRUPT'] }),
    ],
    [
      'so does a type nobody knows',
      { policies: [CHEAP, policy('BLOCK_EVERYTHING', {})], request: toQ },
      denied('POLICY_RULES_CORRUPT'),
    ],
    [
      'a row nobody can read that does not apply denies nothing',
      {
        policies: [
          CHEAP,
          policy('WHITELIST', {}, { walletId: 'another' }),
          policy('RATE_LIMIT', {}, { network: 'polygon-mainnet' }),
          policy('NO_SUCH_TYPE', {}, { enabled: false }),
        ],
        request: toQ,
      },
      allowed('INSTANT'),
    ],
    [
      'the bare native key is for rows of one network',
      {
        policies: [policy('SPENDING_LIMIT', { token_limits: { native: { instant_max: '1', notify_max: '1', delay_max: '1' } } })],
        request: toQ,
      },
      denied('POLICY_RULES_CORRUPT'),
    ],
    [
      'there it means the coin of that network',
      {
        policies: [
          policy(
            'SPENDING_LIMIT',
            { token_limits: { native: { instant_max: '1', notify_max: '1', delay_max: '1' } } },
            { network: 'base-mainnet' },
          ),
        ],
        request: toQ,
      },
      allowed('INSTANT'),
    ],
  ]);
});
