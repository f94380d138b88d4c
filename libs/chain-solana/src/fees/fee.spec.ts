import { Keypair } from '@solana/web3.js';
import type { Intent, IntentBody } from '@waiaas/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SolanaParams } from '../build/build-message.js';
import { feeOf } from './fee.js';
import { priceFrom } from './priority-fee.js';

const FROM = Keypair.generate().publicKey.toBase58();

function intentOf(body: IntentBody): Intent {
  return { ...body, walletId: 'w', chain: 'solana', network: 'solana-devnet', from: FROM };
}

function paramsOf(computeUnitLimit: number, price: bigint): SolanaParams {
  return {
    kind: 'solana',
    blockhash: FROM,
    lastValidBlockHeight: 1,
    computeUnitLimit,
    computeUnitPriceMicroLamports: price.toString(),
    createsTokenAccount: false,
  };
}

const TRANSFER = intentOf({ type: 'TRANSFER', to: FROM, amount: '1' });

describe('feeOf', () => {
  it('rounds the priority fee up to whole lamports', () => {
    expect(feeOf(TRANSFER, paramsOf(1, 1n)).maxFee).toBe(5001n);
    expect(feeOf(TRANSFER, paramsOf(1_000_000, 1n)).maxFee).toBe(5001n);
    expect(feeOf(TRANSFER, paramsOf(1_000_001, 1n)).maxFee).toBe(5002n);
    expect(feeOf(TRANSFER, paramsOf(540, 0n)).maxFee).toBe(5000n);
  });

  it('never falls as limit or price rise', () => {
    fc.assert(
      fc.property(fc.nat(1_400_000), fc.nat(1_000_000), fc.nat(1000), (limit, price, more) => {
        const base = feeOf(TRANSFER, paramsOf(limit, BigInt(price))).maxFee;
        expect(feeOf(TRANSFER, paramsOf(limit + more, BigInt(price))).maxFee).toBeGreaterThanOrEqual(base);
        expect(feeOf(TRANSFER, paramsOf(limit, BigInt(price + more))).maxFee).toBeGreaterThanOrEqual(base);
      }),
    );
  });

  it('adds the rent of every account the transaction creates', () => {
    const tokens = [
      { mint: FROM, program: 'spl-token', to: 'a', rentLamports: '2039280' },
      { mint: FROM, program: 'spl-token', to: 'b' },
      { mint: FROM, program: 'spl-token', to: 'c', rentLamports: '20' },
    ] as const;
    expect(feeOf(TRANSFER, { ...paramsOf(0, 0n), tokens })).toEqual({ maxFee: 2_044_300n, rent: 2_039_300n });
  });

  it('counts the signatures a call has checked by a precompiled program', () => {
    const contractAddress = 'Ed25519SigVerify111111111111111111111111111';
    const calldata = Buffer.from([3, 0]).toString('base64');
    const call = intentOf({ type: 'CONTRACT_CALL', contractAddress, amount: '0', calldata });
    expect(feeOf(call, paramsOf(0, 0n)).maxFee).toBe(20_000n);
  });
});

describe('priceFrom', () => {
  it('takes the percentile of what recent blocks took', () => {
    expect(priceFrom([40, 10, 30, 20], { percentile: 50 })).toBe(20);
    expect(priceFrom([40, 10, 30, 20], {})).toBe(30);
    expect(priceFrom([40, 10, 30, 20], { percentile: 100 })).toBe(40);
  });

  it('keeps within minimum and cap whatever the node says', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.nat(1000), (recent, min) => {
        const price = priceFrom(recent, { minMicroLamports: min, maxMicroLamports: 5000 });
        expect(price).toBeGreaterThanOrEqual(min);
        expect(price).toBeLessThanOrEqual(5000);
      }),
    );
    expect(priceFrom([Number.MAX_SAFE_INTEGER], {})).toBe(1_000_000);
    expect(priceFrom([], {})).toBe(0);
  });
});
