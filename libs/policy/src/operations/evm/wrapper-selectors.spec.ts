import { describe, expect, it } from 'vitest';
import {
  bytes,
  calldata,
  callTuple,
  erc7579,
  execute,
  flatList,
  list,
  multicall,
  multiSend,
  safeTransaction,
  tail,
  transfer,
  word,
} from '../../../test/abi.js';
import { K, onCall, P, Q, R, S, seen } from '../../../test/verdict.js';

const PAY = transfer(Q, 7);

/** Everything inside a call of R with this data. */
function inside(data: string): readonly string[] {
  return seen(onCall({ calldata: data })).slice(1);
}

const contracts = (...addresses: readonly string[]) => ({
  type: 'CONTRACT_WHITELIST',
  rules: { contracts: addresses.map((address) => ({ address })) },
});

describe('calls of the contract itself', () => {
  it.each([
    ['multicall', multicall(PAY, transfer(P, 1))],
    [
      'multicall with a deadline',
      calldata('0x5ae401dc', word(9), tail(1, [list([PAY, transfer(P, 1)].map(bytes))]).replace(/^.{64}/, word(64))),
    ],
    [
      'multicall with a block hash',
      calldata('0x1f0464d1', word(9), tail(1, [list([PAY, transfer(P, 1)].map(bytes))]).replace(/^.{64}/, word(64))),
    ],
  ])('are found in %s', (_, data) => {
    expect(inside(data)).toEqual([
      `0.0 CONTRACT_CALL ${R} 0`,
      `0.0.0 TOKEN_TRANSFER ${Q} 7`,
      `0.1 CONTRACT_CALL ${R} 0`,
      `0.1.0 TOKEN_TRANSFER ${P} 1`,
    ]);
  });

  it('must have listed methods too', () => {
    const methods = (...selectors: readonly string[]) => ({
      type: 'METHOD_WHITELIST',
      rules: { methods: [{ contractAddress: R, selectors }] },
    });
    expect(onCall({ calldata: multicall(PAY) }, methods('0xac9650d8')).result).toMatchObject({
      denyCode: 'METHOD_WHITELIST_VIOLATION',
      reason: expect.stringContaining('0xa9059cbb') as string,
    });
    expect(onCall({ calldata: multicall(PAY) }, methods('0xac9650d8', '0xA9059CBB')).result.allowed).toBe(true);
  });
});

describe('calls of other contracts', () => {
  const tuple = (words: readonly number[]) => callTuple(K, words, PAY);

  it.each([
    ['aggregate', calldata('0x252dba42', tail(0, [list([tuple([])])])), 0],
    ['tryAggregate', calldata('0xbce38bd7', word(0), word(64), list([tuple([])])), 0],
    ['aggregate3', calldata('0x82ad56cb', tail(0, [list([tuple([1])])])), 0],
    ['aggregate3Value', calldata('0x174dea71', tail(0, [list([tuple([1, 5])])])), 5],
    ['execute', execute(K, 5, PAY), 5],
    ['executeBatch', calldata('0x47e1da2a', tail(0, [flatList(1, word(K)), flatList(1, word(5)), list([bytes(PAY)])])), 5],
    [
      'executeBatch without values',
      calldata('0x47e1da2a', tail(0, [flatList(1, word(K)), flatList(0, ''), list([bytes(PAY)])])),
      0,
    ],
    ['executeBatch of two lists', calldata('0x18dfb3c7', tail(0, [flatList(1, word(K)), list([bytes(PAY)])])), 0],
    ['executeBatch of tuples', calldata('0x34fcd5be', tail(0, [list([tuple([5])])])), 5],
    ['a single ERC-7579 call', erc7579('0x00', `${K}${word(5)}${PAY.slice(2)}`), 5],
    ['an ERC-7579 batch', erc7579('0x01', tail(0, [list([tuple([5])])])), 5],
    ['an ERC-7579 batch that may fail', erc7579('0x0101', tail(0, [list([tuple([5])])])), 5],
    ['an ERC-7821 batch', erc7579('0x01000000000078210001', tail(0, [list([tuple([5])])])), 5],
    ['a Safe transaction', safeTransaction(K, PAY, { value: 5 }), 5],
    ['multiSend', multiSend({ to: K, value: 5, data: PAY }), 5],
  ])('are found in %s, with their value', (_, data, value) => {
    expect(inside(data)).toEqual([`0.0 CONTRACT_CALL ${K} ${String(value)}`, `0.0.0 TOKEN_TRANSFER ${Q} 7`]);
    expect(onCall({ calldata: data }, contracts(R, K)).result).toMatchObject({ allowed: true, tier: 'INSTANT' });
    expect(onCall({ calldata: data }, contracts(R)).result).toMatchObject({
      denyCode: 'CONTRACT_WHITELIST_VIOLATION',
      reason: expect.stringContaining(K) as string,
    });
    expect(onCall({ calldata: data }, { type: 'WHITELIST', rules: { allowed_addresses: [P] } }).result.denyCode).toBe(
      'WHITELIST_VIOLATION',
    );
  });

  it('add their values to the outer one, never netted', () => {
    const data = calldata('0x34fcd5be', tail(0, [list([callTuple(K, [5], PAY), callTuple(S, [11], '0x')])]));
    expect(onCall({ calldata: data, amount: '100' }).spends).toMatchObject([
      { asset: 'native', amount: 116n },
      { asset: K, amount: 7n },
    ]);
  });

  it('are transfers alone where they have no data', () => {
    expect(inside(execute(Q, 5, '0x'))).toEqual([`0.0 TRANSFER ${Q} 5`]);
    expect(onCall({ calldata: execute(Q, 5, '0x') }, contracts(R)).result.allowed).toBe(true);
    expect(
      onCall({ calldata: execute(Q, 5, '0x') }, { type: 'WHITELIST', rules: { allowed_addresses: [P] } }).result.denyCode,
    ).toBe('WHITELIST_VIOLATION');
  });

  it('are opaque where nobody knows their method', () => {
    const data = execute(S, 0, '0x12345678');
    expect(onCall({ calldata: data }).result.tier).toBe('APPROVAL');
    expect(onCall({ calldata: data }, contracts(R, S)).result.tier).toBe('NOTIFY');
  });
});

describe('code of another contract in the own name', () => {
  it.each([
    ['a Safe transaction', safeTransaction(S, PAY, { operation: 1 })],
    ['a Safe transaction without data', safeTransaction(S, '0x', { operation: 1 })],
    ['an ERC-7579 call', erc7579('0xff', `${S}${PAY.slice(2)}`)],
    ['a multiSend', multiSend({ to: S, operation: 1, data: PAY })],
    [
      'a multiSend within a Safe transaction',
      safeTransaction(S, multiSend({ to: S, operation: 1, data: PAY }), { operation: 1 }),
    ],
  ])('asks a human in %s, whatever lists say', (_, data) => {
    expect(onCall({ calldata: data }, contracts(R, S)).result).toMatchObject({ allowed: true, tier: 'APPROVAL' });
  });

  it('is taken at its word for multiSend of a listed contract', () => {
    const data = safeTransaction(S, multiSend({ to: K, data: PAY }, { to: Q, value: 3 }), { operation: 1 });
    expect(inside(data)).toEqual([
      `0.0 CONTRACT_CALL ${S} 0`,
      `0.0.0 CONTRACT_CALL ${K} 0`,
      `0.0.0.0 TOKEN_TRANSFER ${Q} 7`,
      `0.0.1 TRANSFER ${Q} 3`,
    ]);
    expect(onCall({ calldata: data }, contracts(R, S, K)).result.tier).toBe('INSTANT');
    expect(onCall({ calldata: data }).result.tier).toBe('APPROVAL');
  });

  it.each(['0x9641d764fc13c8B624c04430C7356C1C7C8102e2', '0xa238cbeb142c10ef7ad8442c6d1f9e89e07e7761'])(
    "is taken at its word for Safe's own multiSend at %s, listed or not",
    (own) => {
      const data = safeTransaction(own, multiSend({ to: K, data: PAY }, { to: Q, value: 3 }), { operation: 1 });
      expect(onCall({ calldata: data }).result.tier).toBe('INSTANT');
      const nested = safeTransaction(own, multiSend({ to: S, operation: 1, data: PAY }), { operation: 1 });
      expect(onCall({ calldata: nested }, contracts(R, S, own)).result.tier).toBe('APPROVAL');
      expect(onCall({ calldata: safeTransaction(own, PAY, { operation: 1 }) }, contracts(R, own)).result.tier).toBe('APPROVAL');
    },
  );

  it('asks a human where a Safe refunds its gas to somebody', () => {
    expect(onCall({ calldata: safeTransaction(K, PAY, { gasPrice: 1 }) }, contracts(R, K)).result.tier).toBe('APPROVAL');
    expect(onCall({ calldata: safeTransaction(Q, '0x', { gasPrice: 1, value: 1 }) }).result.tier).toBe('APPROVAL');
  });
});

describe('limits', () => {
  const nested = (levels: number): string => Array.from({ length: levels }).reduce<string>((data) => execute(K, 0, data), PAY);

  it('looks four levels deep', () => {
    expect(seen(onCall({ contractAddress: K, calldata: nested(4) })).at(-1)).toBe(`0.0.0.0.0.0 TOKEN_TRANSFER ${Q} 7`);
    expect(onCall({ contractAddress: K, calldata: nested(4) }).result.tier).toBe('INSTANT');
    expect(onCall({ contractAddress: K, calldata: nested(5) }, contracts(K)).result).toMatchObject({
      allowed: true,
      tier: 'APPROVAL',
    });
  });

  it('looks into 64 inner calls', () => {
    const many = (count: number): string => multicall(...Array.from({ length: count }, () => PAY));
    expect(onCall({ contractAddress: K, calldata: many(64) }).result.tier).toBe('INSTANT');
    expect(onCall({ contractAddress: K, calldata: many(65) }, contracts(K)).result).toMatchObject({
      allowed: true,
      tier: 'APPROVAL',
    });
  });

  it('counts the inner calls of all levels and instructions together', () => {
    const inner = multicall(...Array.from({ length: 31 }, () => PAY));
    expect(onCall({ contractAddress: K, calldata: multicall(inner, inner) }).result.tier).toBe('INSTANT');
    expect(onCall({ contractAddress: K, calldata: multicall(inner, inner, PAY) }).result.tier).toBe('APPROVAL');
  });
});

describe('arguments that do not decode', () => {
  it.each([
    ['lists of different lengths', calldata('0x18dfb3c7', tail(0, [flatList(2, word(K) + word(S)), list([bytes(PAY)])]))],
    [
      'values of another number',
      calldata('0x47e1da2a', tail(0, [flatList(1, word(K)), flatList(2, word(1) + word(1)), list([bytes(PAY)])])),
    ],
    ['an operation that is neither', safeTransaction(S, PAY, { operation: 2 })],
    ['a packed operation that is neither', multiSend({ to: S, operation: 2, data: PAY })],
    [
      'packed calls cut short',
      multiSend({ to: S, data: PAY })
        .replace(`${word(20 * 5)}`, word(7))
        .slice(0, 200),
    ],
    ['an unknown way to call', erc7579('0x07', `${K}${word(5)}`)],
    ['an unknown way to fail', erc7579('0x0002', `${K}${word(5)}${PAY.slice(2)}`)],
    ['an unknown mode', erc7579('0x01000000000078210002', tail(0, [list([callTuple(K, [5], PAY)])]))],
    ['a packed call without its value', erc7579('0x00', K)],
    ['a list that stands outside the data', calldata('0xac9650d8', word(64))],
    ['a list of the largest length', calldata('0xac9650d8', word(32), word(2n ** 256n - 1n))],
  ])('ask a human, whatever lists say: %s', (_, data) => {
    expect(onCall({ calldata: data }, contracts(R, K, S)).result).toMatchObject({ allowed: true, tier: 'APPROVAL' });
  });
});
