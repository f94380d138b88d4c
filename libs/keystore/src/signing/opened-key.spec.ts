import { secp256k1 } from '@noble/curves/secp256k1';
import { keccak_256 } from '@noble/hashes/sha3';
import { base58, base64 } from '@scure/base';
import { hashTypedData, type Chain, type KeyCeiling, type KeyIdentity } from '@waiaas/core';
import nacl from 'tweetnacl';
import { describe, expect, it } from 'vitest';
import { admitAll, admitUnder } from '../../test/admit.js';
import { account, encodeMessage } from '../../test/encoders.js';
import { refusalOf } from '../../test/refusal.js';
import { openKey, sealKey } from '../keys/key-blob.js';
import { randomSecret } from '../keys/key-secret.js';
import { DataKey } from '../sealing/data-key.js';

const NO_CEILING: KeyCeiling = {
  chainIds: null,
  maxNativePerSignature: null,
  maxNativePerDay: null,
  maxFeePerSignature: null,
  signaturesPerMinute: null,
  kinds: null,
  owner: null,
};
const dataKey = DataKey.random(1);

function keyOf(chain: Chain) {
  const identity: KeyIdentity = { walletId: '0190f0a0-0000-7000-8000-000000000001', chain, environment: 'testnet' };
  return openKey(dataKey, identity, sealKey(dataKey, identity, NO_CEILING, randomSecret(chain)).blob);
}

function signerOf(digest: Uint8Array, signature: string): string {
  const recovered = secp256k1.Signature.fromCompact(signature.slice(0, 128)).addRecoveryBit(Number(signature.slice(128)));
  const point = recovered.recoverPublicKey(digest).toRawBytes(false).subarray(1);
  return `0x${Buffer.from(keccak_256(point).subarray(12)).toString('hex')}`;
}

const typedData = (chainId?: number) => ({
  types: { Vote: [{ name: 'proposal', type: 'uint256' }] },
  primaryType: 'Vote',
  domain: { name: 'Council', ...(chainId === undefined ? {} : { chainId }) },
  message: { proposal: '7' },
});

describe('a message', () => {
  it('is signed with the prefix of EIP-191 on EVM', () => {
    const key = keyOf('ethereum');
    const signature = key.signMessage({ kind: 'evm-message', message: 'Hello' }, key.address, admitAll);
    const digest = keccak_256(Buffer.from('\x19Ethereum Signed Message:\n5Hello'));
    expect(signerOf(digest, signature)).toBe(key.address.toLowerCase());
  });

  it('is signed as its text on Solana, so that tweetnacl agrees', () => {
    const key = keyOf('solana');
    const signature = Buffer.from(key.signMessage({ kind: 'solana-message', message: 'Hello' }, key.address, admitAll), 'hex');
    expect(nacl.sign.detached.verify(Buffer.from('Hello'), signature, base58.decode(key.address))).toBe(true);
  });

  it('is never signed where its bytes are those of a transaction that this key could sign', async () => {
    const key = keyOf('solana');
    const message = encodeMessage({
      requiredSignatures: 1,
      readonlySigned: 0,
      readonlyUnsigned: 1,
      accounts: [base58.decode(key.address), account(2), account(0)],
      blockhash: account(9),
      instructions: [{ program: 2, accounts: [0, 1], data: Uint8Array.of(2, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0) }],
    });
    const texts = [Buffer.from(message).toString('latin1'), Buffer.from(message).toString('utf8')];
    for (const text of texts) {
      expect(await refusalOf(() => key.signMessage({ kind: 'solana-message', message: text }, key.address, admitAll))).toMatch(
        /^INVALID_TRANSACTION\/MESSAGE_/,
      );
    }
    // As base64 it is text, and the text is what gets signed.
    const encoded = base64.encode(message);
    const signature = Buffer.from(key.signMessage({ kind: 'solana-message', message: encoded }, key.address, admitAll), 'hex');
    expect(nacl.sign.detached.verify(message, signature, base58.decode(key.address))).toBe(false);
    expect(nacl.sign.detached.verify(Buffer.from(encoded), signature, base58.decode(key.address))).toBe(true);
  });

  it('is not signed by a key of another chain, or for another address', async () => {
    const [evm, solana] = [keyOf('ethereum'), keyOf('solana')];
    const refusals = await Promise.all([
      refusalOf(() => evm.signMessage({ kind: 'solana-message', message: 'Hello' }, evm.address, admitAll)),
      refusalOf(() => solana.signMessage({ kind: 'evm-message', message: 'Hello' }, solana.address, admitAll)),
      refusalOf(() => evm.signMessage({ kind: 'evm-message', message: 'Hello' }, `0x${'11'.repeat(20)}`, admitAll)),
      refusalOf(() => solana.signMessage({ kind: 'solana-message', message: 'Hello' }, base58.encode(account(5)), admitAll)),
      refusalOf(() => solana.signMessage({ kind: 'solana-message', message: 'a\0b' }, solana.address, admitAll)),
    ]);
    expect(refusals).toEqual([
      'UNSUPPORTED_TX_TYPE/OTHER_CHAIN',
      'UNSUPPORTED_TX_TYPE/OTHER_CHAIN',
      'KEY_ADDRESS_MISMATCH',
      'KEY_ADDRESS_MISMATCH',
      'INVALID_TRANSACTION/MESSAGE_NOT_PRINTABLE',
    ]);
  });
});

describe('typed data', () => {
  it.each([11155111, undefined])('is hashed here and signed, for a domain of chain %s', (chainId) => {
    const key = keyOf('ethereum');
    const hashed = hashTypedData(typedData(chainId));
    if (!hashed.ok) throw new Error('refused');
    const signature = key.signTypedData(JSON.stringify(typedData(chainId)), key.address, admitAll);
    expect(signerOf(hashed.value.digest, signature)).toBe(key.address.toLowerCase());
  });

  it.each([
    ['of the other environment', JSON.stringify(typedData(1)), 'CHAIN_ID_MISMATCH'],
    ['of a chain nobody knows', JSON.stringify(typedData(4242)), 'CHAIN_ID_MISMATCH'],
    [
      'with a field nobody declared',
      JSON.stringify({ ...typedData(), message: { proposal: '7', to: 'x' } }),
      'INVALID_TRANSACTION/TYPED_DATA',
    ],
    ['that is a hash', `"0x${'ab'.repeat(32)}"`, 'INVALID_TRANSACTION/TYPED_DATA'],
    ['that is no JSON', 'x', 'INVALID_TRANSACTION/TYPED_DATA'],
  ])('is not signed %s', async (_, text, refusal) => {
    const key = keyOf('ethereum');
    expect(await refusalOf(() => key.signTypedData(text, key.address, admitAll))).toBe(refusal);
  });

  it('is not signed by a Solana key, or for another address', async () => {
    const [evm, solana] = [keyOf('ethereum'), keyOf('solana')];
    const text = JSON.stringify(typedData());
    expect(await refusalOf(() => solana.signTypedData(text, solana.address, admitAll))).toBe('UNSUPPORTED_TX_TYPE/OTHER_CHAIN');
    expect(await refusalOf(() => evm.signTypedData(text, `0x${'11'.repeat(20)}`, admitAll))).toBe('KEY_ADDRESS_MISMATCH');
  });
});

describe('the kinds of a ceiling', () => {
  it('are all that the key signs', async () => {
    const key = keyOf('ethereum');
    const admit = admitUnder({ ...NO_CEILING, kinds: ['evm-message'] });
    expect(await refusalOf(() => key.signMessage({ kind: 'evm-message', message: 'Hello' }, key.address, admit))).toBe(
      'accepted',
    );
    expect(await refusalOf(() => key.signTypedData(JSON.stringify(typedData()), key.address, admit))).toBe(
      'POLICY_DENIED/CEILING_KIND',
    );
    const closed = keyOf('solana');
    const nothing = admitUnder({ ...NO_CEILING, kinds: [] });
    expect(await refusalOf(() => closed.signMessage({ kind: 'solana-message', message: 'Hello' }, closed.address, nothing))).toBe(
      'POLICY_DENIED/CEILING_KIND',
    );
  });
});

describe('the networks of a ceiling', () => {
  it('are all that typed data may count on, so one that counts everywhere is not signed', async () => {
    const key = keyOf('ethereum');
    const admit = admitUnder({ ...NO_CEILING, chainIds: ['eip155:84532'] });
    const sign = (chainId?: number) => refusalOf(() => key.signTypedData(JSON.stringify(typedData(chainId)), key.address, admit));
    expect([await sign(84532), await sign(11155111), await sign()]).toEqual([
      'accepted',
      'POLICY_DENIED/CEILING_CHAIN',
      'POLICY_DENIED/CEILING_CHAIN',
    ]);
  });
});
