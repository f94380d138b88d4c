import { describe, expect, it } from 'vitest';
import { isSameToken, type TokenIdentity } from './same-token.js';

const PLAIN: TokenIdentity = { decimals: 6, standard: 'SPL-2022', extensions: ['transfer-hook', 'metadata-pointer'] };

describe('two readings of a token', () => {
  it('are the same whatever order its extensions were named in, and where neither found a token', () => {
    expect(isSameToken(PLAIN, { ...PLAIN, extensions: ['metadata-pointer', 'transfer-hook'] })).toBe(true);
    expect(isSameToken({ decimals: 6, standard: 'SPL' }, { decimals: 6, standard: 'SPL', extensions: [] })).toBe(true);
    expect(isSameToken(undefined, undefined)).toBe(true);
  });

  it.each<[string, TokenIdentity | undefined]>([
    ['other decimals', { ...PLAIN, decimals: 18 }],
    ['another standard', { ...PLAIN, standard: 'SPL' }],
    ['an extension more', { ...PLAIN, extensions: ['transfer-hook', 'metadata-pointer', 'pausable-config'] }],
    ['an extension less', { ...PLAIN, extensions: ['metadata-pointer'] }],
    ['no token at all', undefined],
  ])('are not the same with %s', (_, other) => {
    expect(isSameToken(PLAIN, other)).toBe(false);
    expect(isSameToken(other, PLAIN)).toBe(false);
  });
});
