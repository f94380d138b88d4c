import type { Intent } from '@waiaas/core';
import fc from 'fast-check';
import { parseTransaction, serializeTransaction } from 'viem';
import { describe, expect, it } from 'vitest';
import { anyAddress, anyIntent, anyNonce, anyParams, NETWORK } from '../../test/intent-arbitraries.js';
import { verifyPayload } from '../decode/verify-payload.js';
import { buildTransaction, type BuildInput } from './build-transaction.js';

const MISMATCH = { name: 'DomainError', code: 'INTERNAL_ERROR', details: { reason: 'INTENT_MISMATCH' } };
const anyInput = fc.record<BuildInput>({
  network: fc.constant(NETWORK),
  intent: anyIntent,
  params: anyParams,
  nonce: anyNonce,
});
const PARAMS = { kind: 'evm', gasLimit: '25200', maxFeePerGas: '3000000000', maxPriorityFeePerGas: '1000000000' } as const;
const ADDRESS = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const TRANSFER: Intent = {
  type: 'TRANSFER',
  to: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  amount: '1',
  walletId: 'w',
  chain: 'ethereum',
  network: NETWORK.name,
  from: ADDRESS,
};

const thrownBy = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};

describe('building a transaction', () => {
  it('gives bytes that decode to exactly the intent, fees and nonce, for every kind of request', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const unsigned = buildTransaction(input);
        const parsed = parseTransaction(`0x${unsigned.payload}`);
        expect(parsed.chainId).toBe(NETWORK.chainId);
        expect(parsed.nonce ?? 0).toBe(input.nonce);
        expect(parsed.gas).toBe(BigInt(input.params.gasLimit));
        expect(unsigned.from).toBe(input.intent.from);
      }),
    );
  });

  it('refuses bytes that were changed anywhere', () => {
    fc.assert(
      fc.property(anyInput, fc.nat(), fc.integer({ min: 1, max: 255 }), (input, place, flip) => {
        const bytes = Buffer.from(buildTransaction(input).payload, 'hex');
        const index = place % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ flip;
        expect(() => {
          verifyPayload(bytes.toString('hex'), input);
        }).toThrowError();
      }),
      { numRuns: 500 },
    );
  });

  it('refuses the bytes of another intent, however alike', () => {
    fc.assert(
      fc.property(anyInput, anyIntent, anyAddress, (input, other, to) => {
        const { payload } = buildTransaction(input);
        const variants = [other, 'to' in input.intent ? { ...input.intent, to } : other];
        for (const intent of variants) {
          fc.pre(JSON.stringify(intent) !== JSON.stringify(input.intent));
          expect(
            thrownBy(() => {
              verifyPayload(payload, { ...input, intent });
            }),
          ).toMatchObject(MISMATCH);
        }
      }),
    );
  });

  it('refuses an access list, which costs gas the intent did not ask for', () => {
    const accessList = [{ address: ADDRESS, storageKeys: [] }] as const;
    const { payload } = buildTransaction({ network: NETWORK, intent: TRANSFER, params: PARAMS, nonce: 7 });
    const heavier = serializeTransaction({ ...parseTransaction(`0x02${payload.slice(2)}`), accessList });
    const input = { network: NETWORK, intent: TRANSFER, params: PARAMS, nonce: 7 };
    expect(
      thrownBy(() => {
        verifyPayload(heavier.slice(2), input);
      }),
    ).toMatchObject(MISMATCH);
  });

  it('refuses an intent for another network', () => {
    const intent: Intent = { ...TRANSFER, network: 'base-mainnet' };
    expect(thrownBy(() => buildTransaction({ network: NETWORK, intent, params: PARAMS, nonce: 0 }))).toMatchObject(MISMATCH);
  });

  it('refuses what cannot be encoded without quoting it', () => {
    const intent: Intent = { ...TRANSFER, to: '0xnot-an-address' };
    const error = thrownBy(() => buildTransaction({ network: NETWORK, intent, params: PARAMS, nonce: 0 }));
    expect(error).toMatchObject(MISMATCH);
    expect(String(error)).not.toContain('not-an-address');
  });

  it('refuses a batch, Solana parts, an SPL token and more than one of an ERC-721 token', () => {
    const token = { address: ADDRESS, tokenId: '1' };
    const bodies = [
      { ...TRANSFER, type: 'BATCH', instructions: [] },
      { ...TRANSFER, type: 'CONTRACT_CALL', contractAddress: ADDRESS, calldata: '0x', accounts: [] },
      { ...TRANSFER, type: 'NFT_TRANSFER', token: { ...token, standard: 'SPL' } },
      { ...TRANSFER, type: 'NFT_TRANSFER', amount: '2', token: { ...token, standard: 'ERC-721' } },
    ] as readonly Intent[];
    const codes = bodies.map((intent) =>
      thrownBy(() => buildTransaction({ network: NETWORK, intent, params: PARAMS, nonce: 0 })),
    );
    expect(codes).toMatchObject([{ code: 'BATCH_NOT_SUPPORTED' }, MISMATCH, MISMATCH, MISMATCH]);
  });

  // The unsigned form of a type 2 transaction as EIP-1559 defines it: 0x02 ‖ rlp of nine fields.
  it('gives the bytes EIP-1559 prescribes', () => {
    const { payload } = buildTransaction({ network: NETWORK, intent: TRANSFER, params: PARAMS, nonce: 7 });
    expect(payload).toBe(
      '02ea8301 4a3407843b9aca0084b2d05e00826270 9470997970c51812dc3a010c7d01b50e0d17dc79c8 0180c0'.replaceAll(' ', ''),
    );
  });
});
