import { describe, expect, it } from 'vitest';
import { byDay } from './by-day';

const DAY = 86_400;
const MONDAY = 1_800_000_000 - (1_800_000_000 % DAY);

describe('spending by day', () => {
  it('sums hours to their days and leaves no day out between them', () => {
    const points = [
      { at: MONDAY + 3600, usd: '10.5', requests: 2, hasUnvalued: false },
      { at: MONDAY + 7200, usd: '4.5', requests: 1, hasUnvalued: false },
      { at: MONDAY + 2 * DAY, usd: '1', requests: 1, hasUnvalued: false },
    ];
    expect(byDay({ from: MONDAY + 1800, to: MONDAY + 2 * DAY + 60, points })).toEqual([
      { at: MONDAY, usd: 15, requests: 3 },
      { at: MONDAY + DAY, usd: 0, requests: 0 },
      { at: MONDAY + 2 * DAY, usd: 1, requests: 1 },
    ]);
  });
});
