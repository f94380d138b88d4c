import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowBytes, type RowValue } from './row-bytes.js';

const value: fc.Arbitrary<RowValue> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.bigInt(),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
  fc.uint8Array({ maxLength: 8 }),
);

const isSame = (left: readonly RowValue[], right: readonly RowValue[]): boolean =>
  left.length === right.length &&
  left.every((one, index) => typeof one === typeof right[index] && String(one) === String(right[index]));

describe('the bytes of a row', () => {
  it('are the same for the same values and for no others', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 6 }), fc.array(value, { maxLength: 6 }), (left, right) => {
        expect(rowBytes(left) === rowBytes(right)).toBe(isSame(left, right));
        expect(rowBytes([...left])).toBe(rowBytes(left));
      }),
      { numRuns: 2000 },
    );
  });

  it('tell where one value ends and the next begins', () => {
    expect(rowBytes(['ab', 'c'])).not.toBe(rowBytes(['a', 'bc']));
    expect(rowBytes(['a', ''])).not.toBe(rowBytes(['', 'a']));
    expect(rowBytes(['at1:b'])).not.toBe(rowBytes(['a', 'b']));
  });

  it('tell nothing from the empty text, and a number from its digits', () => {
    expect(rowBytes([null])).not.toBe(rowBytes(['']));
    expect(rowBytes([1n])).not.toBe(rowBytes(['1']));
    expect(rowBytes([1n])).not.toBe(rowBytes([1]));
  });

  it('are what is stored, for ever', () => {
    expect(rowBytes(['wallets', 'w1', null, 5n, 0.5, Uint8Array.of(1, 2)])).toBe('t7:walletst2:w1n;i5;r0.5;b2:1,2;');
  });
});
