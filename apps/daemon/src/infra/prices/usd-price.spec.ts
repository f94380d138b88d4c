import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseUsdPrice, scaledUsd } from './usd-price.js';

describe('a price in USD', () => {
  it.each([
    ['2500', '2500'],
    ['0.1', '0.1'],
    ['2500.10', '2500.1'],
    ['1e-7', '0.0000001'],
    ['2.5E+3', '2500'],
    ['250012345678e-8', '2500.12345678'],
    ['0.30000000000000004', '0.30000000000000004'],
    ['999999999999.999999999999999999', '999999999999.999999999999999999'],
  ])('reads %s as %s', (text, usd) => {
    expect(parseUsdPrice(text)).toBe(usd);
  });

  it('rounds up what the 18th digit after the point cannot hold', () => {
    expect(parseUsdPrice('0.0000000000000000001')).toBe('0.000000000000000001');
    expect(parseUsdPrice('1.0000000000000000001')).toBe('1.000000000000000001');
  });

  it.each([
    '0',
    '0.0',
    '-1',
    '',
    ' 1',
    '1 ',
    'NaN',
    'Infinity',
    '1,5',
    '0x10',
    '1e999',
    '1e12',
    '1000000000000',
    '.5',
    '5.',
    'null',
  ])('does not believe %j', (text) => {
    expect(parseUsdPrice(text)).toBeUndefined();
  });

  it('keeps every digit of what it reads', () => {
    const digits = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 11n }), fc.bigInt({ min: 1n, max: 10n ** 18n - 1n }));
    fc.assert(
      fc.property(digits, ([whole, fraction]) => {
        const usd = parseUsdPrice(`${whole}.${fraction.toString().padStart(18, '0')}`);
        expect(usd === undefined ? undefined : scaledUsd(usd)).toBe(whole * 10n ** 18n + fraction);
      }),
    );
  });
});
