import { describe, expect, it } from 'vitest';
import { parseWhatIf } from './parse-what-if.js';
import type { WhatIfInput } from './what-if.js';

const P = '0x1111111111111111111111111111111111111111';
const K = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
const K_CHECKSUMMED = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';
const SOLANA = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v';
const TRANSFER = { type: 'TRANSFER', network: 'base-sepolia', to: P, amount: '1' };

function accepted(body: unknown): WhatIfInput {
  const result = parseWhatIf(body);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function refusedPaths(body: unknown): readonly string[] {
  const result = parseWhatIf(body);
  return result.ok ? [] : result.error.map((issue) => issue.path);
}

const withRequest = (request: unknown) => ({ request });

describe('the parts of a what-if', () => {
  it('leaves out what was left out', () => {
    expect(accepted({ request: TRANSFER })).toEqual({
      request: { type: 'TRANSFER', chain: 'ethereum', network: 'base-sepolia', to: P, amount: 1n },
    });
  });

  it.each([
    ['a body that is no object', [], ''],
    ['no request', {}, 'request'],
    ['an unknown part', { request: TRANSFER, extra: 1 }, 'extra'],
    [
      'an unknown member of a policy',
      { request: TRANSFER, policies: [{ type: 'WHITELIST', rules: {}, note: '' }] },
      'policies.0.note',
    ],
    ['a policy without rules', { request: TRANSFER, policies: [{ type: 'WHITELIST' }] }, 'policies.0.rules'],
    [
      'a policy for an unknown network',
      { request: TRANSFER, policies: [{ type: 'X', rules: {}, network: 'mars' }] },
      'policies.0.network',
    ],
    [
      'a priority beyond 32 bits',
      { request: TRANSFER, policies: [{ type: 'X', rules: {}, priority: 2 ** 31 }] },
      'policies.0.priority',
    ],
    [
      'an unknown member of a row',
      { request: TRANSFER, history: [{ type: 'TRANSFER', status: 'X', at: 1, foo: 1 }] },
      'history.0.foo',
    ],
    [
      'an amount of a row that is a number',
      { request: TRANSFER, history: [{ type: 'T', status: 'X', at: 1, amount: 5 }] },
      'history.0.amount',
    ],
    [
      'an asset of another chain',
      { request: TRANSFER, history: [{ type: 'T', status: 'X', at: 1, chain: 'solana', asset: P }] },
      'history.0.asset',
    ],
    [
      'a row whose network is of another chain',
      { request: TRANSFER, history: [{ type: 'T', status: 'X', at: 1, chain: 'solana', network: 'base-sepolia' }] },
      'history.0.network',
    ],
    ['a negative time', { request: TRANSFER, now: -1 }, 'now'],
    ['a local time', { request: TRANSFER, now: '2026-01-01T00:00:00' }, 'now'],
    ['a time with another offset', { request: TRANSFER, now: '2026-01-01T00:00:00+02:00' }, 'now'],
    ['a day that does not exist', { request: TRANSFER, now: '2026-02-29T00:00:00Z' }, 'now'],
    ['a price without a value', { request: TRANSFER, prices: [{ chain: 'ethereum', asset: 'native' }] }, 'prices.0.usd'],
    [
      'a price with an exponent',
      { request: TRANSFER, prices: [{ chain: 'ethereum', asset: 'native', usd: '1e3' }] },
      'prices.0.usd',
    ],
    [
      'a price too large for exact text',
      { request: TRANSFER, prices: [{ chain: 'ethereum', asset: 'native', usd: 1e21 }] },
      'prices.0.usd',
    ],
    [
      'a negative age',
      { request: TRANSFER, prices: [{ chain: 'ethereum', asset: 'native', usd: 1, ageSeconds: -1 }] },
      'prices.0.ageSeconds',
    ],
    [
      'a score above 100',
      { request: TRANSFER, context: { reputation: { rated: true, score: 100.5 } } },
      'context.reputation.score',
    ],
    [
      'a token of another chain',
      { request: TRANSFER, context: { tokens: [{ chain: 'solana', address: K }] } },
      'context.tokens.0.address',
    ],
    ['an unknown fact', { request: TRANSFER, context: { trusted: true } }, 'context.trusted'],
    ['an unknown setting', { request: TRANSFER, settings: { 'policy.default_deny': true } }, 'settings.policy.default_deny'],
    [
      'a delay below a minute',
      { request: TRANSFER, settings: { 'policy.default_delay_seconds': 59 } },
      'settings.policy.default_delay_seconds',
    ],
    [
      'a setting of the wrong type',
      { request: TRANSFER, settings: { 'policy.default_deny_tokens': 'false' } },
      'settings.policy.default_deny_tokens',
    ],
    ['an unknown owner state', { request: TRANSFER, ownerState: 'SOME' }, 'ownerState'],
    ['a session without constraints', { request: TRANSFER, session: {} }, 'session.constraints'],
    ['an unknown constraint', { request: TRANSFER, session: { constraints: { tier: 'NOTIFY' } } }, 'session.constraints.tier'],
  ])('refuses %s', (_, body, path) => {
    expect(refusedPaths(body)).toContain(path);
  });

  it('refuses two policies of equal scope, type and priority, enabled or not', () => {
    const policy = { type: 'WHITELIST', rules: { allowed_addresses: [P] } };
    expect(refusedPaths({ request: TRANSFER, policies: [policy, { ...policy, enabled: false }] })).toEqual([
      'policies.1.priority',
    ]);
    expect(
      refusedPaths({
        request: TRANSFER,
        policies: [
          { ...policy, network: 'base-sepolia' },
          { ...policy, network: 'eip155:84532' },
        ],
      }),
    ).toEqual(['policies.1.priority']);
    expect(
      refusedPaths({ request: TRANSFER, policies: [policy, { ...policy, walletId: 'w' }, { ...policy, priority: 1 }] }),
    ).toEqual([]);
  });

  it('tells limits on actions apart by their category', () => {
    const limit = (category: string) => ({ type: 'ACTION_CATEGORY_LIMIT', rules: { category, daily_limit_usd: 1 } });
    expect(refusedPaths({ request: TRANSFER, policies: [limit('swap'), limit('perp')] })).toEqual([]);
    expect(refusedPaths({ request: TRANSFER, policies: [limit('swap'), limit('swap')] })).toEqual(['policies.1.priority']);
  });

  it('takes policies whose rules nobody can read', () => {
    const policies = [
      { type: 'WHITELIST', rules: null },
      { type: 'NOT_A_TYPE', rules: 7 },
    ];
    expect(accepted({ request: TRANSFER, policies }).policies?.map(({ id, rules }) => [id, rules])).toEqual([
      ['draft:0', null],
      ['draft:1', 7],
    ]);
  });

  it('reads instants given either way', () => {
    expect(accepted({ request: TRANSFER, now: '2025-07-15T07:30:00Z' }).now).toBe(1_752_564_600);
    expect(accepted({ request: TRANSFER, now: '1970-01-01T00:00Z' }).now).toBe(0);
    expect(accepted({ request: TRANSFER, now: '2000-02-29T23:59:59+00:00' }).now).toBe(951_868_799);
    const history = [{ type: 'TRANSFER', status: 'CONFIRMED', at: '2024-12-31T00:00:00Z' }];
    expect(accepted({ request: TRANSFER, history }).history?.[0]?.at).toBe(1_735_603_200);
  });

  it('refuses a time that is no whole number of seconds', () => {
    for (const now of [1_752_564_600.5, -1, 1e300, null, true]) {
      const read = parseWhatIf({ request: TRANSFER, now });
      expect(read.ok ? [] : read.error.map(({ path }) => path)).toEqual(['now']);
    }
  });

  it('keeps the exact text of money given as a number, and every place of a value in the history', () => {
    const prices = [
      { chain: 'ethereum', asset: 'native', usd: 0.1, quotes: [0.3, '0.30'] },
      { chain: 'ethereum', asset: K, usd: 0.0000001 },
    ];
    const read = accepted({
      request: TRANSFER,
      prices,
      history: [{ type: 'TRANSFER', status: 'CONFIRMED', at: 1, usd: '0.000000000000000001' }],
    });
    expect(read.prices?.map(({ asset, usd, quotes }) => [asset, usd, quotes])).toEqual([
      ['native', '0.1', ['0.3', '0.30']],
      [K_CHECKSUMMED, '0.0000001', []],
    ]);
    expect(read.history?.[0]?.usdAttos).toBe(1n);
  });

  it('reads the settings that were named', () => {
    const settings = {
      'policy.default_deny_tokens': false,
      'actions.jupiter_enabled': true,
      'policy.loosening_delay_seconds': 5,
    };
    expect(accepted({ request: TRANSFER, settings }).settings).toEqual({ defaultDenyTokens: false });
  });
});

describe('the request of a what-if', () => {
  it.each([
    ['an unknown type', { ...TRANSFER, type: 'MINT' }, 'request.type'],
    ['an unknown member', { ...TRANSFER, toAddress: P }, 'request.toAddress'],
    ['a recipient with a bad checksum', { ...TRANSFER, to: K_CHECKSUMMED.replace('A0b', 'a0B') }, 'request.to'],
    ['a recipient of another chain', { ...TRANSFER, to: SOLANA }, 'request.to'],
    ['a network of another chain', { ...TRANSFER, chain: 'solana' }, 'request.network'],
    ['a transfer to nobody', { type: 'TRANSFER', network: 'base-sepolia', amount: '1' }, 'request.to'],
    ['a transfer of nothing named', { type: 'TRANSFER', network: 'base-sepolia', to: P }, 'request.amount'],
    ['a transfer with a token', { ...TRANSFER, token: { address: K } }, 'request.token'],
    ['an amount beyond 256 bits', { ...TRANSFER, amount: (2n ** 256n).toString() }, 'request.amount'],
    ['a negative amount', { ...TRANSFER, amount: '-1' }, 'request.amount'],
    ['a token transfer without a token', { ...TRANSFER, type: 'TOKEN_TRANSFER' }, 'request.token'],
    [
      'an allowance without a spender',
      { type: 'APPROVE', network: 'base-sepolia', token: { address: K }, amount: '1' },
      'request.spender',
    ],
    [
      'a bad address beside a contract',
      { type: 'CONTRACT_CALL', network: 'base-sepolia', contractAddress: P, to: '0x12' },
      'request.to',
    ],
    ['odd calldata', { type: 'CONTRACT_CALL', network: 'base-sepolia', to: P, calldata: '0x123' }, 'request.calldata'],
    ['data that is no base64', { type: 'CONTRACT_CALL', chain: 'solana', programId: SOLANA, calldata: '*' }, 'request.calldata'],
    [
      'an asset id of another network',
      { ...TRANSFER, type: 'TOKEN_TRANSFER', token: { assetId: `eip155:1/erc20:${K}` } },
      'request.token.assetId',
    ],
    [
      'an asset id of another token',
      { ...TRANSFER, type: 'TOKEN_TRANSFER', token: { address: P, assetId: `eip155:84532/erc20:${K}` } },
      'request.token.assetId',
    ],
    ['instructions outside a batch', { ...TRANSFER, instructions: [TRANSFER, TRANSFER] }, 'request.instructions'],
    [
      'a batch of one',
      { type: 'BATCH', network: 'base-sepolia', instructions: [{ type: 'TRANSFER', to: P, amount: '1' }] },
      'request.instructions',
    ],
    [
      'a batch of 21',
      { type: 'BATCH', network: 'base-sepolia', instructions: Array.from({ length: 21 }, () => ({ to: P, amount: '1' })) },
      'request.instructions',
    ],
    [
      'a batch with an amount of its own',
      {
        type: 'BATCH',
        network: 'base-sepolia',
        amount: '1',
        instructions: [
          { to: P, amount: '1' },
          { to: P, amount: '1' },
        ],
      },
      'request.amount',
    ],
    [
      'a signature within a batch',
      { type: 'BATCH', network: 'base-sepolia', instructions: [{ to: P, amount: '1' }, { type: 'SIGN_MESSAGE' }] },
      'request.instructions.1.type',
    ],
    [
      'an instruction of another network',
      {
        type: 'BATCH',
        network: 'base-sepolia',
        instructions: [
          { to: P, amount: '1' },
          { ...TRANSFER, network: 'ethereum-mainnet' },
        ],
      },
      'request.instructions.1.network',
    ],
    [
      'an instruction that could be two things',
      {
        type: 'BATCH',
        network: 'base-sepolia',
        instructions: [
          { to: P, amount: '1' },
          { token: { address: K }, calldata: '0x', to: P, amount: '1' },
        ],
      },
      'request.instructions.1.type',
    ],
    ['a request whose chain nothing tells', { type: 'X402_PAYMENT', amount: '1' }, 'request.chain'],
    ['an unknown category', { ...TRANSFER, category: 'gambling' }, 'request.category'],
    [
      'typed data without a message',
      { type: 'SIGN_TYPED_DATA', network: 'base-sepolia', typedData: { domain: {}, primaryType: 'Permit' } },
      'request.typedData.message',
    ],
  ])('refuses %s', (_, request, path) => {
    expect(refusedPaths(withRequest(request))).toContain(path);
  });

  it('understands a send body', () => {
    const request = {
      network: 'eip155:84532',
      to: K,
      humanAmount: '0.5',
      memo: 'x',
      gasCondition: { maxGasPrice: '1' },
      allowDuplicate: true,
    };
    expect(accepted({ request }).request).toEqual({
      type: 'TRANSFER',
      chain: 'ethereum',
      network: 'base-sepolia',
      to: K,
      amount: 500_000_000_000_000_000n,
    });
    const call = {
      type: 'CONTRACT_CALL',
      network: 'base-sepolia',
      to: P,
      value: '7',
      calldata: '0xA9059CBB',
      actionProvider: 'mine',
    };
    expect(accepted({ request: call }).request).toMatchObject({ contractAddress: P, amount: 7n, calldata: '0xA9059CBB' });
    expect(accepted({ request: call }).request).not.toHaveProperty('actionProvider');
  });

  it('keeps addresses as they were written, so that an answer names what was asked for', () => {
    const recipientOf = (to: string) => accepted({ request: { ...TRANSFER, to } }).request.to;
    expect(recipientOf(K)).toBe(K);
    expect(recipientOf(K_CHECKSUMMED)).toBe(K_CHECKSUMMED);
  });

  it('takes whole units only where decimals are known, and then the chain’s own', () => {
    const request = {
      type: 'TOKEN_TRANSFER',
      network: 'base-sepolia',
      to: P,
      humanAmount: '1.5',
      token: { address: K, decimals: 18 },
    };
    const context = { tokens: [{ chain: 'ethereum', address: K, decimals: 6 }] };
    expect(accepted({ request, context }).request.amount).toBe(1_500_000n);
    expect(accepted({ request }).request.amount).toBe(1_500_000_000_000_000_000n);
    expect(refusedPaths({ request: { ...request, token: { address: K } } })).toEqual(['request.humanAmount']);
  });

  it('gives instructions the chain and network of their batch', () => {
    const instructions = [
      { to: P, amount: '1' },
      { spender: P, token: { address: K }, amount: '2' },
    ];
    expect(accepted({ request: { type: 'BATCH', network: 'base-sepolia', instructions } }).request.instructions).toEqual([
      { type: 'TRANSFER', chain: 'ethereum', network: 'base-sepolia', to: P, amount: 1n },
      { type: 'APPROVE', chain: 'ethereum', network: 'base-sepolia', spender: P, amount: 2n, token: { address: K } },
    ]);
  });

  it('takes a Solana call with instructions around it for all of them', () => {
    const meta = { pubkey: SOLANA, isSigner: true, isWritable: false };
    const request = {
      type: 'CONTRACT_CALL',
      network: 'devnet',
      programId: SOLANA,
      instructionData: 'AQ==',
      accounts: [meta],
      postInstructions: [{ programId: SOLANA, data: 'Ag==', accounts: [SOLANA] }],
    };
    const read = accepted({ request }).request;
    expect(read).toMatchObject({ type: 'BATCH', network: 'solana-devnet' });
    expect(read.instructions?.map((one) => [one.contractAddress, one.calldata, one.accounts])).toEqual([
      [SOLANA, 'AQ==', [SOLANA]],
      [SOLANA, 'Ag==', [SOLANA]],
    ]);
  });
});
