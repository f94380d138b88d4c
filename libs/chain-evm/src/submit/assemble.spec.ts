import { secp256k1 } from '@noble/curves/secp256k1';
import fc from 'fast-check';
import { hexToBytes, keccak256, parseTransaction, recoverTransactionAddress, type Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { anyIntent, anyNonce, anyParams, NETWORK } from '../../test/intent-arbitraries.js';
import { buildTransaction } from '../build/build-transaction.js';
import { assembleTransaction } from './assemble.js';
import { SenderKeys } from './sender-keys.js';

const KEY = '11'.repeat(32);
const FROM = privateKeyToAccount(`0x${KEY}`).address;
const MISMATCH = 'INTERNAL_ERROR';

function signatureOf(payload: string): ReturnType<typeof secp256k1.sign> {
  return secp256k1.sign(hexToBytes(keccak256(hexToBytes(`0x${payload}`))), KEY);
}

const asText = (signature: ReturnType<typeof secp256k1.sign>): string =>
  `${signature.toCompactHex()}0${String(signature.recovery)}`;

const anyUnsigned = fc
  .tuple(anyIntent, anyParams, anyNonce)
  .map(([intent, params, nonce]) => buildTransaction({ network: NETWORK, intent: { ...intent, from: FROM }, params, nonce }));

/** A sender nothing is known of, and one whose key was learnt from an earlier signature. */
function acquaintances(): readonly [string, SenderKeys][] {
  const [first] = fc.sample(anyUnsigned, { numRuns: 1, seed: 3 });
  if (first === undefined) throw new Error('nothing sampled');
  const known = new SenderKeys();
  assembleTransaction(first, asText(signatureOf(first.payload)), known);
  return [
    ['a new sender', new SenderKeys()],
    ['a known sender', known],
  ];
}

describe.each(acquaintances())('joining payload and signature of %s', (_, senders) => {
  it('gives the bytes, hash and sender that viem finds in them, for every kind of request', async () => {
    await fc.assert(
      fc.asyncProperty(anyUnsigned, async (unsigned) => {
        const { raw, hash } = assembleTransaction(unsigned, asText(signatureOf(unsigned.payload)), senders);
        expect(hash).toBe(keccak256(raw as Hex));
        expect(await recoverTransactionAddress({ serializedTransaction: raw as `0x02${string}` })).toBe(FROM);
        const { r, s, v, yParity, ...body } = parseTransaction(raw as Hex);
        expect(body).toEqual(parseTransaction(`0x${unsigned.payload}`));
        expect([r, s, v, yParity].some((part) => part !== undefined)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses the malleable twin of a good signature (EIP-2)', () => {
    fc.assert(
      fc.property(anyUnsigned, (unsigned) => {
        const good = signatureOf(unsigned.payload);
        const twin = new secp256k1.Signature(good.r, secp256k1.CURVE.n - good.s).addRecoveryBit(1 - good.recovery);
        expect(() => assembleTransaction(unsigned, asText(twin), senders)).toThrowError(MISMATCH);
      }),
      { numRuns: 20 },
    );
  });

  it('refuses a signature over other bytes, a wrong parity, and lengths that are none', () => {
    const [unsigned, other] = fc.sample(anyUnsigned, { numRuns: 2, seed: 1 });
    if (unsigned === undefined || other === undefined) throw new Error('nothing sampled');
    const good = asText(signatureOf(unsigned.payload));
    const bad = [
      asText(signatureOf(other.payload)),
      asText(secp256k1.sign(hexToBytes(keccak256(hexToBytes(`0x${unsigned.payload}`))), '22'.repeat(32))),
      good.slice(0, -1) + (good.endsWith('0') ? '1' : '0'),
      good.slice(0, -2),
      `${good.slice(0, -2)}1b`,
      '',
      `${'00'.repeat(64)}00`,
      `${'ff'.repeat(64)}00`,
    ];
    for (const signature of bad) expect(() => assembleTransaction(unsigned, signature, senders)).toThrowError(MISMATCH);
    expect(assembleTransaction(unsigned, `0x${good}`, senders)).toEqual(assembleTransaction(unsigned, good));
  });

  it('refuses a payload that nobody said the sender of', () => {
    const [unsigned] = fc.sample(anyUnsigned, { numRuns: 1, seed: 2 });
    if (unsigned === undefined) throw new Error('nothing sampled');
    const { kind, payload } = unsigned;
    expect(() => assembleTransaction({ kind, payload }, asText(signatureOf(payload)), senders)).toThrowError(MISMATCH);
  });
});
