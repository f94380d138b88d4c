import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLiving, renewedExpiry, type RenewableSession, termsOf } from './session-terms.js';

const NOW = 1_795_330_000;
const session = (over: Partial<RenewableSession> = {}): RenewableSession => ({
  ...termsOf({ ttl: 1000, absoluteLifetime: 0 }, NOW),
  renewalCount: 0,
  createdAt: NOW,
  lastRenewedAt: null,
  ...over,
});

describe('termsOf', () => {
  it('lives a day by default and thirty days at most', () => {
    expect(termsOf({}, NOW)).toEqual({
      ttl: 86_400,
      expiresAt: NOW + 86_400,
      absoluteExpiresAt: NOW + 2_592_000,
      maxRenewals: null,
    });
  });

  it('takes the zeros of the wire as never, none and unlimited', () => {
    expect(termsOf({ ttl: 0, absoluteLifetime: 0, maxRenewals: 0 }, NOW)).toEqual({
      ttl: null,
      expiresAt: null,
      absoluteExpiresAt: null,
      maxRenewals: null,
    });
  });

  it('keeps the absolute lifetime of a session whose token never expires', () => {
    expect(termsOf({ ttl: 0 }, NOW).absoluteExpiresAt).toBe(NOW + 2_592_000);
  });

  it('never lets a token outlive its session', () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 31_536_000 }), fc.integer({ min: 1, max: 31_536_000 }), (ttl, absoluteLifetime) => {
        const terms = termsOf({ ttl, absoluteLifetime }, NOW);
        expect(terms.expiresAt).toBe(NOW + Math.min(ttl, absoluteLifetime));
      }),
    );
  });
});

describe('renewedExpiry', () => {
  it('is open from half of the time on, inclusive', () => {
    expect(() => renewedExpiry(session(), NOW + 499, false)).toThrow('RENEWAL_TOO_EARLY');
    expect(renewedExpiry(session(), NOW + 500, false)).toBe(NOW + 1500);
  });

  it('counts half of the time from the last renewal', () => {
    const renewed = session({ lastRenewedAt: NOW + 600, expiresAt: NOW + 1600, renewalCount: 1 });
    expect(() => renewedExpiry(renewed, NOW + 1099, false)).toThrow('RENEWAL_TOO_EARLY');
    expect(renewedExpiry(renewed, NOW + 1100, false)).toBe(NOW + 2100);
  });

  it('is open at once under a retiring secret', () => {
    expect(renewedExpiry(session(), NOW + 1, true)).toBe(NOW + 1001);
  });

  it('refuses what never expires', () => {
    expect(() => renewedExpiry(session(termsOf({ ttl: 0 }, NOW)), NOW + 600, false)).toThrow('RENEWAL_NOT_REQUIRED');
  });

  it('allows exactly as many renewals as were granted', () => {
    expect(renewedExpiry(session({ maxRenewals: 2, renewalCount: 1 }), NOW + 600, false)).toBe(NOW + 1600);
    expect(() => renewedExpiry(session({ maxRenewals: 2, renewalCount: 2 }), NOW + 600, false)).toThrow('RENEWAL_LIMIT_REACHED');
  });

  it('stops at the absolute lifetime and refuses a renewal that would gain nothing', () => {
    const short = session({ absoluteExpiresAt: NOW + 1200 });
    expect(renewedExpiry(short, NOW + 600, false)).toBe(NOW + 1200);
    const spent = session({ absoluteExpiresAt: NOW + 1200, expiresAt: NOW + 1200, lastRenewedAt: NOW + 600 });
    expect(() => renewedExpiry(spent, NOW + 1150, false)).toThrow('SESSION_ABSOLUTE_LIFETIME_EXCEEDED');
  });
});

describe('isLiving', () => {
  it('ends with the earlier of both ends, and not before', () => {
    expect(isLiving({ expiresAt: NOW, absoluteExpiresAt: null }, NOW)).toBe(false);
    expect(isLiving({ expiresAt: NOW + 1, absoluteExpiresAt: NOW + 1 }, NOW)).toBe(true);
    expect(isLiving({ expiresAt: null, absoluteExpiresAt: NOW }, NOW)).toBe(false);
    expect(isLiving({ expiresAt: null, absoluteExpiresAt: null }, NOW)).toBe(true);
  });
});
