import { describe, expect, it } from 'vitest';
import { approve, calldata, multicall, transfer, word } from '../../test/abi.js';
import { GENEROUS, K, N, NOW, P, Q, R } from '../../test/verdict.js';
import { compilePolicies } from '../effective/compile.js';
import { evaluate } from '../evaluate.js';
import type { Facts } from '../facts.js';
import type { PolicyRequest } from '../request.js';
import { POLICY_SETTINGS_DEFAULTS } from '../settings.js';

const PLACE = { chain: 'ethereum', network: 'ethereum-mainnet' } as const;
const PRICES = [{ chain: 'ethereum', asset: 'native', usd: '2000', status: 'ok', ageSeconds: 0, quotes: [] }] as const;
const SPENDERS = { type: 'APPROVED_SPENDERS', rules: { spenders: [{ address: R }] } };
const CONTRACTS = { type: 'CONTRACT_WHITELIST', rules: { contracts: [{ address: K }, { address: R }, { address: N }] } };
const ALL_TOKENS = { type: 'ALLOWED_TOKENS', rules: { tokens: [{ address: K }] } };

interface Live extends Partial<Omit<Facts, 'settings'>> {
  readonly policies?: readonly { readonly type: string; readonly rules: object }[];
}

function judge(request: Omit<PolicyRequest, 'chain' | 'network'>, { policies = [], ...facts }: Live = {}) {
  const isLimited = policies.some(({ type }) => type === GENEROUS.type);
  const rows = [...(isLimited ? [] : [GENEROUS]), ...policies].map((policy, index) => ({
    ...{ id: `p${String(index)}`, version: 1, walletId: null, network: null, priority: 0, enabled: true },
    ...policy,
  }));
  const given = { walletId: 'w', ownerState: 'NONE', now: NOW, history: [], prices: PRICES, context: {}, session: null } as const;
  return evaluate(compilePolicies(rows), { ...given, settings: POLICY_SETTINGS_DEFAULTS, ...facts }, { ...PLACE, ...request });
}

const known = (more: object = {}) => ({ tokens: [{ chain: 'ethereum', address: K, decimals: 6, ...more } as const] });
const allowance = (amount: bigint) => ({ type: 'APPROVE', token: { address: K }, spender: R, amount }) as const;
const call = (contractAddress: string, data: string) => ({ type: 'CONTRACT_CALL', contractAddress, calldata: data }) as const;

describe('an address that was listed for another network', () => {
  it('is no contract where it has no code', () => {
    const open = { policies: [CONTRACTS] };
    expect(judge(call(R, '0x12345678'), open).result.allowed).toBe(true);
    const { result } = judge(call(R, '0x12345678'), { ...open, context: { withoutCode: [R] } });
    expect(result).toMatchObject({ denyCode: 'CONTRACT_WHITELIST_VIOLATION', suggestion: null });
    expect(result.reason).toContain(R);
  });

  it('is no collection and no spender either', () => {
    const nft = { type: 'NFT_TRANSFER', to: P, token: { address: N } } as const;
    expect(judge(nft, { policies: [CONTRACTS] }).result.denyCode).toBeNull();
    expect(judge(nft, { policies: [CONTRACTS], context: { withoutCode: [N] } }).result.denyCode).toBe(
      'CONTRACT_WHITELIST_VIOLATION',
    );
    const spend = { policies: [SPENDERS], context: { ...known(), withoutCode: [R] } };
    expect(judge(allowance(1n), spend).result.denyCode).toBe('APPROVED_SPENDERS_VIOLATION');
    expect(judge(allowance(0n), spend).result.allowed).toBe(true);
  });
});

describe('taking an allowance back', () => {
  const spender = { spender: R, token: K };
  const ways = [
    ['as a request', allowance(0n)],
    ['by approve', call(K, approve(R, 0))],
    ['by decreaseAllowance', call(K, calldata('0xa457c2d7', word(R), word(5)))],
    ['by setApprovalForAll', call(K, calldata('0xa22cb465', word(R), word(0)))],
    ['deep inside a call', call(R, multicall(calldata('0x095ea7b3', word(R), word(0))))],
  ] as const;

  it.each(ways)('is free for a token that is known, %s', (_, request) => {
    const context = { tokens: [...known().tokens, { chain: 'ethereum', address: R, decimals: 6 } as const] };
    const { result } = judge(request, { policies: [CONTRACTS], context });
    expect(result).toMatchObject({ allowed: true, tier: 'NOTIFY' });
  });

  it.each(ways)('is a grant as any other for one that nobody knows, %s', (_, request) => {
    const tokens = [K, R].map((address) => ({ chain: 'ethereum', address, decimals: 6, isUnfamiliar: true }) as const);
    const { result } = judge(request, { policies: [CONTRACTS], context: { tokens } });
    expect(result.denyCode).toBe('APPROVED_SPENDERS_REQUIRED');
    expect(result.reason).toContain(spender.spender);
  });
});

describe('an approval of a whole collection', () => {
  const collection = { type: 'APPROVE', token: { address: N }, spender: R, tokenId: '7' } as const;
  const context = { tokens: [{ chain: 'ethereum', address: N, standard: 'ERC-1155' } as const] };

  it('is unlimited, whatever amount was written', () => {
    const open = { policies: [SPENDERS], context };
    expect(judge({ ...collection, amount: 1n, operator: 'granted' }, open).result.denyCode).toBe('APPROVE_UNLIMITED_BLOCKED');
  });

  it('is taken back like any other', () => {
    expect(judge({ ...collection, amount: 0n, operator: 'revoked' }, { context }).result).toMatchObject({ tier: 'NOTIFY' });
  });
});

describe('the fee of the bytes', () => {
  const pay = { type: 'TRANSFER', to: P, amount: 10n ** 15n } as const;
  const limit = (rules: object) => ({ policies: [{ type: 'SPENDING_LIMIT', rules }] });
  const fee = { amount: 10n ** 15n, cap: 10n ** 16n };

  it('is refused above its cap, with the figures of both', () => {
    const { result } = judge(pay, { fee: { amount: fee.cap + 1n, cap: fee.cap } });
    expect(result.denyCode).toBe('FEE_TOO_HIGH');
    expect(result.matched.find(({ type }) => type === 'FEE')).toMatchObject({
      ...{ policyId: null, field: 'max_fee', limit: '10000000000000000', actual: '10000000000000001' },
    });
    expect(result.suggestion).toBe('fees up to 10000000000000000 base units pass');
  });

  it('asks a human where the fees of the day come to more than their budget', () => {
    const dailyBudget = { limit: '100', actual: '100.01', isExceeded: true };
    const { result } = judge(pay, { fee: { ...fee, dailyBudget } });
    expect(result).toMatchObject({ tier: 'APPROVAL', approvalReason: 'floor' });
    expect(result.matched).toContainEqual(
      expect.objectContaining({ field: 'daily_fee_budget_usd', limit: '100', actual: '100.01' }),
    );
    expect(judge(pay, { fee: { ...fee, dailyBudget: { ...dailyBudget, isExceeded: false } } }).result.tier).toBe('INSTANT');
  });

  it('is written down in a line of its own, with its value', () => {
    const { spends } = judge(pay, { fee });
    expect(spends).toMatchObject([
      { asset: 'native', amount: pay.amount, usdMicros: 2_000_000n },
      { asset: 'native', amount: fee.amount, usdMicros: 2_000_000n, isFee: true },
    ]);
  });

  it('counts in the windows, of this request and of those before, and never against units', () => {
    const spent = {
      type: 'TRANSFER',
      category: 'fee',
      status: 'SUBMITTED',
      at: NOW,
      asset: 'native',
      amount: 10n ** 18n,
    } as const;
    const earlier = { history: [{ ...spent, usdMicros: 6_000_000n }], fee };
    expect(judge(pay, { ...earlier, ...limit({ daily_limit_usd: '10' }) }).result.tier).toBe('INSTANT');
    expect(judge(pay, { ...earlier, ...limit({ daily_limit_usd: '9.999999' }) }).result.approvalReason).toBe('cumulative_daily');
    expect(judge(pay, { ...earlier, ...limit({ instant_max: pay.amount.toString() }) }).result.tier).toBe('INSTANT');
  });

  it('counts against the limits of a session', () => {
    const session = { constraints: { maxUsdPerTx: '3.99' } };
    expect(judge(pay, { fee, session }).result.denyCode).toBe('CONSTRAINT_VIOLATED');
    expect(judge(pay, { fee, session: { constraints: { maxUsdPerTx: '4' } } }).result.allowed).toBe(true);
  });
});

it('a transfer hidden in an unknown token is a transfer', () => {
  expect(judge(call(K, transfer(Q, 7)), { policies: [CONTRACTS] }).result.denyCode).toBe('ALLOWED_TOKENS_REQUIRED');
  expect(judge(call(K, transfer(Q, 7)), { policies: [CONTRACTS, ALL_TOKENS], context: known() }).result.allowed).toBe(true);
});
