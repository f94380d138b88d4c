import { describe, expect, it } from 'vitest';
import { backoffWait, failedForAddress, failedOnListener, lockoutWait, newCounter } from './password-attempts.js';

const NOW = 1_795_330_000;
const DAY = 86_400;

describe('the wait after wrong passwords', () => {
  it('doubles with each failure in a row, up to five minutes', () => {
    let counter = newCounter('backoff:address');
    const waits = Array.from({ length: 12 }, () => {
      counter = failedForAddress(counter, NOW);
      return backoffWait(counter, NOW);
    });
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
  });

  it('is not made longer by a clock that was set back', () => {
    const counter = failedForAddress(newCounter('backoff:address'), NOW);
    expect(backoffWait(counter, NOW - DAY)).toBe(1);
    let listener = newCounter('lockout:api');
    for (let failures = 0; failures < 5; failures += 1) listener = failedOnListener(listener, NOW);
    expect(lockoutWait(listener, NOW, NOW - DAY)).toBe(10);
  });
});
