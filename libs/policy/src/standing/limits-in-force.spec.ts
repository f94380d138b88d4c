import { describe, expect, it } from 'vitest';
import { compilePolicies } from '../effective/compile.js';
import { evaluate } from '../evaluate.js';
import type { Facts, HistoryRow } from '../facts.js';
import { POLICY_SETTINGS_DEFAULTS } from '../settings.js';
import { limitsInForce, sessionLimitUse, spentLately } from './limits-in-force.js';

const NOW = 1_800_000_000;
const HOUR = 3600;
const DAY = 86_400;
const ETHER = 10n ** 18n;
const NETWORKS = ['base-mainnet', 'ethereum-mainnet'];
const PLACE = { chain: 'ethereum', networks: NETWORKS } as const;

const row = (status: string, at: number, more: Partial<HistoryRow>): HistoryRow => ({
  ...{ type: 'TRANSFER', status, at, chain: 'ethereum', network: 'base-mainnet', asset: 'native' },
  ...more,
});

const HISTORY: readonly HistoryRow[] = [
  row('CONFIRMED', NOW - 20 * DAY, { usdMicros: 500_000_000n }),
  // A whole hour of payments.
  row('CONFIRMED', NOW - 10 * HOUR, { type: 'TOTAL', usdMicros: 120_000_001n, count: 4, spanSeconds: HOUR }),
  row('CONFIRMED', NOW - HOUR, { usdMicros: 30_000_000n, sessionId: 's' }),
  row('QUEUED', NOW - 40 * DAY, { usdMicros: 7_000_000n }),
  row('DENIED', NOW - 10, { usdMicros: 9_000_000n }),
];

const facts = (history = HISTORY, constraints = {}): Facts => ({
  ...{ walletId: 'w', ownerState: 'NONE', now: NOW, history, context: {} },
  ...{ prices: [], settings: POLICY_SETTINGS_DEFAULTS, session: { id: 's', constraints } },
});

const policy = (type: string, rules: object, network: string | null = null) => ({
  ...{ id: `${type}-${network ?? 'all'}`, version: 1, walletId: 'w', network, type, rules, priority: 0, enabled: true },
});
const SPENDING = policy('SPENDING_LIMIT', { instant_max_usd: 100, daily_limit_usd: '160.5', monthly_limit_usd: 600 });
const RATE = policy('RATE_LIMIT', { max_requests: 5, window_seconds: 12 * HOUR });

describe('the limits in force', () => {
  it('tell what is used, what is left and when it is free again', () => {
    const [daily, monthly, requests] = limitsInForce(compilePolicies([SPENDING, RATE]), facts(), PLACE);
    expect(daily).toEqual({
      ...{ policyId: 'SPENDING_LIMIT-all', type: 'SPENDING_LIMIT', field: 'daily_limit_usd', networks: NETWORKS },
      ...{ windowSeconds: DAY, limit: '160.5', used: '157.000001', remaining: '3.499999', reserved: '7', hasUnvalued: false },
      ...{ freesAt: NOW - 10 * HOUR + DAY + 1, emptyAt: NOW - HOUR + DAY + 1 },
    });
    expect(monthly).toMatchObject({ limit: '600', used: '657.000001', remaining: '0', freesAt: NOW + 10 * DAY + 1 });
    expect(requests).toMatchObject({ field: 'max_requests', limit: '5', used: '5', remaining: '0', reserved: null });
    expect(requests).toMatchObject({ freesAt: NOW + 2 * HOUR, emptyAt: NOW + 11 * HOUR });
  });

  it('are at their end where the next request is refused or held, and not before', () => {
    const set = compilePolicies([SPENDING, policy('RATE_LIMIT', { max_requests: 6, window_seconds: 12 * HOUR })]);
    const asked = (usd: string, history = HISTORY) => {
      const price = { chain: 'ethereum', asset: 'native', usd, status: 'ok', ageSeconds: 0, quotes: [] } as const;
      const request = {
        type: 'TRANSFER',
        chain: 'ethereum',
        network: 'base-mainnet',
        to: `0x${'1'.repeat(40)}`,
        amount: ETHER,
      } as const;
      return evaluate(set, { ...facts(history.slice(1)), prices: [price] }, request).result;
    };
    const [daily, , requests] = limitsInForce(set, facts(HISTORY.slice(1)), PLACE);
    expect(asked(daily?.remaining ?? '').tier).toBe('INSTANT');
    expect(asked('3.5')).toMatchObject({ tier: 'APPROVAL', approvalReason: 'cumulative_daily' });
    expect(requests?.remaining).toBe('1');
    expect(asked('1', [...HISTORY, row('FAILED', NOW, {})]).denyCode).toBe('RATE_LIMIT_VIOLATION');
  });

  it('are told of each network that has its own', () => {
    const own = policy('SPENDING_LIMIT', { instant_max_usd: 1, daily_limit_usd: 50 }, 'ethereum-mainnet');
    const found = limitsInForce(compilePolicies([SPENDING, own]), facts(), PLACE);
    expect(found.map(({ limit, networks }) => [limit, networks])).toEqual([
      ['160.5', ['base-mainnet']],
      ['600', ['base-mainnet']],
      ['50', ['ethereum-mainnet']],
    ]);
  });

  it('say where some amount has no value', () => {
    const unvalued = [row('CONFIRMED', NOW - HOUR, { amount: 5n })];
    expect(limitsInForce(compilePolicies([SPENDING]), facts(unvalued), PLACE)[0]).toMatchObject({ used: '0', hasUnvalued: true });
    expect(spentLately(facts(unvalued), 'ethereum').day).toEqual({ usd: '0', hasUnvalued: true });
  });

  it('are none without policies, and nothing is on its way out of an empty window', () => {
    expect(limitsInForce(compilePolicies([]), facts(), PLACE)).toEqual([]);
    expect(limitsInForce(compilePolicies([SPENDING]), facts([]), PLACE)[0]).toMatchObject({
      used: '0',
      freesAt: null,
      emptyAt: null,
    });
  });
});

describe('a session', () => {
  it('has its own rows alone on its own limit', () => {
    expect(sessionLimitUse(facts(HISTORY, { dailyUsd: '40' }), PLACE)).toMatchObject({ used: '30', remaining: '10' });
    expect(sessionLimitUse(facts(), PLACE)).toBeUndefined();
  });
});

describe('what was spent lately', () => {
  it('is told by day and by month, limits or none', () => {
    expect(spentLately(facts(), 'ethereum')).toMatchObject({ day: { usd: '157.000001' }, month: { usd: '657.000001' } });
  });
});
