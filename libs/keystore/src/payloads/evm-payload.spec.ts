import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRlp, intBytes, join } from '../../test/encoders.js';
import { refusalOf } from '../../test/refusal.js';
import { decodeEvmPayload } from './evm-payload.js';
import type { RlpItem } from './rlp.js';

const TO = new Uint8Array(20).fill(0x35);
const NONE = new Uint8Array();
const uint = (bytes: number): fc.Arbitrary<bigint> => fc.bigInt({ min: 0n, max: 2n ** BigInt(8 * bytes) - 1n });

const typed = (type: number, fields: readonly RlpItem[]): Uint8Array => join([Uint8Array.of(type), encodeRlp(fields)]);
const eip1559 = (change: Readonly<Record<number, RlpItem>> = {}): readonly RlpItem[] =>
  [intBytes(1n), intBytes(9n), intBytes(1n), intBytes(2n), intBytes(21_000n), TO, intBytes(5n), NONE, []].map(
    (field, at) => change[at] ?? field,
  );
const legacy = (change: Readonly<Record<number, RlpItem>> = {}): readonly RlpItem[] =>
  [intBytes(9n), intBytes(2n), intBytes(21_000n), TO, intBytes(5n), NONE, intBytes(1n), NONE, NONE].map(
    (field, at) => change[at] ?? field,
  );

describe('an unsigned EVM transaction', () => {
  it('of type 2 is read field by field', () => {
    fc.assert(
      fc.property(
        fc.record({
          chainId: uint(8).filter((id) => id > 0n),
          nonce: uint(8),
          gasLimit: uint(8),
          value: uint(32),
          fees: fc.tuple(uint(32), uint(32)),
        }),
        fc.uint8Array({ maxLength: 300 }),
        fc.boolean(),
        ({ chainId, nonce, gasLimit, value, fees }, data, isCreation) => {
          const [low, high] = fees[0] < fees[1] ? fees : [fees[1], fees[0]];
          const to = isCreation ? NONE : TO;
          const fields = [chainId, nonce, low, high, gasLimit].map(intBytes);
          const payload = decodeEvmPayload(typed(2, [...fields, to, intBytes(value), data, [[TO, [new Uint8Array(32)]]]]));
          expect({ ...payload, data: [...payload.data] }).toEqual({
            type: 'eip1559',
            chainId,
            nonce,
            gasLimit,
            maxGasPrice: high,
            value,
            to: isCreation ? undefined : `0x${'35'.repeat(20)}`,
            data: [...data],
          });
        },
      ),
    );
  });

  it('of type 1 and of the EIP-155 form is read as well', () => {
    const type1 = [intBytes(5n), intBytes(9n), intBytes(2n), intBytes(21_000n), TO, intBytes(5n), Uint8Array.of(1, 2), []];
    expect(decodeEvmPayload(typed(1, type1))).toMatchObject({
      type: 'eip2930',
      chainId: 5n,
      nonce: 9n,
      maxGasPrice: 2n,
      value: 5n,
    });
    expect(decodeEvmPayload(encodeRlp(legacy()))).toMatchObject({
      type: 'legacy',
      chainId: 1n,
      nonce: 9n,
      maxGasPrice: 2n,
      gasLimit: 21_000n,
    });
  });

  it('is the example of EIP-155', () => {
    const bytes = Buffer.from(
      'ec098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764000080018080',
      'hex',
    );
    expect(decodeEvmPayload(bytes)).toMatchObject({ chainId: 1n, nonce: 9n, maxGasPrice: 20_000_000_000n, value: 10n ** 18n });
  });

  it.each([
    ['type 3 (blobs)', typed(3, eip1559()), 'UNSUPPORTED_TX_TYPE/EVM_TYPE'],
    ['type 4 (EIP-7702)', typed(4, [...eip1559(), []]), 'UNSUPPORTED_TX_TYPE/EVM_TYPE'],
    ['a type of the future', typed(0x7f, eip1559()), 'UNSUPPORTED_TX_TYPE/EVM_TYPE'],
    ['an EIP-191 message', Uint8Array.of(0x19, 0x45), 'UNSUPPORTED_TX_TYPE/EVM_TYPE'],
    ['a legacy form without chain id', encodeRlp(legacy().slice(0, 6)), 'UNSUPPORTED_TX_TYPE/EVM_WITHOUT_CHAIN_ID'],
    ['chain id 0', typed(2, eip1559({ 0: NONE })), 'UNSUPPORTED_TX_TYPE/EVM_WITHOUT_CHAIN_ID'],
    [
      'a signed legacy form',
      encodeRlp(legacy({ 7: Uint8Array.of(1), 8: Uint8Array.of(1) })),
      'INVALID_TRANSACTION/EVM_ALREADY_SIGNED',
    ],
    ['a signed type 2', typed(2, [...eip1559(), NONE, NONE, NONE]), 'INVALID_TRANSACTION/EVM_FIELDS'],
    ['a tip above the cap', typed(2, eip1559({ 2: intBytes(3n) })), 'INVALID_TRANSACTION/EVM_FEES'],
    ['a recipient of 19 bytes', typed(2, eip1559({ 5: TO.slice(1) })), 'INVALID_TRANSACTION/EVM_TO'],
    ['a leading zero', typed(2, eip1559({ 6: Uint8Array.of(0, 5) })), 'INVALID_TRANSACTION/EVM_INTEGER'],
    ['a value beyond 2^256', typed(2, eip1559({ 6: new Uint8Array(33).fill(1) })), 'INVALID_TRANSACTION/EVM_INTEGER'],
    ['a nonce beyond 2^64', typed(2, eip1559({ 1: new Uint8Array(9).fill(1) })), 'INVALID_TRANSACTION/EVM_INTEGER'],
    ['a list for a value', typed(2, eip1559({ 6: [] })), 'INVALID_TRANSACTION/EVM_FIELDS'],
    ['bytes for an access list', typed(2, eip1559({ 8: NONE })), 'INVALID_TRANSACTION/EVM_FIELDS'],
    ['a short storage key', typed(2, eip1559({ 8: [[TO, [new Uint8Array(31)]]] })), 'INVALID_TRANSACTION/EVM_ACCESS_LIST'],
    ['trailing bytes', join([typed(2, eip1559()), Uint8Array.of(0)]), 'INVALID_TRANSACTION/RLP_TRAILING_BYTES'],
    ['nothing', NONE, 'INVALID_TRANSACTION/EMPTY'],
    ['a bare 32-byte hash', new Uint8Array(32).fill(0xab), 'UNSUPPORTED_TX_TYPE/EVM_TYPE'],
  ])('is refused with %s', async (_, bytes, refusal) => {
    expect(await refusalOf(() => decodeEvmPayload(bytes))).toBe(refusal);
  });

  it('is never a random string of bytes that fails in another way', () => {
    return fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), async (bytes) => {
        expect(await refusalOf(() => decodeEvmPayload(bytes))).toMatch(/^(accepted|INVALID_TRANSACTION|UNSUPPORTED_TX_TYPE)/);
      }),
    );
  });
});
