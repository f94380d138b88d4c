import { base58 } from '@scure/base';
import { hashTypedData as ownHash } from '@waiaas/core';
import nacl from 'tweetnacl';
import { hashTypedData, verifyMessage, verifyTypedData, type Hex, type TypedDataDefinition } from 'viem';
import { describe, expect, it } from 'vitest';
import { KNOWN_EVM_IDENTITY, KNOWN_EVM_KEY, KNOWN_SOLANA_IDENTITY, KNOWN_SOLANA_KEY } from '../../../test/signer/known-vault.js';
import { refusalOf, SignerHarness } from '../../../test/signer/signer-harness.js';

const EVM = { identity: KNOWN_EVM_IDENTITY, key: KNOWN_EVM_KEY };
const SOLANA = { identity: KNOWN_SOLANA_IDENTITY, key: KNOWN_SOLANA_KEY };
const address = KNOWN_EVM_KEY.address as Hex;

/** r ‖ s ‖ yParity as wallets write it, with v = 27 + yParity. */
const asSignature = (signature: string): Hex => `0x${signature.slice(0, 128)}${signature.endsWith('00') ? '1b' : '1c'}`;

const PERMIT = {
  types: {
    Permit: [
      { name: 'owner', type: 'address' },
      { name: 'spender', type: 'address' },
      { name: 'value', type: 'uint256' },
      { name: 'nonce', type: 'uint256' },
      { name: 'deadline', type: 'uint256' },
    ],
  },
  primaryType: 'Permit',
  domain: { name: 'USD Coin', version: '2', chainId: 11155111, verifyingContract: '0x1c7D4B196Cb0C7B01d743Fbc6116a902379C7238' },
  message: { owner: address, spender: `0x${'22'.repeat(20)}`, value: '5000000', nonce: '0', deadline: '1800000000' },
};

const ORDERS = {
  types: {
    Order: [
      { name: 'items', type: 'Item[2][]' },
      { name: 'salt', type: 'bytes7' },
      { name: 'blob', type: 'bytes' },
      { name: 'flags', type: 'bool[]' },
      { name: 'change', type: 'int24' },
    ],
    Item: [
      { name: 'token', type: 'address' },
      { name: 'tags', type: 'string[]' },
    ],
  },
  primaryType: 'Order',
  domain: { salt: `0x${'ab'.repeat(32)}` },
  message: {
    items: [
      [
        { token: address, tags: ['a', 'ü'] },
        { token: address, tags: [] },
      ],
    ],
    salt: '0x01020304050607',
    blob: '0x',
    flags: [true, false],
    change: -5,
  },
};

const asDefinition = (data: object): TypedDataDefinition => data as TypedDataDefinition;

describe('the signer process, asked for more than transactions', () => {
  it('signs messages that viem and tweetnacl accept', async () => {
    const { client } = await SignerHarness.known();
    const message = 'Sign in to example.org – 😀';
    const onEvm = await client.signMessage({ ...EVM, kind: 'evm-message', message });
    expect(await verifyMessage({ address, message, signature: asSignature(onEvm) })).toBe(true);
    const onSolana = await client.signMessage({ ...SOLANA, kind: 'solana-message', message });
    const bytes = Buffer.from(onSolana, 'hex');
    expect(nacl.sign.detached.verify(Buffer.from(message), bytes, base58.decode(KNOWN_SOLANA_KEY.address))).toBe(true);
  });

  it.each([
    ['a permit', PERMIT],
    ['nested lists of structs', ORDERS],
  ])('signs typed data that viem accepts: %s', async (_, data) => {
    const { client } = await SignerHarness.known();
    const signature = asSignature(await client.signTypedData({ ...EVM, typedData: JSON.stringify(data) }));
    expect(await verifyTypedData({ ...asDefinition(data), address, signature })).toBe(true);
    const own = ownHash(data);
    expect(own.ok && `0x${Buffer.from(own.value.digest).toString('hex')}`).toBe(hashTypedData(asDefinition(data)));
  });

  it('signs the same bytes again for the same question', async () => {
    const { client } = await SignerHarness.known();
    const request = { ...EVM, typedData: JSON.stringify(PERMIT) };
    expect(await client.signTypedData(request)).toBe(await client.signTypedData(request));
  });

  it('refuses by code what it never signs', async () => {
    const { client } = await SignerHarness.known();
    const typedData = JSON.stringify({ ...PERMIT, message: { ...PERMIT.message, hidden: 1 } });
    expect(await refusalOf(() => client.signTypedData({ ...EVM, typedData }))).toBe('INVALID_TRANSACTION/TYPED_DATA');
    expect(await refusalOf(() => client.signMessage({ ...SOLANA, kind: 'solana-message', message: '\u0001\u0000' }))).toBe(
      'INVALID_TRANSACTION/MESSAGE_NOT_PRINTABLE',
    );
    expect(await refusalOf(() => client.signMessage({ ...EVM, kind: 'solana-message', message: 'Hello' }))).toBe(
      'UNSUPPORTED_TX_TYPE/OTHER_CHAIN',
    );
  });
});
