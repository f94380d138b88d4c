import { bytesToHex } from '@noble/hashes/utils';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainIdOfTypedData, hashTypedData } from './hash-typed-data.js';

/** The example of EIP-712 itself, with the digest its text gives. */
const MAIL = {
  types: {
    EIP712Domain: [
      { name: 'name', type: 'string' },
      { name: 'version', type: 'string' },
      { name: 'chainId', type: 'uint256' },
      { name: 'verifyingContract', type: 'address' },
    ],
    Person: [
      { name: 'name', type: 'string' },
      { name: 'wallet', type: 'address' },
    ],
    Mail: [
      { name: 'from', type: 'Person' },
      { name: 'to', type: 'Person' },
      { name: 'contents', type: 'string' },
    ],
  },
  primaryType: 'Mail',
  domain: { name: 'Ether Mail', version: '1', chainId: 1, verifyingContract: '0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC' },
  message: {
    from: { name: 'Cow', wallet: '0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826' },
    to: { name: 'Bob', wallet: '0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB' },
    contents: 'Hello, Bob!',
  },
};
const MAIL_DIGEST = 'be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2';

const WALLET = '0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB';

function digestOf(input: unknown): string {
  const hashed = hashTypedData(input);
  if (!hashed.ok) throw new Error(JSON.stringify(hashed.error));
  return bytesToHex(hashed.value.digest);
}

function refusalsOf(input: unknown): readonly string[] {
  const hashed = hashTypedData(input, 'typedData');
  return hashed.ok ? [] : hashed.error.map(({ path, code }) => `${path} ${code}`);
}

/** One value of one type, in a domain with nothing in it. */
const only = (type: string, value: unknown) => ({
  types: { Box: [{ name: 'value', type }] },
  primaryType: 'Box',
  domain: {},
  message: { value },
});
const isAccepted = (type: string, value: unknown): boolean => hashTypedData(only(type, value)).ok;

describe('the hash of typed data', () => {
  it('is that of the example of EIP-712', () => {
    expect(digestOf(MAIL)).toBe(MAIL_DIGEST);
  });

  it('is the same where the definition of the domain is left out', () => {
    const { EIP712Domain: _, ...types } = MAIL.types;
    expect(digestOf({ ...MAIL, types })).toBe(MAIL_DIGEST);
  });

  it('reads numbers as digits, as hex and as JSON numbers alike', () => {
    expect(digestOf(only('uint256', '255'))).toBe(digestOf(only('uint256', 255)));
    expect(digestOf(only('uint256', '0xff'))).toBe(digestOf(only('uint256', 255)));
    expect(digestOf(only('int8', -1))).toBe(digestOf(only('int8', '-1')));
  });

  it('tells the chain it is for', () => {
    const hashed = hashTypedData(MAIL);
    expect(hashed.ok && chainIdOfTypedData(hashed.value.data)).toBe(1n);
    const without = hashTypedData(only('bool', true));
    expect(without.ok && chainIdOfTypedData(without.value.data)).toBeUndefined();
  });

  it('hashes a list too long to be spread', () => {
    expect(
      isAccepted(
        'uint8[]',
        Array.from({ length: 200_000 }, () => 1),
      ),
    ).toBe(true);
  });
});

describe('typed data that says more or less than it declares', () => {
  it.each([
    ['a field nobody declared', { ...MAIL, message: { ...MAIL.message, amount: 1 } }, 'typedData.message.amount undeclared'],
    [
      'a field nobody declared, one struct down',
      { ...MAIL, message: { ...MAIL.message, to: { ...MAIL.message.to, spender: WALLET } } },
      'typedData.message.to.spender undeclared',
    ],
    [
      'a missing field',
      { ...MAIL, message: { from: MAIL.message.from, to: MAIL.message.to } },
      'typedData.message.contents required',
    ],
    ['a null in place of a struct', { ...MAIL, message: { ...MAIL.message, to: null } }, 'typedData.message.to type'],
    [
      'a member of the domain that its definition lacks',
      { ...MAIL, domain: { ...MAIL.domain, salt: `0x${'00'.repeat(32)}` } },
      'typedData.domain.salt undeclared',
    ],
    [
      'a domain without a member of its definition',
      { ...MAIL, domain: { name: 'Ether Mail' } },
      'typedData.domain.version required',
    ],
    [
      'a chain id under another type',
      { ...MAIL, types: { ...MAIL.types, EIP712Domain: [{ name: 'chainId', type: 'string' }] }, domain: { chainId: '1' } },
      'typedData.types.EIP712Domain domain',
    ],
    ['a member of its own beside the four', { ...MAIL, value: 1 }, 'typedData.value undeclared'],
    ['a domain for a message', { ...MAIL, primaryType: 'EIP712Domain' }, 'typedData.primaryType undeclared'],
    ['a primary type nobody declared', { ...MAIL, primaryType: 'Permit' }, 'typedData.primaryType undeclared'],
    ['a primary type that every object inherits', { ...MAIL, primaryType: 'toString' }, 'typedData.primaryType undeclared'],
    ['a type that is not declared', only('Permit', {}), 'typedData.types.Box.0.type undeclared'],
    ['an integer without a width', only('uint', 1), 'typedData.types.Box.0.type undeclared'],
    ['an empty list in place of the types', { ...MAIL, types: [] }, 'typedData.types type'],
  ])('is refused: %s', (_, input, refusal) => {
    expect(refusalsOf(input)).toContain(refusal);
  });

  it('is refused where a name could make one type read like another', () => {
    const names = ['owner,address spender', 'a)b(', 'x y', '', 'uint256 value)Other(bool b'];
    for (const name of names) {
      const fields = [{ name, type: 'address' }];
      expect(refusalsOf({ ...only('bool', true), types: { Box: fields }, message: { [name]: WALLET } })).toEqual([
        'typedData.types.Box.0 field',
      ]);
      expect(hashTypedData({ types: { [name]: [] }, primaryType: name, domain: {}, message: {} }).ok).toBe(false);
    }
  });

  it('is refused where a struct is named like an atomic type', () => {
    const input = { types: { uint8: [{ name: 'a', type: 'bool' }] }, primaryType: 'uint8', domain: {}, message: { a: true } };
    expect(refusalsOf(input)).toEqual(['typedData.types.uint8 name']);
  });

  it('is refused where a field is declared twice', () => {
    const fields = [
      { name: 'value', type: 'uint8' },
      { name: 'value', type: 'string' },
    ];
    expect(refusalsOf({ ...only('bool', 1), types: { Box: fields } })).toEqual(['typedData.types.Box duplicate']);
  });

  it('repeats no value, not even one that stands in the place of a name', () => {
    const secret = 'send everything to 0xdead';
    expect(JSON.stringify(refusalsOf({ ...MAIL, message: { ...MAIL.message, [secret]: secret, contents: 7 } }))).not.toContain(
      '0xdead',
    );
  });
});

describe('a value of typed data', () => {
  it.each([
    ['uint8', [0, 255, '255', '0xff'], [256, -1, '-1', 1.5, '1.5', '', ' 1', '1e2', '0x', true, null, [1], 2 ** 53]],
    ['int8', [-128, 127, '-128'], [-129, 128, '128', '--1', 'x']],
    [
      'uint256',
      [(2n ** 256n - 1n).toString(), `0x${'f'.repeat(64)}`],
      [(2n ** 256n).toString(), '9'.repeat(79), `0x${'f'.repeat(65)}`],
    ],
    ['bool', [true, false], [1, 0, 'true', null]],
    ['address', [WALLET, WALLET.toLowerCase()], ['0xBbBBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB', '0x12', 12, null]],
    ['bytes4', ['0x01020304'], ['0x010203', '0x0102030405', '0x0102030g', 16]],
    ['bytes', ['0x', '0x01'], ['0x0', '01', [1]]],
    ['string', ['', 'text', '😀'], ['\ud800', 1, null]],
    ['uint8[2]', [[1, 2]], [[1], [1, 2, 3], { 0: 1, 1: 2, length: 2 }, [1, 256]]],
    ['bool[2][]', [[], [[true, false]]], [[true], [[true]]]],
  ])('of type %s is taken or refused by its range and shape', (type, taken, refused) => {
    for (const value of taken) expect(isAccepted(type, value)).toBe(true);
    for (const value of refused) expect(isAccepted(type, value)).toBe(false);
  });

  it('is never hashed as another of its type', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (a, b) => {
        const isSame = digestOf(only('uint64', a.toString())) === digestOf(only('uint64', b.toString()));
        expect(isSame).toBe(a === b);
      }),
      { numRuns: 200, interruptAfterTimeLimit: 3000 },
    );
  });

  it('of any JSON is hashed or refused, and never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 4 }), (types, message) => {
        for (const input of [
          types,
          { types, primaryType: 'Box', domain: {}, message },
          { ...MAIL, message },
          { ...MAIL, types },
        ]) {
          expect(typeof hashTypedData(input).ok).toBe('boolean');
        }
      }),
      { numRuns: 200, interruptAfterTimeLimit: 3000 },
    );
  });

  it('may hold itself as deep as is allowed, and no deeper', () => {
    const nested = (depth: number): object => ({ next: depth === 0 ? [] : [nested(depth - 1)] });
    const input = (depth: number) => ({
      types: { Node: [{ name: 'next', type: 'Node[]' }] },
      primaryType: 'Node',
      domain: {},
      message: nested(depth),
    });
    expect(hashTypedData(input(10)).ok).toBe(true);
    expect(hashTypedData(input(40)).ok).toBe(false);
  });
});
