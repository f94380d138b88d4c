import { describe, expect, it } from 'vitest';
import { encodeConstructorArguments } from './encode-constructor.js';

const ABI = [
  { type: 'function', name: 'constructor', inputs: [] },
  { type: 'constructor', inputs: [{ type: 'uint256' }, { type: 'tuple', components: [{ name: 'to', type: 'address' }] }] },
];
const TO = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const WORDS = `${'7'.padStart(64, '0')}${TO.slice(2).toLowerCase().padStart(64, '0')}`;

describe('arguments of a constructor', () => {
  it('are encoded by the one the ABI declares', () => {
    expect(encodeConstructorArguments(ABI, ['7', { to: TO }])).toBe(`0x${WORDS}`);
    expect(encodeConstructorArguments(ABI, [7, [TO]])).toBe(`0x${WORDS}`);
  });

  it('are nothing for a contract without one', () => {
    expect(encodeConstructorArguments([], [])).toBe('0x');
  });

  it.each([
    ['too few', ABI, ['7']],
    ['of another type', ABI, ['7', { to: 7 }]],
    ['out of range', ABI, [(1n << 256n).toString(), { to: TO }]],
    ['without an ABI', [], ['7']],
    ['for inputs that are none', [{ type: 'constructor', inputs: [{ type: 7 }] }], ['7']],
    ['for an ABI of something else', ['constructor', null, 7], ['7']],
  ])('are refused: %s', (_, abi, values) => {
    expect(() => encodeConstructorArguments(abi, values)).toThrow(expect.objectContaining({ code: 'ABI_ENCODING_FAILED' }));
  });
});
