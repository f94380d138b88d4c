import { base58 } from '@scure/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { account, encodeMessage } from '../../test/encoders.js';
import { decodeSolanaPayload } from '../payloads/solana-payload.js';
import { solanaOutlay } from './solana-outlay.js';

const WALLET = account(1);
const OTHER = account(2);
const SYSTEM = account(0);
const COMPUTE = base58.decode('ComputeBudget111111111111111111111111111111');
const TOKEN = base58.decode('TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA');
const TOKEN_2022 = base58.decode('TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb');
const ASSOCIATED = base58.decode('ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL');
const MEMO = base58.decode('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr');
const OLD_MEMO = base58.decode('Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo');
const PRECOMPILE = base58.decode('Ed25519SigVerify111111111111111111111111111');
const UNKNOWN = account(77);
const PROGRAMS = [SYSTEM, COMPUTE, TOKEN, ASSOCIATED, MEMO, UNKNOWN, TOKEN_2022, PRECOMPILE, OLD_MEMO];
/** Index of the first program among the accounts: after the wallet and another one. */
const FIRST = 2;
const at = (program: Uint8Array): number => FIRST + PROGRAMS.indexOf(program);

interface Step {
  readonly program: number;
  readonly accounts: readonly number[];
  readonly data: Uint8Array;
}

function outlayOf(...instructions: readonly Step[]) {
  const message = encodeMessage({
    requiredSignatures: 1,
    readonlySigned: 0,
    readonlyUnsigned: PROGRAMS.length,
    accounts: [WALLET, OTHER, ...PROGRAMS],
    blockhash: account(9),
    instructions,
  });
  return solanaOutlay(decodeSolanaPayload(message), WALLET, 'd');
}

function system(tag: number, lamports: bigint, size = 12): Uint8Array {
  const data = Buffer.alloc(size);
  data.writeUInt32LE(tag, 0);
  data.writeBigUInt64LE(lamports, 4);
  return data;
}

const transfer = (lamports: bigint, accounts: readonly number[] = [0, 1]): Step => ({
  program: at(SYSTEM),
  accounts,
  data: system(2, lamports),
});

function budget(tag: number, value: bigint, size: number): Step {
  const data = Buffer.alloc(size);
  data[0] = tag;
  if (size === 9) data.writeBigUInt64LE(value, 1);
  else data.writeUInt32LE(Number(value), 1);
  return { program: at(COMPUTE), accounts: [], data };
}

describe('the lamports a message can take', () => {
  it('are the sum of its transfers and new accounts, and nothing for what another account pays', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(0n, 2n ** 63n), { maxLength: 5 }), (amounts) => {
        const steps = [...amounts.map((amount) => transfer(amount)), transfer(7n, [1, 1])];
        expect(outlayOf(...steps).value).toBe(amounts.reduce((sum, amount) => sum + amount, 0n));
      }),
      { numRuns: 50 },
    );
    expect(outlayOf({ program: at(SYSTEM), accounts: [0, 1], data: system(0, 5n, 52) }).value).toBe(5n);
  });

  it('include the rent of a token account, and none for what token programs do', () => {
    const create = (token: Uint8Array): Step => ({
      program: at(ASSOCIATED),
      accounts: [0, 1, 1, 1, at(SYSTEM), at(token)],
      data: Uint8Array.of(1),
    });
    expect(outlayOf(create(TOKEN)).value).toBe(2_039_280n);
    expect(outlayOf(create(TOKEN_2022)).value).toBe(5_000_000n);
    expect(outlayOf({ program: at(TOKEN), accounts: [1, 1, 0], data: Uint8Array.of(3, 1, 0, 0, 0, 0, 0, 0, 0) }).value).toBe(0n);
    expect(
      outlayOf({ program: at(TOKEN_2022), accounts: [1, 1, 0], data: Uint8Array.of(12, 1, 0, 0, 0, 0, 0, 0, 0, 6) }).value,
    ).toBe(0n);
  });

  it.each<[string, Step]>([
    ['gives the wallet to an unknown program', { program: at(UNKNOWN), accounts: [0], data: new Uint8Array() }],
    ['assigns the wallet to a program', { program: at(SYSTEM), accounts: [0], data: Buffer.alloc(36, 1) }],
    ['withdraws from a nonce account', { program: at(SYSTEM), accounts: [1, 1, 1, 1, 0], data: system(5, 1n) }],
    ['has a transfer that is cut short', { program: at(SYSTEM), accounts: [0, 1], data: system(2, 1n).subarray(0, 11) }],
    [
      'makes a token account larger at its cost',
      { program: at(TOKEN_2022), accounts: [1, 0, 3, 1], data: Uint8Array.of(29, 7, 0) },
    ],
    ['founds the native mint at its cost', { program: at(TOKEN_2022), accounts: [0, 1, 3], data: Uint8Array.of(31) }],
    ['has an unknown associated-token instruction', { program: at(ASSOCIATED), accounts: [0], data: Uint8Array.of(9) }],
  ])('are not known where it %s', (_, step) => {
    expect(outlayOf(transfer(1n), step).value).toBeNull();
  });

  it('are known where an unknown program is not given the wallet', () => {
    expect(outlayOf(transfer(1n), { program: at(UNKNOWN), accounts: [1], data: new Uint8Array(4) }).value).toBe(1n);
  });
});

describe('the fee a message can cost', () => {
  it('is the base fee and the price of every unit it may use', () => {
    expect(outlayOf(transfer(1n)).fee).toBe(5000n);
    expect(outlayOf(budget(3, 1_000_000n, 9), transfer(1n)).fee).toBe(5000n + 200_000n);
    expect(outlayOf(budget(3, 1_000_001n, 9), budget(2, 300n, 5), transfer(1n)).fee).toBe(5000n + 301n);
    expect(outlayOf(budget(3, 1_000_000n, 9), budget(2, 4_000_000_000n, 5)).fee).toBe(5000n + 1_400_000n);
  });

  it('is not known beside a precompile, or an unknown budget instruction', () => {
    expect(outlayOf({ program: at(PRECOMPILE), accounts: [], data: Uint8Array.of(1) }).fee).toBeNull();
    expect(outlayOf(budget(0, 1n, 9)).fee).toBeNull();
  });
});

describe('the payment a message is', () => {
  it('is its one transfer with its memo', () => {
    const memo: Step = { program: at(MEMO), accounts: [0], data: Buffer.from('hello') };
    const payment = { type: 'TRANSFER', to: base58.encode(OTHER), amount: 5n, calldata: '0x', memo: 'hello' };
    expect(outlayOf(budget(2, 9n, 5), transfer(5n), memo).payment).toEqual(payment);
    expect(outlayOf(transfer(5n), { ...memo, program: at(OLD_MEMO) }).payment).toEqual(payment);
  });

  it('is none where it does anything else', () => {
    expect(outlayOf(transfer(5n), transfer(5n)).payment).toBeNull();
    expect(outlayOf(transfer(5n), { program: at(TOKEN), accounts: [1], data: Uint8Array.of(9) }).payment).toBeNull();
    expect(outlayOf(transfer(5n, [1, 0])).payment).toBeNull();
  });
});
