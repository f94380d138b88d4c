import { describe, expect, it } from 'vitest';
import { calldata, word } from './abi.js';
import { decisionOn, K, NOW, OPEN, P, Q, R, WORLD } from './verdict.js';

const ETHER = 10n ** 18n;
const USD = { instant_max_usd: 25, notify_max_usd: 250, delay_max_usd: 2500, delay_seconds: 1200 };
const LIMIT = { type: 'SPENDING_LIMIT', rules: USD };
const eth = (amount: bigint, to = P) => ({ type: 'TRANSFER', network: 'base-mainnet', to, amount: amount.toString() });
// Takes an allowance back: nothing else has a say.
const approveNothing = calldata('0xa457c2d7', word(R), word(1));
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

  it.each([
    ['borrow', '601', 'to borrow at most 600 USD passes'],
    ['borrow', '201', 'to borrow at most 200 USD does not wait'],
    ['withdraw', '1000', 'to withdraw at most 857.142857 USD passes'],
    ['withdraw', '2000', 'to withdraw at most 857.142857 USD passes'],
    ['withdraw', '401', 'to withdraw at most 400 USD does not wait'],
  ])('is how much one may %s', (action, amountUsd, suggestion) => {
    const ltv = { type: 'LENDING_LTV_LIMIT', rules: { maxLtv: 0.7, warningLtv: 0.5 } };
    const lending = { action, asset: K, amountUsd };
    const call = { type: 'CONTRACT_CALL', network: 'base-mainnet', contractAddress: K, calldata: approveNothing, lending };
    const context = { ...WORLD.context, lendingPosition: { collateralUsd: 2000, debtUsd: 800 } };
    const assets = { type: 'LENDING_ASSET_WHITELIST', rules: { assets: [{ address: K }] } };
    expect(judge(call, [LIMIT, assets, ltv], { context }).suggestion).toBe(suggestion);
  });

  it('is the setting that asks for a human', () => {
    const message = { type: 'SIGN_MESSAGE', network: 'base-mainnet', message: 'hello' };
    expect(judge(message).suggestion).toBe('ask for a lower policy.sign_message_default_tier');
    const order = { domain: { chainId: 8453 }, primaryType: 'Order', message: {} };
    const signature = { type: 'SIGN_TYPED_DATA', network: 'base-mainnet', typedData: order };
    expect(judge(signature).suggestion).toBe('ask for a lower policy.typed_data_default_tier');
    // No setting lets typed data pass that is for no chain, or that only bears a known name.
    expect(judge({ ...signature, typedData: { ...order, domain: {} } }).suggestion).toBeNull();
  });

  it('is the score that a counterparty would need', () => {
    const wary = { type: 'REPUTATION_THRESHOLD', rules: { min_score: 69.5, below_threshold_tier: 'DELAY' } };
    const context = { ...WORLD.context, reputation: { rated: true, score: 69 } };
    const suggestion = 'a counterparty with a score of at least 69.5 raises no tier';
    expect(judge(eth(1n), [LIMIT, wary], { context }).suggestion).toBe(suggestion);
  });

  it('is a SPENDING_LIMIT where there is none', () => {
    expect(judge(eth(1n), []).suggestion).toBe('ask for a SPENDING_LIMIT');
  });
});
