import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../src/decision.js';
import { bounded } from './bounded.js';
import { decisionOn, GENEROUS, K, NOW, OPEN, P, Q, R, WORLD } from './verdict.js';

const RANK = ['INSTANT', 'NOTIFY', 'DELAY', 'APPROVAL'];
const MINT = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v';
const FRIEND = 'So11111111111111111111111111111111111111112';

/** How strict a verdict is; a denial is stricter than any tier. */
function strictness({ result }: Decision): number {
  return result.tier === null ? RANK.length : RANK.indexOf(result.tier);
}

const LIMIT = {
  type: 'SPENDING_LIMIT',
  rules: { instant_max_usd: 25, notify_max_usd: 250, delay_max_usd: 2500, daily_limit_usd: 3000 },
};

const policy = fc.constantFrom<object>(
  LIMIT,
  { type: 'WHITELIST', rules: { allowed_addresses: [P, FRIEND] } },
  { type: 'ALLOWED_NETWORKS', rules: { networks: [{ network: 'base-mainnet' }, { network: 'solana-mainnet' }] } },
  { type: 'RATE_LIMIT', rules: { max_requests: 3, window_seconds: 60 } },
  { type: 'CONTRACT_WHITELIST', rules: { contracts: [{ address: R }] } },
  { type: 'APPROVED_SPENDERS', rules: { spenders: [{ address: R, maxAmount: '1000' }] } },
  { type: 'APPROVE_TIER_OVERRIDE', rules: { tier: 'NOTIFY' } },
  { type: 'REPUTATION_THRESHOLD', rules: { min_score: 50, below_threshold_tier: 'DELAY' } },
);
const policies = fc.uniqueArray(policy, { maxLength: 6, selector: (one) => (one as { readonly type: string }).type });

const amount = fc.bigInt({ min: 0n, max: 10n ** 21n }).map(String);
const request = fc.oneof(
  fc.record({ type: fc.constant('TRANSFER'), network: fc.constant('base-mainnet'), to: fc.constantFrom(P, Q), amount }),
  fc.record({ type: fc.constant('TRANSFER'), network: fc.constant('solana-mainnet'), to: fc.constant(FRIEND), amount }),
  fc.record({
    type: fc.constant('TOKEN_TRANSFER'),
    network: fc.constant('base-mainnet'),
    to: fc.constantFrom(P, Q),
    amount,
    token: fc.constant({ address: K }),
  }),
  fc.record({
    type: fc.constant('APPROVE'),
    network: fc.constant('solana-mainnet'),
    spender: fc.constant(FRIEND),
    amount: fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }).map(String),
    token: fc.constant({ address: MINT, decimals: 6 }),
  }),
);
const history = fc.array(
  fc.record({
    type: fc.constant('TRANSFER'),
    status: fc.constantFrom('CONFIRMED', 'QUEUED', 'FAILED', 'DENIED'),
    at: fc.integer({ min: NOW - 100_000, max: NOW }),
    usd: fc.constantFrom('1', '500', '1500.000000000000000001'),
  }),
  { maxLength: 5 },
);

const judge = (asked: object, given: readonly object[], rows: readonly object[] = []): Decision =>
  decisionOn({ ...WORLD, settings: OPEN, policies: given, history: rows, request: asked });

describe('a verdict', () => {
  it('does not depend on the order of policies and rows', () => {
    fc.assert(
      fc.property(request, policies, history, (asked, given, rows) => {
        const [one, other] = [judge(asked, given, rows), judge(asked, [...given].reverse(), [...rows].reverse())];
        const { matched: _one, ...here } = one.result;
        const { matched: _other, ...there } = other.result;
        expect(there).toEqual(here);
      }),
      bounded(1000),
    );
  });

  it('does not depend on the order of entries and instructions', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(P, Q, R), { minLength: 2, maxLength: 5 }), fc.boolean(), (targets, isListed) => {
        const whitelist = (list: readonly string[]) => ({ type: 'WHITELIST', rules: { allowed_addresses: list } });
        const batch = (list: readonly string[]) => ({
          type: 'BATCH',
          network: 'base-mainnet',
          instructions: list.map((to) => ({ type: 'TRANSFER', to, amount: '9000000000000000' })),
        });
        const allowed = isListed ? [P, Q, R] : [P, Q];
        const [one, other] = [
          judge(batch(targets), [LIMIT, whitelist(allowed)]),
          judge(batch([...targets].reverse()), [LIMIT, whitelist([...allowed].reverse())]),
        ];
        expect([other.result.denyCode, other.result.tier]).toEqual([one.result.denyCode, one.result.tier]);
      }),
      bounded(500),
    );
  });

  it('is never allowed by one more policy that denies', () => {
    fc.assert(
      fc.property(request, policies, (asked, given) => {
        const denying = { type: 'TIME_RESTRICTION', rules: { allowed_hours: { start: 0, end: 1 }, allowed_days: [0] } };
        const before = judge(asked, given);
        const after = judge(asked, [...given, denying]);
        if (!before.result.allowed) expect(after.result.allowed).toBe(false);
        expect(strictness(after)).toBeGreaterThanOrEqual(strictness(before));
      }),
      bounded(1000),
    );
  });

  it('is never milder for a larger amount', () => {
    fc.assert(
      fc.property(request, policies, history, fc.bigInt({ min: 1n, max: 10n ** 22n }), (asked, given, rows, more) => {
        const larger = { ...asked, amount: (BigInt(asked.amount) + more).toString() };
        expect(strictness(judge(larger, given, rows))).toBeGreaterThanOrEqual(strictness(judge(asked, given, rows)));
      }),
      bounded(1000),
    );
  });

  it('is never changed by what the caller calls a token, or by a provider', () => {
    fc.assert(
      fc.property(
        request,
        policies,
        fc.integer({ min: 0, max: 30 }),
        fc.string({ maxLength: 10 }),
        (asked, given, decimals, name) => {
          fc.pre('token' in asked && asked.network === 'base-mainnet');
          const dressed = { ...asked, token: { address: K, decimals, symbol: name }, actionProvider: name };
          expect(judge(dressed, given).result).toEqual(judge(asked, given).result);
        },
      ),
      bounded(1000),
    );
  });

  it('asks a human for whatever moves value where there is no policy', () => {
    fc.assert(
      fc.property(request, (asked) => {
        const { result } = decisionOn({ ...WORLD, settings: {}, policies: [], request: asked });
        expect(result.allowed === false || result.tier === 'APPROVAL').toBe(true);
      }),
      bounded(500),
    );
  });

  it('is the same for a sum and for its parts in one batch', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 1n, max: 10n ** 18n }), { minLength: 2, maxLength: 20 }), (parts) => {
        const total = parts.reduce((sum, part) => sum + part, 0n).toString();
        const whole = { type: 'TRANSFER', network: 'base-mainnet', to: P, amount: total };
        const instructions = parts.map((part) => ({ type: 'TRANSFER', to: P, amount: part.toString() }));
        const batch = { type: 'BATCH', network: 'base-mainnet', instructions };
        expect(judge(batch, [LIMIT]).result.tier).toBe(judge(whole, [LIMIT]).result.tier);
        expect(judge(batch, [GENEROUS]).usdMicros).toBe(judge(whole, [GENEROUS]).usdMicros);
      }),
      bounded(500),
    );
  });
});
