import { describe, expect, it } from 'vitest';
import { decisionOn, K, NOW, OPEN, P, Q, R, WORLD } from './verdict.js';

const ETHER = 10n ** 18n;
const USD = { instant_max_usd: 25, notify_max_usd: 250, delay_max_usd: 2500, delay_seconds: 1200 };
const LIMIT = { type: 'SPENDING_LIMIT', rules: USD };
const eth = (amount: bigint, to = P) => ({ type: 'TRANSFER', network: 'base-mainnet', to, amount: amount.toString() });
const judge = (request: object, policies: readonly object[] = [LIMIT], more: object = {}) =>
  decisionOn({ ...WORLD, settings: OPEN, policies, request, ...more }).result;

describe('what would help', () => {
  it.each([
    ['one wei above INSTANT', eth(ETHER / 128n + 1n), 'at most 0.0078125 ETH is INSTANT'],
    ['above NOTIFY', eth(ETHER / 2n), 'at most 0.078125 ETH is NOTIFY'],
    ['above DELAY', eth(ETHER), 'at most 0.78125 ETH is DELAY'],
    ['a token', { ...eth(30_000_000n), type: 'TOKEN_TRANSFER', token: { address: K } }, `at most 25 ${K} is INSTANT`],
  ])('is the largest amount of a milder tier: %s', (_, request, suggestion) => {
    expect(judge(request).suggestion).toBe(suggestion);
  });

  it('is nothing where nothing is in the way', () => {
    expect(judge(eth(1n))).toMatchObject({ tier: 'INSTANT', suggestion: null });
  });

  it('names the coin of the network', () => {
    const limit = { type: 'SPENDING_LIMIT', rules: { instant_max: '5' } };
    expect(judge({ ...eth(6n), network: 'polygon-mainnet' }, [limit]).suggestion).toBe(
      'at most 0.000000000000000005 POL is INSTANT',
    );
  });

  it('takes off what is reserved, and what was spent in the window', () => {
    const open = { type: 'TRANSFER', status: 'QUEUED', at: NOW, chain: 'ethereum', asset: 'native', amount: '3' };
    const units = { type: 'SPENDING_LIMIT', rules: { instant_max: '5', notify_max: '100' } };
    expect(judge(eth(6n), [units], { history: [open] }).suggestion).toBe('at most 0.000000000000000002 ETH is INSTANT');
    const daily = { type: 'SPENDING_LIMIT', rules: { ...USD, daily_limit_usd: 3000 } };
    const spent = { type: 'TRANSFER', status: 'CONFIRMED', at: NOW - 60, usd: '2990' };
    expect(judge(eth(ETHER / 100n), [daily], { history: [spent] })).toMatchObject({
      approvalReason: 'cumulative_daily',
      suggestion: 'at most 0.003125 ETH is INSTANT',
    });
  });

  it('is no smaller amount where something else asks for the tier', () => {
    const wary = { type: 'REPUTATION_THRESHOLD', rules: { min_score: 1 } };
    expect(judge(eth(ETHER), [LIMIT, wary]).suggestion).toBeNull();
  });

  it('is the list to ask for', () => {
    const call = { type: 'CONTRACT_CALL', network: 'base-mainnet', contractAddress: R, calldata: '0x12345678' };
    expect(judge(call, [LIMIT], { settings: {} }).suggestion).toBe(`ask for ${R} in CONTRACT_WHITELIST`);
    const whitelist = { type: 'WHITELIST', rules: { allowed_addresses: [P] } };
    expect(judge(eth(1n, Q), [LIMIT, whitelist]).suggestion).toBe(`ask for ${Q} in WHITELIST`);
  });

  it('is every list that is in the way', () => {
    const both = [
      { type: 'WHITELIST', rules: { allowed_addresses: [P] } },
      { type: 'ALLOWED_NETWORKS', rules: { networks: [{ network: 'base-sepolia' }] } },
    ];
    expect(judge(eth(1n, Q), both).suggestion).toBe(`ask for base-mainnet in ALLOWED_NETWORKS and ask for ${Q} in WHITELIST`);
  });

  it('is the time that has to pass', () => {
    const rate = { type: 'RATE_LIMIT', rules: { max_requests: 1, window_seconds: 60 } };
    const sent = { type: 'TRANSFER', status: 'CONFIRMED', at: NOW - 19 };
    expect(judge(eth(1n), [rate], { history: [sent] }).suggestion).toBe('passes again in 41 s');
    const night = {
      type: 'TIME_RESTRICTION',
      rules: { allowed_hours: { start: 9, end: 10 }, allowed_days: [5], timezone: 'Asia/Kolkata' },
    };
    // A Friday, 08:59:30 in India.
    expect(judge(eth(1n), [night], { now: '2026-07-17T03:29:30Z' }).suggestion).toBe('passes again in 30 s');
  });

  it('is the most a spender may have', () => {
    const spenders = { type: 'APPROVED_SPENDERS', rules: { spenders: [{ address: R, token: K, maxAmount: '40' }] } };
    const approve = { type: 'APPROVE', network: 'base-mainnet', spender: R, token: { address: K }, amount: '41' };
    expect(judge(approve, [spenders]).suggestion).toBe('at most 40 base units pass');
    expect(judge({ ...approve, spender: Q }, [spenders]).suggestion).toBe(`ask for ${Q} in APPROVED_SPENDERS`);
  });

  it('is a SPENDING_LIMIT where there is none', () => {
    expect(judge(eth(1n), []).suggestion).toBe('ask for a SPENDING_LIMIT');
  });
});
