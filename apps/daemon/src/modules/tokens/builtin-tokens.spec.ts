import { canonicalAddress, NETWORKS } from '@waiaas/core';
import { describe, expect, it } from 'vitest';
import { builtinTokens } from './builtin-tokens.js';

describe.each(NETWORKS.map((network) => ({ network, tokens: builtinTokens(network.name) })))(
  'the built-in tokens of $network.name',
  ({ network, tokens }) => {
    it('have canonical addresses, each checksum in order', () => {
      expect(tokens.map((token) => canonicalAddress(network.chain, token.address))).toEqual(tokens.map((token) => token.address));
    });

    it('are listed once each, with one symbol each', () => {
      expect(new Set(tokens.map((token) => token.address)).size).toBe(tokens.length);
      expect(new Set(tokens.map((token) => token.symbol)).size).toBe(tokens.length);
    });
  },
);
