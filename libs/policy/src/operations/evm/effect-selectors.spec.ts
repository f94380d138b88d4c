import { describe, expect, it } from 'vitest';
import { bytes, calldata, flatList, tail, word } from '../../../test/abi.js';
import { K, N, onCall, P, Q, S, seen } from '../../../test/verdict.js';

const MAX = 2n ** 256n - 1n;

/** What a call of K with this data is seen as, apart from the call itself. */
function inside(data: string, contractAddress = K): readonly string[] {
  const [call, ...rest] = seen(onCall({ contractAddress, calldata: data }));
  expect(call).toBe(`0 CONTRACT_CALL ${contractAddress} null`);
  return rest.map((line) => line.replace(/^0\.\d+ /, ''));
}

const sig = word(27) + word(1) + word(2);

describe('methods that pay', () => {
  it.each([
    ['transfer', calldata('0xa9059cbb', word(Q), word(7))],
    ['transferFrom, whoever is paid from', calldata('0x23b872dd', word(P), word(Q), word(7))],
    ['transferAndCall', calldata('0x4000aea0', word(Q), word(7), tail(2, [bytes('0xdead')]))],
    ['transferAndCall of ERC-1363', calldata('0x1296ee62', word(Q), word(7))],
    ['transferFromAndCall', calldata('0xd8fbe994', word(P), word(Q), word(7))],
    ['transferFromAndCall with data', calldata('0xc1d34b89', word(P), word(Q), word(7), tail(3, [bytes('0x')]))],
    ['send', calldata('0x9bd9bbc6', word(Q), word(7), tail(2, [bytes('0x')]))],
    ['push', calldata('0xb753a98c', word(Q), word(7))],
    ['move', calldata('0xbb35783b', word(P), word(Q), word(7))],
    ['transferWithAuthorization', calldata('0xe3ee160e', word(P), word(Q), word(7), word(0), word(MAX), word(1), sig)],
    [
      'transferWithAuthorization with bytes',
      calldata('0xcf092995', word(P), word(Q), word(7), word(0), word(MAX), word(1), tail(6, [bytes('0x01')])),
    ],
  ])('sees the recipient and amount of %s', (_, data) => {
    expect(inside(data)).toEqual([`TOKEN_TRANSFER ${Q} 7`]);
    expect(onCall({ contractAddress: K, calldata: data }).result).toMatchObject({ allowed: true, tier: 'INSTANT' });
    expect(
      onCall({ contractAddress: K, calldata: data }, { type: 'WHITELIST', rules: { allowed_addresses: [P] } }).result,
    ).toMatchObject({
      denyCode: 'WHITELIST_VIOLATION',
      reason: expect.stringContaining(Q) as string,
    });
  });

  it('sees a burn as value that is gone', () => {
    expect(inside(calldata('0x42966c68', word(7)))).toEqual(['TOKEN_TRANSFER 0x0000000000000000000000000000000000000000 7']);
  });

  it('sees what Permit2 moves, of the token in the arguments', () => {
    const one = word(P) + word(Q) + word(7) + word(K);
    expect(inside(calldata('0x36c78516', one), S)).toEqual([`TOKEN_TRANSFER ${Q} 7`]);
    expect(inside(calldata('0x0d58b1db', tail(0, [flatList(2, one + one)])), S)).toEqual([
      `TOKEN_TRANSFER ${Q} 7`,
      `TOKEN_TRANSFER ${Q} 7`,
    ]);
    const signed = word(K) + word(100) + word(1) + word(2) + word(Q) + word(7) + word(P) + tail(7, [bytes('0x01')]);
    expect(inside(calldata('0x30f28b7a', signed), S)).toEqual([`TOKEN_TRANSFER ${Q} 7`]);
    expect(onCall({ contractAddress: S, calldata: calldata('0x36c78516', one) }).spends).toMatchObject([
      { asset: K, amount: 7n },
    ]);
  });
});

describe('methods that hand over an NFT', () => {
  it.each([
    ['safeTransferFrom', calldata('0x42842e0e', word(P), word(Q), word(7))],
    ['safeTransferFrom with data', calldata('0xb88d4fde', word(P), word(Q), word(7), tail(3, [bytes('0x')]))],
    ['safeTransferFrom of ERC-1155', calldata('0xf242432a', word(P), word(Q), word(7), word(1), tail(4, [bytes('0x')]))],
    [
      'safeBatchTransferFrom',
      calldata('0x2eb2c2d6', word(P), word(Q), tail(2, [flatList(1, word(7)), flatList(1, word(1)), bytes('0x')])),
    ],
  ])('asks a human for %s', (_, data) => {
    expect(inside(data, N)).toEqual([`NFT_TRANSFER ${Q} null`]);
    expect(onCall({ contractAddress: N, calldata: data }).result).toMatchObject({ tier: 'APPROVAL', approvalReason: 'floor' });
  });

  it('takes transferFrom for what the contract is known to be, and for both where that is not known', () => {
    const data = calldata('0x23b872dd', word(P), word(Q), word(7));
    expect(inside(data, N)).toEqual([`NFT_TRANSFER ${Q} null`]);
    expect(inside(data, S)).toEqual([`NFT_TRANSFER ${Q} null`, `TOKEN_TRANSFER ${Q} 7`]);
  });
});

describe('methods that let somebody else move value', () => {
  const TIER = { type: 'APPROVE_TIER_OVERRIDE', rules: { tier: 'NOTIFY' } };

  it.each([
    ['approve', calldata('0x095ea7b3', word(Q), word(7))],
    ['increaseAllowance', calldata('0x39509351', word(Q), word(7))],
    ['increaseApproval', calldata('0xd73dd623', word(Q), word(7))],
    ['permit', calldata('0xd505accf', word(P), word(Q), word(7), word(1), sig)],
    ['permit with bytes', calldata('0x9fd5a6cf', word(P), word(Q), word(7), word(1), tail(4, [bytes('0x01')]))],
    ['approveAndCall', calldata('0xcae9ca51', word(Q), word(7), tail(2, [bytes('0x')]))],
    ['approveAndCall without data', calldata('0x3177029f', word(Q), word(7))],
    ['approve of Permit2', calldata('0x87517c45', word(K), word(Q), word(7), word(1))],
    [
      'permit of Permit2',
      calldata('0x2b67b570', word(P), word(K), word(7), word(1), word(1), word(Q), word(1), tail(7, [bytes('0x')])),
    ],
    [
      'permit of Permit2 for many',
      calldata(
        '0x2a2d80d1',
        word(P),
        tail(1, [word(96) + word(Q) + word(1) + flatList(1, word(K) + word(7) + word(1) + word(1)), bytes('0x')]),
      ),
    ],
  ])('sees spender and amount of %s', (_, data) => {
    expect(inside(data)).toEqual([`APPROVE ${Q} 7`]);
    expect(onCall({ contractAddress: K, calldata: data }).result.tier).toBe('APPROVAL');
    expect(onCall({ contractAddress: K, calldata: data }, TIER)).toMatchObject({
      result: { tier: 'NOTIFY' },
      spends: [{ asset: K, amount: 7n }],
    });
    expect(
      onCall({ contractAddress: K, calldata: data }, { type: 'APPROVED_SPENDERS', rules: { spenders: [{ address: P }] } }).result
        .denyCode,
    ).toBe('APPROVED_SPENDERS_VIOLATION');
  });

  it.each([
    ['setApprovalForAll', calldata('0xa22cb465', word(Q), word(1))],
    ['authorizeOperator', calldata('0x959b8c3f', word(Q))],
    ['transferOwnership', calldata('0xf2fde38b', word(Q))],
    ['permit of DAI', calldata('0x8fcbaf0c', word(P), word(Q), word(0), word(0), word(1), sig)],
    ['approve of the largest number', calldata('0x095ea7b3', word(Q), word(MAX))],
    ['approve of half of it, rounded down', calldata('0x095ea7b3', word(Q), word(2n ** 255n - 1n))],
    ['approve of 2^96 - 1', calldata('0x095ea7b3', word(Q), word(2n ** 96n - 1n))],
    ['approve of 2^128 - 1', calldata('0x095ea7b3', word(Q), word(2n ** 128n - 1n))],
    ['approve of 2^160 - 1', calldata('0x095ea7b3', word(Q), word(2n ** 160n - 1n))],
    ['approve of Permit2, half of its field', calldata('0x87517c45', word(K), word(Q), word(2n ** 159n - 1n), word(1))],
  ])('blocks %s as unlimited, also without a policy', (_, data) => {
    expect(onCall({ contractAddress: K, calldata: data }).result.denyCode).toBe('APPROVE_UNLIMITED_BLOCKED');
    const lifted = { type: 'APPROVE_AMOUNT_LIMIT', rules: { blockUnlimited: false } };
    expect(onCall({ contractAddress: K, calldata: data }, lifted, TIER).result).toMatchObject({
      allowed: true,
      tier: 'APPROVAL',
    });
  });

  it('does not take one unit less than half for unlimited', () => {
    expect(onCall({ contractAddress: K, calldata: calldata('0x095ea7b3', word(Q), word(2n ** 255n - 2n)) }).result.allowed).toBe(
      true,
    );
  });

  it.each([
    ['approve of nothing', calldata('0x095ea7b3', word(Q), word(0))],
    ['decreaseAllowance', calldata('0xa457c2d7', word(Q), word(7))],
    ['setApprovalForAll with false', calldata('0xa22cb465', word(Q), word(0))],
    ['permit of DAI with false', calldata('0x8fcbaf0c', word(P), word(Q), word(0), word(0), word(0), sig)],
  ])('takes %s for a revocation', (_, data) => {
    const strict = [
      { type: 'APPROVED_SPENDERS', rules: { spenders: [{ address: P }] } },
      { type: 'ALLOWED_TOKENS', rules: { tokens: [{ address: S }] } },
    ];
    expect(onCall({ contractAddress: K, calldata: data }, ...strict).result).toMatchObject({ allowed: true, tier: 'NOTIFY' });
  });

  it.each([
    ['increaseAllowance', calldata('0x39509351', word(Q), word(0))],
    ['approveAndCall', calldata('0x3177029f', word(Q), word(0))],
  ])('does not take %s of nothing for a revocation', (_, data) => {
    expect(onCall({ contractAddress: K, calldata: data }).result.tier).toBe('APPROVAL');
  });

  it('does not take zero for a revocation where decimals are unknown or the contract is an NFT', () => {
    const data = calldata('0x095ea7b3', word(Q), word(0));
    expect(onCall({ contractAddress: S, calldata: data }, TIER).result.tier).not.toBe('INSTANT');
    expect(onCall({ contractAddress: N, calldata: data }, TIER).result).toMatchObject({
      tier: 'APPROVAL',
      approvalReason: 'unknown_value',
    });
    const spenders = { type: 'APPROVED_SPENDERS', rules: { spenders: [{ address: P }] } };
    expect(onCall({ contractAddress: S, calldata: data }, spenders).result.denyCode).toBe('APPROVED_SPENDERS_VIOLATION');
  });
});

describe('arguments that are not what they should be', () => {
  it('reads an address from the low 20 bytes of its word and passes over what follows', () => {
    const dirty = `${'f'.repeat(24)}${Q.slice(2)}`;
    expect(inside(calldata('0xa9059cbb', dirty, word(7), 'abcdef'))).toEqual([`TOKEN_TRANSFER ${Q} 7`]);
  });

  it.each([
    ['no amount', calldata('0xa9059cbb', word(Q))],
    ['half an amount', calldata('0xa9059cbb', word(Q), '00'.repeat(31))],
    ['no arguments', '0xa9059cbb'],
    ['a flag that is neither', calldata('0xa22cb465', word(Q), word(2))],
    ['an amount wider than its field', calldata('0x87517c45', word(K), word(Q), word(2n ** 160n), word(1))],
    ['a list that is longer than the data', calldata('0x0d58b1db', word(32), word(2n ** 255n))],
    ['a list that stands outside the data', calldata('0x0d58b1db', word(2n ** 200n))],
    ['a signature that is missing', calldata('0xd505accf', word(P), word(Q), word(7))],
  ])('asks a human, whatever lists say, where there is %s', (_, data) => {
    const lists = [
      { type: 'CONTRACT_WHITELIST', rules: { contracts: [{ address: K }] } },
      { type: 'METHOD_WHITELIST', rules: { methods: [{ contractAddress: K, selectors: [data.slice(0, 10)] }] } },
      { type: 'APPROVE_TIER_OVERRIDE', rules: { tier: 'INSTANT' } },
    ];
    expect(onCall({ contractAddress: K, calldata: data }, ...lists).result).toMatchObject({ allowed: true, tier: 'APPROVAL' });
  });
});
