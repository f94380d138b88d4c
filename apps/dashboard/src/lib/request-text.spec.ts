import { describe, expect, it } from 'vitest';
import { readRequest } from './request-text';

describe('a request', () => {
  it('is read from its own text', () => {
    const text =
      '{"amount":"5","memo":"a \\"quoted\\" \\u202e memo","network":"solana-devnet","to":"x","type":"TRANSFER","walletId":"w"}';
    expect(readRequest(text)).toEqual({
      ...{ type: 'TRANSFER', walletId: 'w', network: 'solana-devnet', to: 'x', amount: '5' },
      memo: 'a "quoted" \u202e memo',
    });
  });

  it.each(['{}', '{"memo":5}', '{"memo":{"toString":"x"}}', '{"__proto__":{"memo":"x"}}', '[]'])(
    'without a memo of its own has none: %s',
    (text) => {
      expect(readRequest(text)?.memo).toBeNull();
    },
  );

  it.each(['', 'null', '5', '"memo"', '{"memo":', undefined as unknown as string])('is none: %s', (text) => {
    expect(readRequest(text)).toBeUndefined();
  });
});
