import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isForgiven, recentOf } from './recent.js';

const NOW = 1_795_867_200;
const DAY = 86_400;

const wallet = (resumedAt: number | null) => ({ id: 'w', createdAt: 0, resumedAt });
const rowsAt = (...times: readonly number[]) => times.map((createdAt) => ({ createdAt }));
const past = fc.integer({ min: NOW - 3 * DAY, max: NOW });
const anyTime = fc.integer({ min: NOW - 3 * DAY, max: NOW + 3 * DAY });
const resumption = fc.option(anyTime);

describe('what counts of the rows of a wallet', () => {
  it('is everything after its resumption while nobody sets the clock', () => {
    fc.assert(
      fc.property(fc.array(past), fc.option(past), (times, resumedAt) => {
        const kept = recentOf(rowsAt(...times), wallet(resumedAt), NOW);
        expect(kept).toEqual(rowsAt(...times.filter((at) => resumedAt === null || at > resumedAt)));
      }),
    );
  });

  it('is never of a time that has not come, never behind such a row, and never forgiven', () => {
    fc.assert(
      fc.property(fc.array(anyTime), resumption, (times, resumedAt) => {
        const rows = rowsAt(...times);
        const kept = recentOf(rows, wallet(resumedAt), NOW);
        const firstAhead = times.findIndex((at) => at > NOW + 60);
        for (const row of kept) {
          expect(row.createdAt).toBeLessThanOrEqual(NOW + 60);
          expect(firstAhead === -1 || rows.indexOf(row) < firstAhead).toBe(true);
          expect(isForgiven(wallet(resumedAt), row.createdAt, NOW)).toBe(false);
        }
      }),
    );
  });

  it('holds whatever came after a clock was set back, also of a wallet that was resumed before', () => {
    fc.assert(
      fc.property(
        fc.array(past),
        fc.array(anyTime),
        fc.option(fc.integer({ min: NOW + 61, max: NOW + DAY })),
        (since, before, resumedAt) => {
          const rows = [...rowsAt(...since), ...rowsAt(NOW + DAY), ...rowsAt(...before)];
          expect(recentOf(rows, wallet(resumedAt), NOW)).toEqual(rowsAt(...since));
        },
      ),
    );
  });

  it('holds a row that is a moment younger than the look at it', () => {
    expect(recentOf(rowsAt(NOW + 1, NOW), wallet(null), NOW)).toHaveLength(2);
  });
});
