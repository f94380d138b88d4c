import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAmount, formatUsd, groupDigits, toDecimal } from './format-amount';

describe('amounts', () => {
  it.each([
    ['0', 18, '0'],
    ['1', 18, '0.000000000000000001'],
    ['1234500000', 6, '1234.5'],
    ['-250000000', 6, '-250'],
    ['7', 0, '7'],
    [
      '115792089237316195423570985008687907853269984665640564039457584007913129639935',
      18,
      '115792089237316195423570985008687907853269984665640564039457.584007913129639935',
    ],
  ])('%s base units with %i decimals are %s', (base, decimals, expected) => {
    expect(toDecimal(base, decimals)).toBe(expected);
  });

  it('loses no digit of any amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 256n }), fc.integer({ min: 0, max: 30 }), (amount, decimals) => {
        const [whole = '', fraction = ''] = toDecimal(String(amount), decimals).split('.');
        expect(BigInt(whole + fraction.padEnd(decimals, '0'))).toBe(amount);
      }),
      { numRuns: 300 },
    );
  });

  it('groups thousands and never the fraction', () => {
    expect(groupDigits('1234567.1234567')).toBe('1,234,567.1234567');
    expect(formatAmount('1234567000000', 6)).toBe('1,234,567');
  });

  it('cuts dollars to two decimals and never rounds them up', () => {
    expect([formatUsd('1999.999'), formatUsd('5'), formatUsd(0.1)]).toEqual(['1,999.99', '5.00', '0.10']);
  });
});
