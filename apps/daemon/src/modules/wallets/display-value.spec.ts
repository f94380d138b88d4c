import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayUsd } from './display-value.js';

const at = (usd: string) => ({ status: 'ok', usd, ageSeconds: 0, quotes: [usd] }) as const;

describe('displayUsd', () => {
  it('rounds to the nearest cent, halves up', () => {
    expect(displayUsd(1_500_000_000_000_000_000n, 18, at('3200.555'))).toBe('4800.83');
    expect(displayUsd(5n, 3, at('1'))).toBe('0.01');
    expect(displayUsd(4n, 3, at('1'))).toBe('0.00');
    expect(displayUsd(0n, 18, at('3200'))).toBe('0.00');
  });

  it('says nothing without a usable price', () => {
    expect(displayUsd(1n, 0, undefined)).toBeNull();
    expect(displayUsd(1n, 0, { status: 'unavailable', usd: null, ageSeconds: 0, quotes: [] })).toBeNull();
    expect(displayUsd(1n, 0, { status: 'unavailable', usd: '5', ageSeconds: 0, quotes: [] })).toBeNull();
  });

  it('is exact for every amount of whole cents, however large', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }), (cents) => {
        const shown = displayUsd(cents, 2, at('1'));
        expect(BigInt((shown ?? '').replace('.', ''))).toBe(cents);
      }),
    );
  });
});
