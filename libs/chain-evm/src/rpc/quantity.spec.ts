import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hash32, hexData, hexOf, quantity, safeInteger } from './quantity.js';

const GARBAGE = [
  undefined,
  null,
  1,
  -1,
  1.5,
  '',
  '0x',
  '1',
  '-0x1',
  '0x-1',
  '0xg',
  ' 0x1',
  '0x1 ',
  '1e3',
  {},
  [],
  true,
  `0x1${'0'.repeat(64)}`,
];

describe('numbers of a node', () => {
  it('reads every value of 256 bits back as written', () => {
    fc.assert(fc.property(fc.bigInt(0n, (1n << 256n) - 1n), (value) => quantity(hexOf(value), 'x') === value));
  });

  it.each(GARBAGE)('refuses %j as a quantity', (value) => {
    expect(() => quantity(value, 'balance')).toThrowError('garbage: balance');
  });

  it('refuses integers that JavaScript would round', () => {
    expect(safeInteger('0x1fffffffffffff', 'height')).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => safeInteger('0x20000000000000', 'height')).toThrowError('garbage: height');
  });

  it('refuses odd data and short hashes', () => {
    expect(() => hexData('0x123', 'code')).toThrowError('garbage: code');
    expect(() => hash32(`0x${'a'.repeat(63)}`, 'hash')).toThrowError('garbage: hash');
  });
});
