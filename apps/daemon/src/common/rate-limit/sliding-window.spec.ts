import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKey } from './address-key.js';
import { SlidingWindows } from './sliding-window.js';

describe('a sliding window', () => {
  it('never admits more than the limit in any 60 seconds, and always admits again when it said so', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 70 }), { minLength: 1, maxLength: 120 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), gaps, (limit, pauses) => {
        const windows = new SlidingWindows();
        const admitted: number[] = [];
        let now = 1_000_000;
        for (const pause of pauses) {
          now += pause;
          const wait = windows.waitSeconds('k', limit, now);
          if (wait === 0) {
            windows.charge('k', now);
            admitted.push(now);
          } else {
            expect(windows.waitSeconds('k', limit, now + wait - 1)).toBeGreaterThan(0);
            now += wait;
            expect(windows.waitSeconds('k', limit, now)).toBe(0);
          }
          expect(admitted.filter((at) => at > now - 60).length).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });

  it('holds a bounded number of keys and lets the least recently used one go', () => {
    const windows = new SlidingWindows(2);
    for (const key of ['a', 'b', 'a', 'c']) windows.charge(key, 100);
    expect(['a', 'b', 'c'].map((key) => windows.waitSeconds(key, 1, 100) > 0)).toEqual([true, false, true]);
  });

  it('does not forget when the clock steps back, and does not refuse for a day when it is set back one', () => {
    const windows = new SlidingWindows();
    windows.charge('k', 100_000);
    expect(windows.waitSeconds('k', 1, 99_960)).toBeGreaterThan(0);
    expect(windows.waitSeconds('k', 1, 100_000 - 86_400)).toBe(0);
    windows.charge('k', 100_000 - 86_400);
    expect(windows.waitSeconds('k', 1, 100_001 - 86_400)).toBe(59);
  });
});

describe('the key of an address', () => {
  it('is the address for IPv4 and the /64 for IPv6', () => {
    expect(addressKey('198.51.100.1')).toBe('198.51.100.1');
    expect(addressKey('2001:db8:1:2::1')).toBe(addressKey('2001:0db8:1:2:ffff:ffff:ffff:ffff'));
    expect(addressKey('2001:db8:1:2::1')).not.toBe(addressKey('2001:db8:1:3::1'));
    expect(addressKey('::1')).toBe('0:0:0:0');
    expect(addressKey('fe80::1%eth0')).toBe('fe80:0:0:0');
  });
});
