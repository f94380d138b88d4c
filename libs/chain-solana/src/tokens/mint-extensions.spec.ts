import { describe, expect, it } from 'vitest';
import { readExtensions } from './mint-extensions.js';

function entry(type: number, value: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, value]);
}

function borsh(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

describe('readExtensions', () => {
  it('finds none in a plain mint', () => {
    expect(readExtensions(Buffer.alloc(0), false)).toEqual({ extensions: [] });
  });

  it('names what can take tokens away, in a stable order', () => {
    const tlv = Buffer.concat([entry(14, Buffer.alloc(64)), entry(12, Buffer.alloc(32)), entry(26, Buffer.alloc(33))]);
    expect(readExtensions(tlv, false).extensions).toEqual(['pausable-config', 'permanent-delegate', 'transfer-hook']);
  });

  it('never takes what it does not know, or could not read, for nothing', () => {
    expect(readExtensions(entry(9_999, Buffer.alloc(3)), false).extensions).toEqual(['unknown']);
    expect(readExtensions(Buffer.alloc(0), true).extensions).toEqual(['unknown']);
  });

  it('reads name and symbol without what cannot be seen', () => {
    const metadata = Buffer.concat([Buffer.alloc(64), borsh('USD\u202e Coin\u0000'), borsh(' USDC\n')]);
    expect(readExtensions(entry(19, metadata), false)).toEqual({
      extensions: ['token-metadata'],
      name: 'USD Coin',
      symbol: 'USDC',
    });
  });

  it('reads no name from metadata whose lengths lie', () => {
    const metadata = Buffer.concat([Buffer.alloc(64), Buffer.from([255, 255, 255, 255, 65])]);
    expect(readExtensions(entry(19, metadata), false)).toEqual({ extensions: ['token-metadata'] });
  });
});
