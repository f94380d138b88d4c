import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Steadiness } from './steadiness.js';

const SECOND = 1000;

describe('how well something has answered lately', () => {
  it('is all well before the first failure', () => {
    expect(new Steadiness().score(0)).toBe(100);
  });

  it('forgives one failure at once, and half of any within a minute', () => {
    const steadiness = new Steadiness();
    steadiness.failed(0);
    expect([steadiness.score(0), steadiness.isSteady(0)]).toEqual([50, true]);
    expect(steadiness.score(60 * SECOND)).toBe(67);
    expect(steadiness.score(3600 * SECOND)).toBe(100);
  });

  it('does not forgive three in a row before a minute has passed', () => {
    const steadiness = new Steadiness();
    for (const at of [0, 2, 4]) steadiness.failed(at * SECOND);
    expect(steadiness.isSteady(5 * SECOND)).toBe(false);
    expect(steadiness.isSteady(30 * SECOND)).toBe(false);
    expect(steadiness.isSteady(70 * SECOND)).toBe(true);
  });

  it('stays within its bounds, and only time makes it better', () => {
    const event = fc.record({ after: fc.nat({ max: 600_000 }), weight: fc.integer({ min: 1, max: 10 }) });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 50 }), (events) => {
        const steadiness = new Steadiness();
        let now = 0;
        for (const { after, weight } of events) {
          const before = steadiness.score(now);
          now += after;
          const rested = steadiness.score(now);
          expect(rested).toBeGreaterThanOrEqual(before);
          steadiness.failed(now, weight);
          expect(steadiness.score(now)).toBeLessThanOrEqual(rested);
          expect(steadiness.score(now)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});
