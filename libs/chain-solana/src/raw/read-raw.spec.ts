import { createTransferCheckedInstruction, createTransferInstruction } from '@solana/spl-token';
import { ComputeBudgetProgram, Keypair, PublicKey, SystemProgram, TransactionInstruction } from '@solana/web3.js';
import { DomainError } from '@waiaas/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { legacyRawOf, rawOf } from '../../test/raw-builder.js';
import { signWith } from '../../test/solana-fixture.js';
import type { RawInstruction } from '../decode/decoded-instruction.js';
import { COMPUTE_BUDGET_PROGRAM } from '../program-ids.js';
import { completeWire } from './complete-wire.js';
import { computeBudgetOf } from './compute-budget.js';
import { operationsOfInstruction } from './plain-operation.js';
import { rawFeeOf } from './raw-fee.js';
import { readWire } from './wire-transaction.js';

const wallet = Keypair.generate();
const other = Keypair.generate();
const stranger = Keypair.generate();
const address = wallet.publicKey.toBase58();
const blockhash = Keypair.generate().publicKey.toBase58();

const pay = SystemProgram.transfer({ fromPubkey: wallet.publicKey, toPubkey: stranger.publicKey, lamports: 5 });
const own = { payer: wallet.publicKey, blockhash };

async function refusalOf(act: () => unknown): Promise<string> {
  try {
    await act();
    return 'accepted';
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const reason = error.details?.['reason'];
    return typeof reason === 'string' ? `${error.code}/${reason}` : error.code;
  }
}

function changed(raw: string, change: (bytes: Buffer) => Buffer): string {
  return change(Buffer.from(raw, 'base64')).toString('base64');
}

describe('the wire form of a foreign transaction', () => {
  it.each([
    ['version 0', rawOf([pay], own)],
    ['legacy', legacyRawOf([pay], own)],
  ])('is read in %s, and completed by the wallet', (_, raw) => {
    const wire = readWire(raw, address);
    expect(wire.message).toMatchObject({ signers: [address], blockhash });
    const unsigned = { kind: 'solana-transaction', payload: Buffer.from(wire.messageBytes).toString('hex') } as const;
    const { raw: completed, hash } = completeWire(wire, signWith(wallet, unsigned));
    expect(readWire(completed, address).messageBytes).toEqual(wire.messageBytes);
    expect(hash).toMatch(/^[1-9A-HJ-NP-Za-km-z]{86,88}$/);
  });

  it('keeps the signatures of others, and is known by the one of its payer alone', () => {
    const both = SystemProgram.transfer({ fromPubkey: wallet.publicKey, toPubkey: other.publicKey, lamports: 5 });
    const complete = (raw: string) => {
      const wire = readWire(raw, address);
      return completeWire(
        wire,
        signWith(wallet, { kind: 'solana-transaction', payload: Buffer.from(wire.messageBytes).toString('hex') }),
      );
    };
    const unsigned = rawOf([both], { payer: other.publicKey, blockhash });
    expect(complete(unsigned).hash).toBeNull();
    const signed = rawOf([both], { payer: other.publicKey, blockhash, signers: [other] });
    const { raw, hash } = complete(signed);
    expect(hash).not.toBeNull();
    expect(Buffer.from(raw, 'base64').subarray(1, 65)).toEqual(Buffer.from(signed, 'base64').subarray(1, 65));
    // A made-up signature of the payer names nothing: following it would show that nothing landed.
    const forged = changed(unsigned, (bytes) => Buffer.concat([bytes.subarray(0, 1), Buffer.alloc(64, 7), bytes.subarray(65)]));
    expect(complete(forged).hash).toBeNull();
  });

  it('takes no signature of anything else', async () => {
    const wire = readWire(rawOf([pay], own), address);
    const elsewhere = readWire(rawOf([pay, pay], own), address);
    const signature = signWith(wallet, {
      kind: 'solana-transaction',
      payload: Buffer.from(elsewhere.messageBytes).toString('hex'),
    });
    for (const wrong of [signature, signature.slice(2), 'zz'.repeat(64), ''])
      expect(await refusalOf(() => completeWire(wire, wrong))).toBe('INTERNAL_ERROR/SIGNATURE_MISMATCH');
  });

  it.each([
    [
      'another wallet signs',
      rawOf([SystemProgram.transfer({ fromPubkey: other.publicKey, toPubkey: wallet.publicKey, lamports: 5 })], {
        payer: other.publicKey,
        blockhash,
      }),
      'WALLET_NOT_SIGNER',
    ],
    ['it is no base64', '0x0!', 'INVALID_TRANSACTION/NOT_BASE64'],
    ['it is empty', '', 'INVALID_TRANSACTION/MALFORMED'],
    [
      'it has bytes after its end',
      changed(rawOf([pay], own), (bytes) => Buffer.concat([bytes, Buffer.of(0)])),
      'INVALID_TRANSACTION/MALFORMED',
    ],
    [
      'it has a signature too many',
      changed(rawOf([pay], own), (bytes) => Buffer.concat([Buffer.of(2), Buffer.alloc(64), bytes.subarray(1)])),
      'INVALID_TRANSACTION/SIGNATURE_COUNT',
    ],
    [
      'it is of a version to come',
      changed(rawOf([pay], own), (bytes) => {
        bytes[65] = 0x81;
        return bytes;
      }),
      'UNSUPPORTED_TX_TYPE/SOLANA_VERSION',
    ],
    [
      'it has no room in a packet',
      changed(rawOf([pay], own), (bytes) => Buffer.concat([bytes, Buffer.alloc(1300)])),
      'INVALID_TRANSACTION/MALFORMED',
    ],
  ])('is refused where %s', async (_, raw, refusal) => {
    expect(await refusalOf(() => readWire(raw, address))).toBe(refusal);
  });

  it('is read to the very bytes it was, or refused by code, whatever is changed in it', () => {
    const raw = Buffer.from(rawOf([pay, pay], own), 'base64');
    fc.assert(
      fc.property(fc.nat({ max: raw.length - 1 }), fc.nat({ max: 255 }), fc.nat({ max: 3 }), (position, byte, cut) => {
        const bytes = Buffer.from(raw.subarray(0, raw.length - cut));
        bytes[position % bytes.length] = byte;
        try {
          const { messageBytes } = readWire(bytes.toString('base64'), address);
          expect(Buffer.from(messageBytes)).toEqual(bytes.subarray(65));
        } catch (error) {
          expect(error).toMatchObject({
            code: expect.stringMatching(/^(INVALID_TRANSACTION|UNSUPPORTED_TX_TYPE|WALLET_NOT_SIGNER)$/),
          });
        }
      }),
      { numRuns: 500, interruptAfterTimeLimit: 8000 },
    );
  });
});

const rawInstruction = ({ programId, keys, data }: TransactionInstruction): RawInstruction => ({
  program: programId.toBase58(),
  accounts: keys.map(({ pubkey }) => pubkey.toBase58()),
  data,
});
const budgetData = (...bytes: number[]): RawInstruction => ({
  program: COMPUTE_BUDGET_PROGRAM,
  accounts: [],
  data: Buffer.from(bytes),
});

describe('the fee of a foreign transaction', () => {
  it('is every signature and all the compute it may use, at its price', () => {
    const instructions = [
      ComputeBudgetProgram.setComputeUnitLimit({ units: 300_000 }),
      ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 2_000_000 }),
      pay,
    ].map(rawInstruction);
    expect(rawFeeOf(2, instructions, computeBudgetOf(instructions))).toBe(10_000n + 600_000n);
  });

  it('takes the largest limit there is where none is stated', () => {
    const price = rawInstruction(ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 1_000_000 }));
    const of = (count: number) => computeBudgetOf([price, ...Array.from({ length: count }, () => rawInstruction(pay))]).unitLimit;
    expect([of(1), of(3), of(20)]).toEqual([200_000, 600_000, 1_400_000]);
  });

  it('counts a huge price whatever follows it in its bytes', () => {
    const price = budgetData(3, 255, 255, 255, 255, 255, 255, 255, 255, 9, 9);
    expect(computeBudgetOf([price]).unitPriceMicroLamports).toBe(2n ** 64n - 1n);
  });

  it.each([
    ['an unknown budget', [budgetData(9, 0, 0, 0, 0)]],
    ['the abandoned one', [budgetData(0, 1, 0, 0, 0, 1, 0, 0, 0)]],
    ['a price that is cut off', [budgetData(3, 1, 1)]],
    ['an empty one', [budgetData()]],
    ['two limits', [budgetData(2, 1, 0, 0, 0), budgetData(2, 2, 0, 0, 0)]],
  ])('is not told for %s', async (_, instructions) => {
    expect(await refusalOf(() => computeBudgetOf(instructions))).toBe('INVALID_TRANSACTION/COMPUTE_BUDGET');
  });
});

describe('what an instruction of a foreign transaction does', () => {
  const [source, destination, mint] = [Keypair.generate(), Keypair.generate(), Keypair.generate()].map(
    (key) => key.publicKey,
  ) as [typeof wallet.publicKey, typeof wallet.publicKey, typeof wallet.publicKey];
  const [sourceKey, destinationKey, mintKey] = [source.toBase58(), destination.toBase58(), mint.toBase58()];
  const tokenAccounts = [
    { address: sourceKey, owner: address, mint: mintKey },
    { address: destinationKey, owner: stranger.publicKey.toBase58(), mint: mintKey },
  ];
  const read = (instruction: TransactionInstruction, known = tokenAccounts) =>
    operationsOfInstruction(rawInstruction(instruction), { wallet: address, tokenAccounts: known });

  it('is the payment or transfer that the wallet could send itself', () => {
    expect(read(pay)).toEqual([{ type: 'TRANSFER', to: stranger.publicKey.toBase58(), amount: '5' }]);
    const moved = { type: 'TOKEN_TRANSFER', to: stranger.publicKey.toBase58(), amount: '7', token: mintKey };
    expect(read(createTransferCheckedInstruction(source, mint, destination, wallet.publicKey, 7, 6))).toEqual([moved]);
    expect(read(createTransferInstruction(source, destination, wallet.publicKey, 7))).toEqual([moved]);
  });

  it('pays the token account itself where nobody knows its owner', () => {
    const transfer = createTransferCheckedInstruction(source, mint, destination, wallet.publicKey, 7, 6);
    expect(read(transfer, [])).toMatchObject([{ to: destinationKey }]);
    // Without the source's mint nobody knows what moves: it stays a call.
    expect(read(createTransferInstruction(source, destination, wallet.publicKey, 7), [])).toMatchObject([
      { type: 'CONTRACT_CALL' },
    ]);
  });

  it('is a call of its program in every other form', () => {
    const longer = new TransactionInstruction({ ...pay, data: Buffer.concat([pay.data, Buffer.of(0)]) });
    const signers = createTransferCheckedInstruction(source, mint, destination, other.publicKey, 7, 6, [wallet.publicKey]);
    const assign = SystemProgram.assign({ accountPubkey: wallet.publicKey, programId: stranger.publicKey });
    for (const one of [longer, signers, assign]) expect(read(one)).toMatchObject([{ type: 'CONTRACT_CALL' }]);
  });

  it('is nothing for a budget or a memo', () => {
    const memos = ['MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr', 'Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo'];
    const writing = (program: string) =>
      new TransactionInstruction({ programId: new PublicKey(program), keys: [], data: Buffer.from('hello') });
    for (const one of [ComputeBudgetProgram.setComputeUnitLimit({ units: 5 }), ...memos.map(writing)])
      expect(read(one)).toEqual([]);
  });
});
