import { Keypair, PublicKey, SystemProgram, TransactionMessage } from '@solana/web3.js';
import type { Intent, IntentBody, SolanaTokenLeg } from '@waiaas/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildMessage, type SolanaParams } from '../build/build-message.js';
import { verifyMessage } from './verify-message.js';

const FROM = Keypair.generate().publicKey.toBase58();
const TO = Keypair.generate().publicKey.toBase58();
const MINT = Keypair.generate().publicKey.toBase58();
const OTHER = Keypair.generate().publicKey.toBase58();
const MISMATCH = { code: 'INTERNAL_ERROR', details: { reason: 'INTENT_MISMATCH' } };

const LEG: SolanaTokenLeg = { mint: MINT, program: 'spl-token', to: TO, rentLamports: '2039280' };
const PARAMS: SolanaParams = {
  kind: 'solana',
  blockhash: Keypair.generate().publicKey.toBase58(),
  lastValidBlockHeight: 150,
  computeUnitLimit: 30_000,
  computeUnitPriceMicroLamports: '7',
  createsTokenAccount: true,
  tokens: [LEG, { mint: MINT, program: 'spl-token' }],
};

function intentOf(body: IntentBody, memo?: string): Intent {
  const base = {
    walletId: '01980000-0000-7000-8000-000000000001',
    chain: 'solana',
    network: 'solana-devnet',
    from: FROM,
  } as const;
  return { ...body, ...base, ...(memo === undefined ? {} : { memo }) };
}

const TOKEN = { address: MINT, decimals: 6 };
const TRANSFER = intentOf({ type: 'TRANSFER', to: TO, amount: '5' });
const TOKEN_TRANSFER = intentOf({ type: 'TOKEN_TRANSFER', to: TO, amount: '5', token: TOKEN }, 'invoice 7');
const APPROVE = intentOf({ type: 'APPROVE', spender: TO, amount: '5', token: TOKEN });

function refusal(run: () => void): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('verifyMessage', () => {
  it.each([
    ['a coin transfer', TRANSFER],
    ['a token transfer with a memo', TOKEN_TRANSFER],
    ['an approval', APPROVE],
    ['a revocation', intentOf({ type: 'APPROVE', spender: TO, amount: '0', token: TOKEN })],
    ['an unlimited approval', intentOf({ type: 'APPROVE', spender: TO, amount: (2n ** 256n - 1n).toString(), token: TOKEN })],
  ])('passes the bytes of %s', (_, intent) => {
    expect(() => verifyMessage(buildMessage(intent, PARAMS), intent, PARAMS)).not.toThrow();
  });

  it.each([
    ['another amount', TRANSFER, { ...TRANSFER, amount: '6' }],
    ['another recipient', TRANSFER, { ...TRANSFER, to: OTHER }],
    ['another sender', TRANSFER, { ...TRANSFER, from: OTHER }],
    ['a memo that was not asked for', TRANSFER, { ...TRANSFER, memo: 'x' }],
    ['no memo', TOKEN_TRANSFER, intentOf({ type: 'TOKEN_TRANSFER', to: TO, amount: '5', token: TOKEN })],
    ['other decimals', TOKEN_TRANSFER, { ...TOKEN_TRANSFER, token: { address: MINT, decimals: 5 } }],
    ['a larger allowance', APPROVE, { ...APPROVE, amount: '6' }],
    ['another delegate', APPROVE, { ...APPROVE, spender: OTHER }],
    ['a transfer for an approval', TOKEN_TRANSFER, APPROVE],
  ])('refuses bytes with %s', (_, built, asked) => {
    expect(refusal(() => verifyMessage(buildMessage(built, PARAMS), asked as Intent, PARAMS))).toMatchObject(MISMATCH);
  });

  it.each([
    ['another blockhash', { blockhash: OTHER }],
    ['another unit limit', { computeUnitLimit: 1_400_000 }],
    ['another unit price', { computeUnitPriceMicroLamports: '8' }],
    ['no creation of the account', { tokens: [{ mint: MINT, program: 'spl-token', to: TO }] }],
    ['the other token program', { tokens: [{ ...LEG, program: 'spl-token-2022' }] }],
    ['the recipient itself as the token account', { tokens: [{ mint: MINT, program: 'spl-token', to: TO, isDirect: true }] }],
  ] as const)('refuses bytes made with %s', (_, change) => {
    const bytes = buildMessage(TOKEN_TRANSFER, { ...PARAMS, ...change });
    expect(refusal(() => verifyMessage(bytes, TOKEN_TRANSFER, PARAMS))).toMatchObject(MISMATCH);
  });

  it('refuses an instruction more, and a legacy message', () => {
    const payerKey = new PublicKey(FROM);
    const extra = SystemProgram.transfer({ fromPubkey: payerKey, toPubkey: new PublicKey(OTHER), lamports: 1 });
    const own = SystemProgram.transfer({ fromPubkey: payerKey, toPubkey: new PublicKey(TO), lamports: 5 });
    const message = new TransactionMessage({ payerKey, recentBlockhash: PARAMS.blockhash, instructions: [own, extra] });
    for (const compiled of [message.compileToV0Message(), message.compileToLegacyMessage()]) {
      expect(refusal(() => verifyMessage(compiled.serialize(), TRANSFER, PARAMS))).toMatchObject(MISMATCH);
    }
  });

  it('passes no bytes with a bit flipped anywhere', () => {
    const bytes = buildMessage(TOKEN_TRANSFER, PARAMS);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 0, max: 7 }), (index, bit) => {
        const flipped = Uint8Array.from(bytes);
        flipped[index] = (flipped[index] ?? 0) ^ (1 << bit);
        expect(isPassed(flipped)).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });
});

// The header's counts of read-only accounts change who may write, which the runtime refuses; every other bit is money or identity.
const READ_ONLY_COUNTS = new Set([2, 3]);

function isPassed(bytes: Uint8Array): boolean {
  const original = buildMessage(TOKEN_TRANSFER, PARAMS);
  if ([...READ_ONLY_COUNTS].some((index) => bytes[index] !== original[index])) return false;
  try {
    verifyMessage(bytes, TOKEN_TRANSFER, PARAMS);
    return true;
  } catch {
    return false;
  }
}
