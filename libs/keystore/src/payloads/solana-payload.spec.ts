import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { account, encodeMessage, join, type MessageParts } from '../../test/encoders.js';
import { refusalOf } from '../../test/refusal.js';
import { ByteReader } from './byte-reader.js';
import { decodeSolanaPayload } from './solana-payload.js';

const SYSTEM = account(0);
const TRANSFER: MessageParts = {
  requiredSignatures: 1,
  readonlySigned: 0,
  readonlyUnsigned: 1,
  accounts: [account(1), account(2), SYSTEM],
  blockhash: account(9),
  instructions: [{ program: 2, accounts: [0, 1], data: Uint8Array.of(2, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0) }],
};
const LOOKUP = { table: account(7), writable: [0], readonly: [1, 2] };
const message = (change: Partial<MessageParts> = {}): Uint8Array => encodeMessage({ ...TRANSFER, ...change });
const call = (program: number, accounts: readonly number[] = []): MessageParts['instructions'] => [
  { program, accounts, data: new Uint8Array() },
];

describe('a Solana message', () => {
  it('is read in the legacy and in the version-0 form', () => {
    expect(decodeSolanaPayload(message())).toMatchObject({
      version: 'legacy',
      requiredSignatures: 1,
      staticAccounts: TRANSFER.accounts,
    });
    const versioned = decodeSolanaPayload(message({ version: 0, lookups: [LOOKUP], instructions: call(2, [0, 5]) }));
    expect(versioned).toMatchObject({ version: 0, instructions: [{ programId: SYSTEM, accounts: [0, 5] }] });
  });

  it('is read whatever its accounts and instructions', () => {
    const keys = fc
      .uniqueArray(fc.integer({ min: 1, max: 255 }), { minLength: 2, maxLength: 20 })
      .map((fills) => fills.map(account));
    fc.assert(
      fc.property(keys, fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }), (accounts, data) => {
        const instructions = data.map((bytes) => ({ program: accounts.length - 1, accounts: [0], data: bytes }));
        const decoded = decodeSolanaPayload(message({ accounts, instructions, readonlyUnsigned: 1 }));
        expect(decoded.staticAccounts).toEqual(accounts);
        expect(decoded.instructions.map((it) => [...it.data])).toEqual(data.map((bytes) => [...bytes]));
      }),
    );
  });

  it.each([
    ['no signer', message({ requiredSignatures: 0 }), 'INVALID_TRANSACTION/SOLANA_HEADER'],
    ['a read-only payer', message({ readonlySigned: 1 }), 'INVALID_TRANSACTION/SOLANA_HEADER'],
    ['more signers than accounts', message({ requiredSignatures: 3 }), 'INVALID_TRANSACTION/SOLANA_HEADER'],
    ['an account twice', message({ accounts: [account(1), account(1), SYSTEM] }), 'INVALID_TRANSACTION/SOLANA_DUPLICATE_ACCOUNT'],
    ['the payer as program', message({ instructions: call(0) }), 'INVALID_TRANSACTION/SOLANA_PROGRAM_INDEX'],
    [
      'a looked-up program',
      message({ version: 0, lookups: [LOOKUP], instructions: call(3) }),
      'INVALID_TRANSACTION/SOLANA_PROGRAM_INDEX',
    ],
    ['an account out of range', message({ instructions: call(2, [3]) }), 'INVALID_TRANSACTION/SOLANA_ACCOUNT_INDEX'],
    [
      'an empty lookup',
      message({ version: 0, lookups: [{ ...LOOKUP, writable: [], readonly: [] }] }),
      'INVALID_TRANSACTION/SOLANA_LOOKUP',
    ],
    [
      'a durable nonce',
      message({ instructions: [{ program: 2, accounts: [1, 0], data: Uint8Array.of(4, 0, 0, 0) }] }),
      'UNSUPPORTED_TX_TYPE/SOLANA_DURABLE_NONCE',
    ],
    ['version 1', join([Uint8Array.of(0x81), message()]), 'UNSUPPORTED_TX_TYPE/SOLANA_VERSION'],
    ['an off-chain message', Buffer.from('\u00ffsolana offchain', 'latin1'), 'UNSUPPORTED_TX_TYPE/SOLANA_VERSION'],
    ['trailing bytes', join([message(), Uint8Array.of(0)]), 'INVALID_TRANSACTION/TRAILING_BYTES'],
    ['the last byte missing', message().slice(0, -1), 'INVALID_TRANSACTION/TRUNCATED'],
    [
      'more bytes than a packet',
      message({ instructions: [{ program: 2, accounts: [], data: new Uint8Array(1200) }] }),
      'INVALID_TRANSACTION/SOLANA_TOO_LONG',
    ],
    ['nothing', new Uint8Array(), 'INVALID_TRANSACTION/TRUNCATED'],
  ])('is refused with %s', async (_, bytes, refusal) => {
    expect(await refusalOf(() => decodeSolanaPayload(bytes))).toBe(refusal);
  });

  it('is refused when cut anywhere', async () => {
    const bytes = message({ version: 0, lookups: [LOOKUP] });
    for (let length = 0; length < bytes.length; length += 1) {
      expect(await refusalOf(() => decodeSolanaPayload(bytes.slice(0, length)))).toBe('INVALID_TRANSACTION/TRUNCATED');
    }
  });

  it('is never a random string of bytes that fails in another way', () => {
    return fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect(await refusalOf(() => decodeSolanaPayload(bytes))).toMatch(/^(INVALID_TRANSACTION|UNSUPPORTED_TX_TYPE)/);
      }),
    );
  });
});

describe('a compact-u16', () => {
  it.each([
    [[0x00], 0],
    [[0x7f], 0x7f],
    [[0x80, 0x01], 0x80],
    [[0xff, 0x7f], 0x3fff],
    [[0x80, 0x80, 0x01], 0x4000],
    [[0xff, 0xff, 0x03], 0xffff],
  ])('%j is %i', (bytes, value) => {
    expect(new ByteReader(Uint8Array.from(bytes)).compactU16()).toBe(value);
  });

  it.each([[[0x80, 0x00]], [[0x80, 0x80, 0x00]], [[0xff, 0xff, 0x04]], [[0x80, 0x80, 0x80]]])('%j is refused', async (bytes) => {
    expect(await refusalOf(() => new ByteReader(Uint8Array.from(bytes)).compactU16())).toBe('INVALID_TRANSACTION/COMPACT_U16');
  });
});
