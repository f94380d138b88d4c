import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bounded } from '../../test/bounded.js';
import { decisionOn, K, P, Q, R } from '../../test/verdict.js';
import { REQUEST_TYPES } from '../request.js';
import { parseWhatIf } from './parse-what-if.js';

const PARTS = ['walletId', 'policies', 'history', 'now', 'prices', 'context', 'settings', 'ownerState', 'session', 'request'];
const MEMBERS = [
  ...[
    'type',
    'chain',
    'network',
    'to',
    'amount',
    'humanAmount',
    'token',
    'contractAddress',
    'calldata',
    'method',
    'accounts',
    'spender',
  ],
  ...[
    'domain',
    'venue',
    'category',
    'notionalUsd',
    'lending',
    'perp',
    'instructions',
    'tokenId',
    'message',
    'typedData',
    '__proto__',
  ],
];

const address = fc.constantFrom(P, Q, R, K, 'So11111111111111111111111111111111111111112');
const plausible = fc.oneof(
  address,
  fc.constantFrom('0', '1', '0x', '0xa9059cbb', 'base-mainnet', 'solana-devnet', 'ethereum', 'solana', 'native', 'swap'),
  fc.constantFrom(...REQUEST_TYPES),
  address.map((one) => ({ address: one, decimals: 6 })),
  fc.jsonValue({ maxDepth: 3 }),
);

const request = fc.oneof(
  fc.dictionary(fc.constantFrom(...MEMBERS), plausible),
  fc.record({
    type: fc.constantFrom(...REQUEST_TYPES),
    network: fc.constant('base-mainnet'),
    to: address,
    amount: fc.constantFrom('0', '7'),
  }),
);

describe('any body at all', () => {
  it('is accepted, or refused with paths', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...PARTS), plausible)), (body) => {
        const result = parseWhatIf(body);
        if (!result.ok) expect(result.error.length).toBeGreaterThan(0);
      }),
      bounded(1000),
    );
  });

  it('that is accepted has a verdict, and always the same', () => {
    fc.assert(
      fc.property(request, (one) => {
        const body = { request: one };
        fc.pre(parseWhatIf(body).ok);
        const { result } = decisionOn(body);
        expect(result.allowed).toBe(result.tier !== null);
        expect(decisionOn(body).result).toEqual(result);
      }),
      bounded(1000),
    );
  });

  it('never repeats what was sent', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{24}$/),
        fc.constantFrom('to', 'amount', 'network', 'type', 'spender'),
        (text, member) => {
          const result = parseWhatIf({
            request: { type: 'TRANSFER', network: 'base-mainnet', to: P, amount: '1', [member]: text },
          });
          expect(JSON.stringify(result)).not.toContain(text);
        },
      ),
      bounded(200),
    );
  });
});
