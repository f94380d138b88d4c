import { describe, expect, it } from 'vitest';
import { approve, transfer } from '../../test/abi.js';
import { POLICY_SETTINGS_DEFAULTS } from '../settings.js';
import { operationsOf } from './operations-of.js';
import { decisionOn, GENEROUS, K, N, NOW, onCall, P, Q, R, S, seen, WORLD } from '../../test/verdict.js';

const contracts = { type: 'CONTRACT_WHITELIST', rules: { contracts: [{ address: R }] } };
const methods = { type: 'METHOD_WHITELIST', rules: { methods: [{ contractAddress: R, selectors: ['0x12345678'] }] } };

describe('a call without data', () => {
  it('is a call for the lists and a payment to the contract, counted once', () => {
    const decision = onCall({ calldata: '0x', amount: '5' });
    expect(seen(decision)).toEqual([`0 CONTRACT_CALL ${R} null`, `0.0 TRANSFER ${R} 5`]);
    expect(decision.spends).toMatchObject([{ asset: 'native', amount: 5n }]);
    expect(decision.result.tier).toBe('INSTANT');
    expect(onCall({ calldata: '0x', contractAddress: S }, contracts).result.denyCode).toBe('CONTRACT_WHITELIST_VIOLATION');
    expect(onCall({ calldata: '0x' }, { type: 'WHITELIST', rules: { allowed_addresses: [P] } }).result.denyCode).toBe(
      'WHITELIST_VIOLATION',
    );
    expect(onCall({ calldata: '0x' }, contracts, methods).result.denyCode).toBe('METHOD_WHITELIST_VIOLATION');
  });
});

describe('an opaque call', () => {
  it.each([
    ['of unknown data', {}],
    ['of an unknown method', { calldata: '0x12345678' }],
    ['of data too short for a method', { calldata: '0x1234' }],
    ['of a known method whose arguments nobody told', { method: '0xa9059cbb' }],
  ])('asks a human %s', (_, request) => {
    expect(onCall(request).result).toMatchObject({ allowed: true, tier: 'APPROVAL' });
  });

  it('is told to people where its contract is listed and a limit holds', () => {
    expect(onCall({ calldata: '0x12345678' }, contracts).result.tier).toBe('NOTIFY');
    const unlimited = {
      ...WORLD,
      policies: [contracts],
      request: { type: 'CONTRACT_CALL', network: 'base-mainnet', to: R, calldata: '0x12345678' },
    };
    expect(decisionOn(unlimited).result.tier).toBe('APPROVAL');
  });

  it('moves no value by itself where its method is listed too', () => {
    const request = { type: 'CONTRACT_CALL', network: 'base-mainnet', to: R, calldata: '0x12345678' };
    expect(decisionOn({ ...WORLD, policies: [contracts, methods], request }).result).toMatchObject({
      allowed: true,
      tier: 'NOTIFY',
    });
    expect(decisionOn({ ...WORLD, policies: [contracts, methods], request: { ...request, value: '1' } }).result.tier).toBe(
      'APPROVAL',
    );
  });

  it('of a token asks a human, whatever lists say, where the chain was asked', () => {
    const facts = {
      walletId: 'w',
      ownerState: 'NONE',
      now: NOW,
      history: [],
      prices: [],
      settings: POLICY_SETTINGS_DEFAULTS,
      session: null,
    } as const;
    const request = {
      type: 'CONTRACT_CALL',
      chain: 'ethereum',
      network: 'base-mainnet',
      contractAddress: R,
      calldata: '0x12345678',
    } as const;
    const demandsFor = (tokenContracts: readonly string[]) =>
      operationsOf(request, { ...facts, context: { tokenContracts } })[0]?.demands;
    expect([demandsFor([R]), demandsFor([S])]).toEqual(['APPROVAL', undefined]);
  });

  it('takes its method from the request where its data is unknown', () => {
    expect(onCall({ method: '0x12345678' }, contracts, methods).result.allowed).toBe(true);
    expect(onCall({ method: '0x12345679' }, contracts, methods).result.denyCode).toBe('METHOD_WHITELIST_VIOLATION');
    expect(onCall({ method: '0x12345678', calldata: '0x1234567900' }, contracts, methods).result.denyCode).toBe(
      'METHOD_WHITELIST_VIOLATION',
    );
  });
});

describe('both views of a hidden transfer', () => {
  it('count: the call it is, and the transfer it is', () => {
    const decision = onCall({ contractAddress: K, calldata: transfer(Q, 40_000_000) });
    expect(seen(decision)).toEqual([`0 CONTRACT_CALL ${K} null`, `0.0 TOKEN_TRANSFER ${Q} 40000000`]);
    expect(decision.usdMicros).toBe(40_000_000n);
    expect(onCall({ contractAddress: K, calldata: transfer(Q, 1) }, contracts).result.denyCode).toBe(
      'CONTRACT_WHITELIST_VIOLATION',
    );
    const denials = onCall({ contractAddress: K, calldata: transfer(Q, 1) }, contracts, {
      type: 'ALLOWED_TOKENS',
      rules: { tokens: [{ address: S }] },
    });
    expect(
      denials.result.matched.filter(({ outcome }) => outcome === 'deny').map(({ code, operation }) => [code, operation]),
    ).toEqual([
      ['ALLOWED_TOKENS_VIOLATION', '0.0'],
      ['CONTRACT_WHITELIST_VIOLATION', '0'],
    ]);
  });

  it('have the place of their instruction in a batch', () => {
    const instructions = [
      { type: 'TRANSFER', to: P, amount: '1' },
      { type: 'CONTRACT_CALL', contractAddress: K, calldata: approve(Q, 7) },
    ];
    const request = { type: 'BATCH', network: 'base-mainnet', instructions };
    const decision = decisionOn({ ...WORLD, policies: [GENEROUS], request });
    expect(seen(decision)).toEqual([`0 TRANSFER ${P} 1`, `1 CONTRACT_CALL ${K} null`, `1.0 APPROVE ${Q} 7`]);
  });
});

describe('an allowance as it was asked for', () => {
  const asked = (request: object, ...policies: readonly object[]) =>
    decisionOn({
      ...WORLD,
      policies: [GENEROUS, ...policies],
      request: { type: 'APPROVE', network: 'base-mainnet', spender: Q, ...request },
    });
  const TIER = { type: 'APPROVE_TIER_OVERRIDE', rules: { tier: 'INSTANT' } };

  it('of nothing is a revocation where decimals are known, from facts or from the request', () => {
    const strict = { type: 'ALLOWED_TOKENS', rules: { tokens: [{ address: P }] } };
    expect(asked({ token: { address: K }, amount: '0' }, strict).result).toMatchObject({ allowed: true, tier: 'NOTIFY' });
    expect(asked({ token: { address: S, decimals: 18 }, amount: '0' }, strict).result).toMatchObject({
      allowed: true,
      tier: 'NOTIFY',
    });
    expect(asked({ token: { address: S }, amount: '0' }, strict).result.denyCode).toBe('ALLOWED_TOKENS_VIOLATION');
  });

  it('for an NFT has an unknown value and is no revocation', () => {
    expect(asked({ token: { address: N }, amount: '0' }, TIER).result).toMatchObject({
      tier: 'APPROVAL',
      approvalReason: 'unknown_value',
    });
    expect(
      asked({ token: { address: S, decimals: 0 }, nft: { tokenId: '1', standard: 'ERC-721' } }, TIER).result.approvalReason,
    ).toBe('unknown_value');
  });

  it('is unlimited from half of the largest number on, of 64 bits on Solana', () => {
    expect(asked({ token: { address: K }, amount: (2n ** 255n - 1n).toString() }).result.denyCode).toBe(
      'APPROVE_UNLIMITED_BLOCKED',
    );
    expect(asked({ token: { address: K }, amount: (2n ** 255n - 2n).toString() }).result.allowed).toBe(true);
    const mint = { address: 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v', decimals: 6 };
    const spender = 'So11111111111111111111111111111111111111112';
    const onSolana = (amount: bigint) =>
      asked({ network: 'solana-mainnet', token: mint, spender, amount: amount.toString() }).result;
    expect(onSolana(2n ** 63n - 1n).denyCode).toBe('APPROVE_UNLIMITED_BLOCKED');
    expect(onSolana(2n ** 63n - 2n).allowed).toBe(true);
  });
});

describe('an answer', () => {
  const USDC = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';

  it('names addresses and methods as they were asked for, and compares them without case', () => {
    const other = { type: 'CONTRACT_WHITELIST', rules: { contracts: [{ address: S }] } };
    const same = { type: 'CONTRACT_WHITELIST', rules: { contracts: [{ address: USDC.toUpperCase().replace('0X', '0x') }] } };
    expect(onCall({ contractAddress: USDC, calldata: '0x12345678' }, other).result.reason).toContain(USDC);
    expect(onCall({ contractAddress: USDC, calldata: '0x12345678' }, same).result.allowed).toBe(true);
    const limited = { type: 'METHOD_WHITELIST', rules: { methods: [{ contractAddress: USDC, selectors: ['0xabcdef12'] }] } };
    expect(onCall({ contractAddress: USDC, calldata: '0xABCDEF12' }, limited).result.allowed).toBe(true);
    expect(onCall({ contractAddress: USDC, calldata: '0xABCDEF13' }, limited).result.reason).toContain('0xABCDEF13');
  });

  it('finds the limit of a token however its address is written', () => {
    const limit = { instant_max: '1', notify_max: '2', delay_max: '3' };
    const policy = { type: 'SPENDING_LIMIT', rules: { token_limits: { [`eip155:1/erc20:${USDC}`]: limit } } };
    const request = {
      type: 'TOKEN_TRANSFER',
      network: 'ethereum-mainnet',
      to: P,
      amount: '1000000',
      token: { address: USDC, decimals: 6 },
    };
    expect(decisionOn({ ...WORLD, policies: [policy], request }).result.tier).toBe('INSTANT');
  });
});

describe('requests that are nothing but themselves', () => {
  it.each([
    ['NFT_TRANSFER', { to: Q, token: { address: N, tokenId: '1' } }],
    ['CONTRACT_DEPLOY', { bytecode: '0x00' }],
    ['SIGN_MESSAGE', { message: 'hello' }],
  ])('ask a human: %s', (type, request) => {
    expect(
      decisionOn({ ...WORLD, policies: [GENEROUS], request: { type, network: 'base-mainnet', ...request } }).result.tier,
    ).toBe('APPROVAL');
  });
});
