import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRlp } from '../../test/encoders.js';
import { refusalOf } from '../../test/refusal.js';
import { decodeRlp, type RlpItem } from './rlp.js';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const plain = (item: RlpItem): unknown => (item instanceof Uint8Array ? Buffer.from(item).toString('hex') : item.map(plain));

const items = fc.letrec<{ item: RlpItem }>((tie) => ({
  item: fc.oneof({ maxDepth: 3 }, fc.uint8Array({ maxLength: 70 }), fc.array(tie('item'), { maxLength: 4 })),
})).item;

describe('RLP', () => {
  it('decodes what was encoded', () => {
    fc.assert(
      fc.property(items, (item) => {
        expect(plain(decodeRlp(encodeRlp(item)))).toEqual(plain(item));
      }),
    );
  });

  it('has one encoding for one item: whatever decodes encodes to the same bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 12 }), (bytes) => {
        let item: RlpItem;
        try {
          item = decodeRlp(bytes);
        } catch {
          return;
        }
        expect([...encodeRlp(item)]).toEqual([...bytes]);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['8100', 'RLP_NOT_CANONICAL'],
    ['b800', 'RLP_NOT_CANONICAL'],
    ['b90000', 'RLP_NOT_CANONICAL'],
    ['f800', 'RLP_NOT_CANONICAL'],
    ['83aabb', 'RLP_TRUNCATED'],
    ['c3aabb', 'RLP_TRUNCATED'],
    ['c28301', 'RLP_TRUNCATED'],
    ['b8', 'RLP_TRUNCATED'],
    ['bfffffffffffffffff', 'RLP_TRUNCATED'],
    ['', 'RLP_TRUNCATED'],
    ['0000', 'RLP_TRAILING_BYTES'],
    ['c7c6c5c4c3c2c1c0', 'RLP_TOO_DEEP'],
  ])('refuses %s as %s', async (bytes, reason) => {
    expect(await refusalOf(() => decodeRlp(hex(bytes)))).toBe(`INVALID_TRANSACTION/${reason}`);
  });
});
