import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROOT } from './tree.js';

interface BigIntBuffer {
  toBigIntBE(buffer: Uint8Array): bigint;
  toBigIntLE(buffer: Uint8Array): bigint;
  toBufferBE(value: bigint, width: number): Buffer;
  toBufferLE(value: bigint, width: number): Buffer;
}

// As the Solana libraries resolve it.
const require = createRequire(`${ROOT}/libs/chain-solana/package.json`);
const NAME = 'bigint-buffer';
const { toBigIntBE, toBigIntLE, toBufferBE, toBufferLE } = require(NAME) as BigIntBuffer;

describe('the stand-in for bigint-buffer', () => {
  it('is the one that is installed', () => {
    expect(require(`${NAME}/package.json`)).toMatchObject({ private: true });
  });

  it('agrees with the 64-bit integers of Node', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (value) => {
        const [big, little] = [Buffer.alloc(8), Buffer.alloc(8)];
        big.writeBigUInt64BE(value);
        little.writeBigUInt64LE(value);
        expect(toBufferBE(value, 8)).toEqual(big);
        expect(toBufferLE(value, 8)).toEqual(little);
        expect([toBigIntBE(big), toBigIntLE(little)]).toEqual([value, value]);
      }),
    );
  });

  it('reads back what it wrote, at any width', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.bigInt({ min: 0n, max: (1n << 320n) - 1n }), (width, value) => {
        const fitting = value % (1n << BigInt(width * 8));
        expect(toBigIntLE(toBufferLE(fitting, width))).toBe(fitting);
        expect(toBigIntBE(toBufferBE(fitting, width))).toBe(fitting);
      }),
    );
  });

  it('leaves the bytes it reads as they are, and reads none as zero', () => {
    const bytes = Uint8Array.of(1, 0);
    expect(toBigIntLE(bytes)).toBe(1n);
    expect(bytes).toEqual(Uint8Array.of(1, 0));
    expect(toBigIntLE(new Uint8Array())).toBe(0n);
  });

  it.each([
    [256n, 1],
    [-1n, 8],
    [1n << 64n, 8],
  ])('refuses %s in %s bytes', (value, width) => {
    expect(() => toBufferLE(value, width)).toThrow(RangeError);
    expect(() => toBufferBE(value, width)).toThrow(RangeError);
  });
});
