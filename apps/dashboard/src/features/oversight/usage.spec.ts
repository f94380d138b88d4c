import type { LimitUsage } from '@waiaas/api-types';
import { describe, expect, it } from 'vitest';
import { tightest, usageOf } from './usage';

const limit = (used: string, remaining: string, field = 'daily_limit_usd'): LimitUsage => ({
  ...{ policyId: 'p', sessionId: null, type: 'SPENDING_LIMIT', field, networks: [], windowSeconds: 86_400, limit: '100' },
  ...{ used, remaining, reserved: '0', hasUnvalued: false, freesAt: null, emptyAt: null },
});

describe('how full a limit is', () => {
  it.each([
    ['0', '100', 0, 'fine'],
    ['79.99', '20.01', 79.99, 'fine'],
    ['80', '20', 80, 'near'],
    ['100', '0', 100, 'reached'],
    ['250', '0', 100, 'reached'],
    ['99.999999', '0.000001', 99.999999, 'near'],
  ])('%s of 100 with %s left is %s percent, %s', (used, remaining, percent, fullness) => {
    expect(usageOf(limit(used, remaining))).toEqual({ percent, fullness });
  });

  it('tells the limit that is reached first', () => {
    const limits = [limit('10', '90'), limit('60', '40'), limit('90', '10', 'max_requests')];
    expect(tightest(limits, 'daily_limit_usd')?.used).toBe('60');
    expect(tightest(limits, 'monthly_limit_usd')).toBeUndefined();
  });
});
