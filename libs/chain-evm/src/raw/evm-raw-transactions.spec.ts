import { networkOf } from '@waiaas/core';
import fc from 'fast-check';
import {
  parseTransaction,
  recoverTransactionAddress,
  serializeTransaction,
  toRlp,
  type Hex,
  type TransactionSerializable,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { EvmRawTransactions } from './evm-raw-transactions.js';

const account = privateKeyToAccount(`0x${'46'.repeat(32)}`);
const other = privateKeyToAccount(`0x${'47'.repeat(32)}`);
const TO = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const SEPOLIA = 11155111;

const raws = new EvmRawTransactions(networkOf('ethereum-sepolia'), () => Promise.resolve(0n));
const read = (raw: string) => raws.read(raw, account.address);

async function refusalOf(act: () => unknown): Promise<string> {
  try {
    await act();
    return 'accepted';
  } catch (error) {
    const { code, details } = error as { code?: string; details?: { reason?: string } };
    return [code, details?.reason].filter((part) => part !== undefined).join('/');
  }
}

const CALL = { chainId: SEPOLIA, nonce: 7, gas: 21_000n, to: TO, value: 5n } as const;
const TYPES = {
  legacy: { ...CALL, type: 'legacy', gasPrice: 30n },
  eip2930: { ...CALL, type: 'eip2930', gasPrice: 30n, accessList: [{ address: TO, storageKeys: [`0x${'00'.repeat(32)}`] }] },
  eip1559: { ...CALL, type: 'eip1559', maxFeePerGas: 30n, maxPriorityFeePerGas: 2n },
} as const satisfies Record<string, TransactionSerializable>;

describe('a foreign EVM transaction', () => {
  it.each(Object.entries(TYPES))('of type %s is read with its fee, nonce and operation', async (_, transaction) => {
    const raw = serializeTransaction(transaction);
    expect(await read(raw)).toMatchObject({
      unsigned: { kind: 'evm-transaction', payload: raw.slice(2), from: account.address },
      operations: [{ type: 'TRANSFER', to: TO, amount: '5' }],
      maxFee: 630_000n,
      nonce: 7,
    });
  });

  it.each(Object.entries(TYPES))('of type %s is completed by the signature over its payload alone', async (_, transaction) => {
    const raw = serializeTransaction(transaction);
    const signed = await account.signTransaction(transaction);
    const { r = '0x', s = '0x', yParity = 0 } = parseTransaction(signed);
    const signature = `${r.slice(2)}${s.slice(2)}0${String(yParity)}`;
    const completed = raws.complete(raw, account.address, signature);
    expect(completed.raw).toBe(signed);
    expect(await recoverTransactionAddress({ serializedTransaction: completed.raw as never })).toBe(account.address);
    expect(await refusalOf(() => raws.complete(raw, other.address, signature))).toBe('INTERNAL_ERROR/SIGNATURE_MISMATCH');
  });

  it('with data is a call, and without a recipient a deployment', async () => {
    const call = serializeTransaction({ ...TYPES.eip1559, data: '0xa9059cbb' });
    expect((await read(call)).operations).toEqual([
      { type: 'CONTRACT_CALL', contractAddress: TO, amount: '5', calldata: '0xa9059cbb' },
    ]);
    const { to: _, ...nowhere } = TYPES.eip1559;
    const deploy = serializeTransaction({ ...nowhere, data: '0x6000' });
    expect((await read(deploy)).operations).toEqual([{ type: 'CONTRACT_DEPLOY', amount: '5', calldata: '0x6000' }]);
  });

  it.each([
    [
      'a legacy one without a chain id',
      serializeTransaction({ ...TYPES.legacy, chainId: undefined } as never),
      'UNSUPPORTED_TX_TYPE/EVM_WITHOUT_CHAIN_ID',
    ],
    [
      'one with chain id zero',
      toRlp(['0x07', '0x1e', '0x5208', TO.toLowerCase() as Hex, '0x05', '0x', '0x', '0x', '0x']),
      'UNSUPPORTED_TX_TYPE/EVM_WITHOUT_CHAIN_ID',
    ],
    ['one for another chain', serializeTransaction({ ...TYPES.eip1559, chainId: 1 }), 'CHAIN_ID_MISMATCH'],
    ['one with blobs', `0x03${toRlp(['0x01']).slice(2)}`, 'UNSUPPORTED_TX_TYPE/EVM_TYPE'],
    ['one with authorisations', `0x04${toRlp(['0x01']).slice(2)}`, 'UNSUPPORTED_TX_TYPE/EVM_TYPE'],
    ['a hash', `0x${'ab'.repeat(32)}`, 'UNSUPPORTED_TX_TYPE/EVM_TYPE'],
    ['bytes after the end', `${serializeTransaction(TYPES.eip1559)}00`, 'INVALID_TRANSACTION/MALFORMED'],
    [
      'a tip above the fee',
      `0x02${toRlp(['0xaa36a7', '0x07', '0x05', '0x02', '0x5208', TO.toLowerCase() as Hex, '0x05', '0x', []]).slice(2)}`,
      'INVALID_TRANSACTION/MALFORMED',
    ],
    [
      'a number with a zero before it',
      `0x02${toRlp(['0xaa36a7', '0x0007', '0x02', '0x05', '0x5208', TO.toLowerCase() as Hex, '0x05', '0x', []]).slice(2)}`,
      'INVALID_TRANSACTION/NOT_CANONICAL',
    ],
    ['nothing', '0x', 'INVALID_TRANSACTION/NOT_HEX'],
    ['base64', 'AQAB', 'INVALID_TRANSACTION/NOT_HEX'],
  ])('is refused: %s', async (_, raw, refusal) => {
    expect(await refusalOf(() => read(raw))).toBe(refusal);
  });

  it('that is signed is refused, by others as wanting another signer', async () => {
    expect(await refusalOf(async () => read(await account.signTransaction(TYPES.eip1559)))).toBe(
      'INVALID_TRANSACTION/ALREADY_SIGNED',
    );
    expect(await refusalOf(async () => read(await other.signTransaction(TYPES.eip1559)))).toBe('WALLET_NOT_SIGNER');
    expect(await refusalOf(async () => read(await other.signTransaction(TYPES.legacy)))).toBe('WALLET_NOT_SIGNER');
  });

  it('reads to exactly the bytes it was, or is refused by code, whatever they are', async () => {
    const changed = fc.tuple(fc.constantFrom(...Object.values(TYPES)), fc.nat({ max: 200 }), fc.nat({ max: 255 }));
    await fc.assert(
      fc.asyncProperty(changed, async ([transaction, position, byte]) => {
        const bytes = Buffer.from(serializeTransaction(transaction).slice(2), 'hex');
        bytes[position % bytes.length] = byte;
        const raw = `0x${bytes.toString('hex')}`;
        try {
          expect((await read(raw)).unsigned.payload).toBe(raw.slice(2));
        } catch (error) {
          expect(error).toMatchObject({
            code: expect.stringMatching(/^(INVALID_TRANSACTION|UNSUPPORTED_TX_TYPE|CHAIN_ID_MISMATCH|WALLET_NOT_SIGNER)$/),
          });
        }
      }),
      { numRuns: 400, interruptAfterTimeLimit: 8000 },
    );
  });
});
