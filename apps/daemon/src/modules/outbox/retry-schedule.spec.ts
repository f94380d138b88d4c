import { expect, it } from 'vitest';
import { MAX_ATTEMPTS, pauseAfter } from './retry-schedule.js';

it('waits longer and longer, a day and more in all, and then gives up', () => {
  const pauses = Array.from({ length: MAX_ATTEMPTS }, (_, index) => pauseAfter(index + 1));
  expect(pauses).toEqual([10, 60, 300, 1800, 7200, 21_600, 86_400, undefined]);
});

it('waits as long as the other side asks, but not for ever, and never shorter than the schedule', () => {
  expect([pauseAfter(1, 3600), pauseAfter(1, 3), pauseAfter(2, 10_000_000), pauseAfter(8, 60)]).toEqual([
    3600,
    10,
    86_400,
    undefined,
  ]);
});
