import { createPrivateKey, sign } from 'node:crypto';
import { Keypair, PublicKey, SystemProgram, TransactionMessage, VersionedTransaction } from '@solana/web3.js';
import { canonicalAddress } from '@waiaas/core';
import { describe, expect, it } from 'vitest';
import { assemble } from './assemble.js';

const KEY = Keypair.fromSeed(Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex'));
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

function message(recentBlockhash = KEY.publicKey.toBase58()): VersionedTransaction {
  const instructions = [SystemProgram.transfer({ fromPubkey: KEY.publicKey, toPubkey: KEY.publicKey, lamports: 7 })];
  return new VersionedTransaction(
    new TransactionMessage({ payerKey: KEY.publicKey, recentBlockhash, instructions }).compileToV0Message(),
  );
}

function signed(payload: Uint8Array): string {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, KEY.secretKey.subarray(0, 32)]), format: 'der', type: 'pkcs8' });
  return sign(null, payload, key).toString('hex');
}

describe('assemble', () => {
  it('gives the bytes and hash that web3.js gives for the same key (RFC 8032, test 1)', () => {
    const transaction = message();
    const payload = transaction.message.serialize();
    const result = assemble({ kind: 'solana-transaction', payload: Buffer.from(payload).toString('hex') }, signed(payload));
    transaction.sign([KEY]);
    expect(result.raw).toBe(Buffer.from(transaction.serialize()).toString('base64'));
    expect(KEY.publicKey.toBase58()).toBe('FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z');
  });

  it('refuses a signature over other bytes', () => {
    const payload = Buffer.from(message().message.serialize()).toString('hex');
    const other = message(new PublicKey(new Uint8Array(32).fill(9)).toBase58()).message.serialize();
    expect(() => assemble({ kind: 'solana-transaction', payload }, signed(other))).toThrow();
  });

  it('belongs to an address that counts letter by letter', () => {
    const address = KEY.publicKey.toBase58();
    expect(canonicalAddress('solana', address)).toBe(address);
    expect(canonicalAddress('solana', address.toLowerCase())).not.toBe(address);
    // `l` and `0` are no digits of base58, so most changes of case are no address at all.
    expect(canonicalAddress('solana', address.replace('L', 'l'))).toBeUndefined();
  });
});
