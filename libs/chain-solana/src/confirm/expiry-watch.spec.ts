import { describe, expect, it } from 'vitest';
import { ExpiryWatch } from './expiry-watch.js';

describe('ExpiryWatch', () => {
  let now = 0;
  const clock = { now: (): number => now };
  const margin = { blocks: 300, seconds: 300 };

  it('starts to wait anew when the expiry is no longer confirmed', () => {
    const watch = new ExpiryWatch(1, margin, clock);
    expect(watch.isDead('a', [400])).toBe(false);
    now += 299_000;
    expect(watch.isDead('a', [undefined])).toBe(false);
    now += 2_000;
    expect(watch.isDead('a', [400])).toBe(false);
    now += 300_000;
    expect(watch.isDead('a', [400])).toBe(true);
  });

  it('wants two of several endpoints and no contradiction', () => {
    const watch = new ExpiryWatch(3, margin, clock);
    expect(watch.isDead('b', [1])).toBe(false);
    expect(watch.isDead('b', [1, undefined])).toBe(false);
    expect(watch.isDead('b', [1, 1, undefined])).toBe(false);
    expect(watch.isDead('b', [1, 1])).toBe(true);
  });

  it('is never dead where nobody answered', () => {
    expect(new ExpiryWatch(1, { blocks: 0, seconds: 0 }, clock).isDead('c', [])).toBe(false);
  });
});
