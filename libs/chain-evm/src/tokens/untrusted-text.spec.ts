import { encodeAbiParameters, stringToHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { contractText } from './untrusted-text.js';

const abiString = (text: string): `0x${string}` => encodeAbiParameters([{ type: 'string' }], [text]);

describe('text a contract gives about itself', () => {
  it('reads a string, and the bytes32 of older tokens', () => {
    expect(contractText(abiString('USDC'), 32)).toBe('USDC');
    expect(contractText(stringToHex('MKR', { size: 32 }), 32)).toBe('MKR');
  });

  it('drops what cannot be seen or turns text around', () => {
    expect(contractText(abiString('US\u202EDC\u0000\n\u200B\u2028'), 32)).toBe('USDC');
  });

  it('keeps no more than the limit, in whole characters', () => {
    expect(contractText(abiString('😀'.repeat(100)), 3)).toBe('😀😀😀');
  });

  it.each(['0x', '0x01', `0x${'ff'.repeat(64)}`, `0x${'00'.repeat(31)}20${'ff'.repeat(32)}`] as const)(
    'gives empty text for %s',
    (data) => {
      expect(contractText(data, 32)).toBe('');
    },
  );
});
