import type { KeyCeiling, KeyIdentity } from '@waiaas/core';
import { secp256k1 } from '@noble/curves/secp256k1';
import { keccak_256 } from '@noble/hashes/sha3';
import { base58 } from '@scure/base';
import nacl from 'tweetnacl';
import { describe, expect, it } from 'vitest';
import { admitAll } from '../../test/admit.js';
import { account, encodeMessage, encodeRlp, intBytes, join } from '../../test/encoders.js';
import { refusalOf } from '../../test/refusal.js';
import { DataKey } from '../sealing/data-key.js';
import { sealBytes } from '../sealing/seal.js';
import { exportEncrypted, exportRaw, openExport } from './export-key.js';
import { importSecret } from './import-secret.js';
import { openKey, sealKey } from './key-blob.js';
import { randomSecret } from './key-secret.js';

const CEILING: KeyCeiling = {
  chainIds: ['eip155:1'],
  maxNativePerSignature: '5',
  maxNativePerDay: null,
  maxFeePerSignature: '7',
  signaturesPerMinute: 60,
  kinds: null,
  owner: null,
};
const EVM: KeyIdentity = { walletId: '0190f0a0-0000-7000-8000-000000000001', chain: 'ethereum', environment: 'testnet' };
const SOLANA: KeyIdentity = { ...EVM, chain: 'solana' };
const dataKey = DataKey.random(1);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const evmPayload = (chainId: bigint): string =>
  hex(
    join([
      Uint8Array.of(2),
      encodeRlp([
        intBytes(chainId),
        ...[9n, 1n, 2n, 21_000n].map(intBytes),
        new Uint8Array(20).fill(1),
        intBytes(5n),
        new Uint8Array(),
        [],
      ]),
    ]),
  );
const solanaPayload = (payer: Uint8Array): string =>
  hex(
    encodeMessage({
      requiredSignatures: 1,
      readonlySigned: 0,
      readonlyUnsigned: 1,
      accounts: [payer, account(2), account(0)],
      blockhash: account(9),
      instructions: [{ program: 2, accounts: [0, 1], data: Uint8Array.of(2, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0) }],
    }),
  );

describe('a sealed key', () => {
  it.each([EVM, SOLANA])('opens with identity, address and ceiling as sealed ($chain)', (identity) => {
    const sealed = sealKey(dataKey, identity, CEILING, randomSecret(identity.chain));
    const key = openKey(dataKey, identity, sealed.blob);
    expect(key).toMatchObject({ identity, ceiling: CEILING, address: sealed.address });
    expect(sealed.blob).toMatch(/^wkey\.1\.1\./);
  });

  it.each([
    ['wallet', { walletId: '0190f0a0-0000-7000-8000-000000000002' }, 'SEAL_BROKEN'],
    ['chain', { chain: 'solana' }, 'KEY_RECORD'],
    ['environment', { environment: 'mainnet' }, 'KEY_RECORD'],
  ] as const)('does not open for another %s', async (_, change, reason) => {
    const { blob } = sealKey(dataKey, EVM, CEILING, randomSecret('ethereum'));
    expect(await refusalOf(() => openKey(dataKey, { ...EVM, ...change }, blob))).toBe(`INTERNAL_ERROR/${reason}`);
  });

  it.each([
    ['an unknown member in the ceiling', { address: 'x', ceiling: { ...CEILING, maxNft: '1' }, identity: EVM }],
    ['a ceiling without a member', { address: 'x', ceiling: { chainIds: null }, identity: EVM }],
    ['an amount that is no integer', { address: 'x', ceiling: { ...CEILING, maxFeePerSignature: '1.5' }, identity: EVM }],
    ['no object at all', 7],
  ])('does not open with %s', async (_, record) => {
    const plaintext = Buffer.concat([Buffer.of(1), randomSecret('ethereum'), Buffer.from(JSON.stringify(record))]);
    const blob = sealBytes(dataKey, 'key', { table: 'sealed_keys', rowId: EVM.walletId, column: 'blob' }, plaintext);
    expect(await refusalOf(() => openKey(dataKey, EVM, blob))).toBe('INTERNAL_ERROR/KEY_RECORD');
  });

  it('does not open when the record names the address of another key', async () => {
    const { address } = sealKey(dataKey, EVM, CEILING, randomSecret('ethereum'));
    const record = JSON.stringify({ address, ceiling: CEILING, identity: EVM });
    const plaintext = Buffer.concat([Buffer.of(1), randomSecret('ethereum'), Buffer.from(record)]);
    const blob = sealBytes(dataKey, 'key', { table: 'sealed_keys', rowId: EVM.walletId, column: 'blob' }, plaintext);
    expect(await refusalOf(() => openKey(dataKey, EVM, blob))).toBe('KEY_ADDRESS_MISMATCH');
  });

  it('is refused for bytes that are no private key', async () => {
    expect(await refusalOf(() => sealKey(dataKey, EVM, CEILING, Buffer.alloc(32)))).toBe('INVALID_KEY_MATERIAL');
  });
});

describe('an opened key', () => {
  it('signs the example of EIP-155 as the standard shows it', () => {
    const identity = { ...EVM, environment: 'mainnet' } as const;
    const { blob, address } = sealKey(dataKey, identity, CEILING, Buffer.alloc(32, 0x46));
    const payload = 'ec098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764000080018080';
    const signature = openKey(dataKey, identity, blob).signTransaction({ kind: 'evm-transaction', payload }, address, admitAll);
    expect(signature.slice(0, 64)).toBe('28ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276');
    expect(signature.slice(64, 128)).toBe('67cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83');
    expect(signature.slice(128)).toBe('00');
  });

  it('signs the Keccak hash of an EVM payload, the same way every time', () => {
    const secret = randomSecret('ethereum');
    const { blob, address } = sealKey(dataKey, EVM, CEILING, secret);
    const key = openKey(dataKey, EVM, blob);
    const payload = evmPayload(11155111n);
    const signature = key.signTransaction({ kind: 'evm-transaction', payload }, address, admitAll);
    expect(key.signTransaction({ kind: 'evm-transaction', payload }, address.toLowerCase(), admitAll)).toBe(signature);
    expect(
      secp256k1.verify(
        Buffer.from(signature.slice(0, 128), 'hex'),
        keccak_256(Buffer.from(payload, 'hex')),
        secp256k1.getPublicKey(new Uint8Array(secret)),
      ),
    ).toBe(true);
  });

  it('signs a Solana message that needs it, so that tweetnacl agrees', () => {
    const { blob, address } = sealKey(dataKey, SOLANA, CEILING, randomSecret('solana'));
    const payload = solanaPayload(base58.decode(address));
    const signature = openKey(dataKey, SOLANA, blob).signTransaction({ kind: 'solana-transaction', payload }, address, admitAll);
    expect(nacl.sign.detached.verify(Buffer.from(payload, 'hex'), Buffer.from(signature, 'hex'), base58.decode(address))).toBe(
      true,
    );
  });

  it.each([
    ['a chain of the other environment', evmPayload(1n), 'CHAIN_ID_MISMATCH'],
    ['a chain nobody knows', evmPayload(4242n), 'CHAIN_ID_MISMATCH'],
    ['a bare hash', 'ab'.repeat(32), 'UNSUPPORTED_TX_TYPE/EVM_TYPE'],
    ['upper-case hex', 'AB', 'INVALID_TRANSACTION/NOT_HEX'],
    ['half a byte', 'abc', 'INVALID_TRANSACTION/NOT_HEX'],
    ['nothing', '', 'INVALID_TRANSACTION/NOT_HEX'],
  ])('does not sign %s', async (_, payload, refusal) => {
    const { blob, address } = sealKey(dataKey, EVM, CEILING, randomSecret('ethereum'));
    const key = openKey(dataKey, EVM, blob);
    expect(await refusalOf(() => key.signTransaction({ kind: 'evm-transaction', payload }, address, admitAll))).toBe(refusal);
  });

  it('does not sign for another address, another signer or another chain', async () => {
    const evm = openKey(dataKey, EVM, sealKey(dataKey, EVM, CEILING, randomSecret('ethereum')).blob);
    const solana = openKey(dataKey, SOLANA, sealKey(dataKey, SOLANA, CEILING, randomSecret('solana')).blob);
    const own = solanaPayload(base58.decode(solana.address));
    const foreign = solanaPayload(account(5));
    const refusals = await Promise.all([
      refusalOf(() =>
        evm.signTransaction({ kind: 'evm-transaction', payload: evmPayload(11155111n) }, `0x${'11'.repeat(20)}`, admitAll),
      ),
      refusalOf(() => evm.signTransaction({ kind: 'solana-transaction', payload: own }, evm.address, admitAll)),
      refusalOf(() => solana.signTransaction({ kind: 'solana-transaction', payload: own }, base58.encode(account(5)), admitAll)),
      refusalOf(() => solana.signTransaction({ kind: 'solana-transaction', payload: foreign }, solana.address, admitAll)),
      refusalOf(() =>
        solana.signTransaction({ kind: 'evm-transaction', payload: evmPayload(11155111n) }, solana.address, admitAll),
      ),
    ]);
    expect(refusals).toEqual([
      'KEY_ADDRESS_MISMATCH',
      'UNSUPPORTED_TX_TYPE/OTHER_CHAIN',
      'KEY_ADDRESS_MISMATCH',
      'WALLET_NOT_SIGNER',
      'UNSUPPORTED_TX_TYPE/OTHER_CHAIN',
    ]);
  });

  it('signs nothing once destroyed, and never prints', () => {
    const { blob, address } = sealKey(dataKey, EVM, CEILING, randomSecret('ethereum'));
    const key = openKey(dataKey, EVM, blob);
    expect(JSON.stringify({ key })).toBe('{"key":"[redacted]"}');
    key.destroy();
    expect(() => key.signTransaction({ kind: 'evm-transaction', payload: evmPayload(11155111n) }, address, admitAll)).toThrow(
      'destroyed',
    );
    expect(() => key.copySecret()).toThrow('destroyed');
  });
});

describe('an exported key', () => {
  it.each([
    [EVM, 'hex'],
    [SOLANA, 'base58'],
  ] as const)('can be imported again ($chain)', (identity, format) => {
    const secret = randomSecret(identity.chain);
    const exported = exportRaw(openKey(dataKey, identity, sealKey(dataKey, identity, CEILING, secret).blob));
    if (exported.format !== 'raw') throw new Error('not raw');
    const again = importSecret(identity.chain, { format, value: exported.secret, expectedAddress: exported.address });
    expect(hex(again)).toBe(hex(secret));
  });

  it('under a passphrase opens with it alone', async () => {
    const secret = randomSecret('solana');
    const exported = await exportEncrypted(
      openKey(dataKey, SOLANA, sealKey(dataKey, SOLANA, CEILING, secret).blob),
      'a long passphrase',
    );
    if (exported.format !== 'encrypted') throw new Error('not encrypted');
    const opened = await openExport(exported.blob, 'a long passphrase');
    expect([opened.chain, hex(opened.secret)]).toEqual(['solana', hex(secret)]);
    expect(await refusalOf(() => openExport(exported.blob, 'another passphrase'))).toBe('INVALID_KEY_MATERIAL');
    expect(await refusalOf(() => openExport(exported.blob.replace('solana', 'ethereum'), 'a long passphrase'))).toBe(
      'INVALID_KEY_MATERIAL',
    );
    expect(await refusalOf(() => openExport('wexport.1', 'a long passphrase'))).toBe('INVALID_KEY_MATERIAL');
  });
});
