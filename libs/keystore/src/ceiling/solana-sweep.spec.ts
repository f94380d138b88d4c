import { base58 } from '@scure/base';
import { describe, expect, it } from 'vitest';
import { account, encodeMessage } from '../../test/encoders.js';
import { decodeSolanaPayload } from '../payloads/solana-payload.js';
import { associatedTokenAccount } from './associated-token.js';
import { isSolanaSweepTo } from './solana-sweep.js';

const WALLET = account(1);
const OWNER = account(2);
const MINT = account(3);
const THIEF = account(4);
const SYSTEM = account(0);
const COMPUTE = base58.decode('ComputeBudget111111111111111111111111111111');
const TOKEN = base58.decode('TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA');
const TOKEN_2022 = base58.decode('TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb');
const ASSOCIATED = base58.decode('ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL');
/** As the SPL library derives them. */
const OWNED = base58.decode('BKbxqhBJfLZNgac5dEUesF1V5xRZSzxDkcpQBAy4c8sw');
const STOLEN = base58.decode('8Pn2Zv9YKduT1C72iQR28i4L9R5acUCJ61DFrdGwf1Sf');
const SOURCE = account(5);

const ACCOUNTS = [WALLET, OWNER, MINT, THIEF, SOURCE, OWNED, STOLEN, SYSTEM, COMPUTE, TOKEN, TOKEN_2022, ASSOCIATED];
const at = (...accounts: readonly Uint8Array[]): number[] => accounts.map((one) => ACCOUNTS.indexOf(one));

interface Step {
  readonly program: number;
  readonly accounts: readonly number[];
  readonly data: Uint8Array;
}

const step = (program: Uint8Array, accounts: readonly Uint8Array[], data: Uint8Array): Step => ({
  program: ACCOUNTS.indexOf(program),
  accounts: at(...accounts),
  data,
});
const budget = step(COMPUTE, [], Uint8Array.of(2, 9, 0, 0, 0));
const coin = (to: Uint8Array, from = WALLET) => step(SYSTEM, [from, to], Uint8Array.of(2, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0));
const tokens = (to: Uint8Array, tag = 12, program = TOKEN) =>
  step(program, [SOURCE, MINT, to, WALLET], Uint8Array.of(tag, 9, 0, 0, 0, 0, 0, 0, 0, 6));
const creation = (made: Uint8Array, owner: Uint8Array) =>
  step(ASSOCIATED, [WALLET, made, owner, MINT, SYSTEM, TOKEN], Uint8Array.of(1));

function isSweep(...instructions: readonly Step[]): boolean {
  const shape = { requiredSignatures: 1, readonlySigned: 0, readonlyUnsigned: 5, accounts: ACCOUNTS, blockhash: account(9) };
  return isSolanaSweepTo(decodeSolanaPayload(encodeMessage({ ...shape, instructions })), WALLET, base58.encode(OWNER));
}

describe('the associated account of an owner', () => {
  it.each([
    [TOKEN, OWNER, 'BKbxqhBJfLZNgac5dEUesF1V5xRZSzxDkcpQBAy4c8sw'],
    [TOKEN_2022, OWNER, 'DB2rSUqWCtYs8BwzuLqJZK1DfqQ22eeudg4LBS1X6Urh'],
    [TOKEN, THIEF, '8Pn2Zv9YKduT1C72iQR28i4L9R5acUCJ61DFrdGwf1Sf'],
    [TOKEN_2022, THIEF, '6ZcHH4yqYgPwuS8Hg2fUjGvK1UUhTdTckWVP3raACw4E'],
  ])('is the one that the SPL library derives', (tokenProgram, owner, expected) => {
    const made = associatedTokenAccount(owner, { mint: MINT, tokenProgram, program: ASSOCIATED });
    expect(base58.encode(made ?? new Uint8Array(0))).toBe(expected);
  });
});

describe('a message that pays the owner', () => {
  it.each<[string, readonly Step[]]>([
    ['in coin', [coin(OWNER)]],
    ['in coin at a price', [budget, coin(OWNER)]],
    ['in tokens', [tokens(OWNED)]],
    ['in tokens, with the account they go to', [budget, creation(OWNED, OWNER), tokens(OWNED)]],
  ])('%s is one', (_, steps) => {
    expect(isSweep(...steps)).toBe(true);
  });

  it.each<[string, readonly Step[]]>([
    ['does nothing', [budget]],
    ['pays another', [coin(THIEF)]],
    ['pays from another account', [coin(OWNER, THIEF)]],
    ['pays the owner and another', [coin(OWNER), coin(THIEF)]],
    ['pays tokens to another', [tokens(STOLEN)]],
    ['pays tokens to an account of the other program', [tokens(OWNED, 12, TOKEN_2022)]],
    ['burns, approves or closes', [tokens(OWNED, 15)]],
    ['makes an account for another beside', [creation(STOLEN, THIEF), tokens(OWNED)]],
    ['makes an account of another for the owner', [creation(STOLEN, OWNER), tokens(OWNED)]],
    ['only makes an account', [creation(OWNED, OWNER)]],
    ['does more beside', [creation(OWNED, OWNER), tokens(OWNED), coin(OWNER)]],
  ])('is none where it %s', (_, steps) => {
    expect(isSweep(...steps)).toBe(false);
  });
});
