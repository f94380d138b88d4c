import { base58, base64 } from '@scure/base';
import { describe, expect, it } from 'vitest';
import { decisionOn, GENEROUS, OPEN, NOW, seen } from '../../../test/verdict.js';
import {
  ASSOCIATED_TOKEN_PROGRAM,
  COMPUTE_BUDGET_PROGRAM,
  SYSTEM_PROGRAM,
  TOKEN_2022_PROGRAM,
  TOKEN_PROGRAM,
} from './programs.js';

const key = (byte: number): string => base58.encode(new Uint8Array(32).fill(byte));

const [WALLET, FRIEND, MINT, OWN, THEIRS, OTHER] = [key(1), key(2), key(3), key(4), key(5), key(6)] as const;

const le = (value: bigint | number, length: number): readonly number[] =>
  Array.from({ length }, (_, index) => Number((BigInt(value) >> BigInt(8 * index)) & 255n));
const u8 = (value: number) => le(value, 1);
const u32 = (value: number) => le(value, 4);
const u64 = (value: bigint | number) => le(value, 8);
const publicKey = (address: string): readonly number[] => [...base58.decode(address)];

const data = (...parts: readonly (readonly number[])[]): string => base64.encode(Uint8Array.from(parts.flat()));

const WORLD = {
  now: NOW,
  settings: OPEN,
  prices: [
    { chain: 'solana', asset: 'native', usd: 180 },
    { chain: 'solana', asset: MINT, usd: 1 },
  ],
  context: {
    tokens: [{ chain: 'solana', address: MINT, decimals: 6 }],
    tokenAccounts: [
      { address: OWN, owner: WALLET, mint: MINT },
      { address: THEIRS, owner: FRIEND, mint: MINT },
    ],
  },
};

interface Call {
  readonly program: string;
  readonly data?: string;
  readonly accounts?: readonly string[];
}

function onInstruction({ program, data: calldata, accounts }: Call, ...policies: readonly object[]) {
  const request = { type: 'CONTRACT_CALL', network: 'solana-mainnet', contractAddress: program, calldata, accounts };
  return decisionOn({ ...WORLD, policies: [GENEROUS, ...policies], request: JSON.parse(JSON.stringify(request)) as object });
}

const inside = (call: Call): readonly string[] =>
  seen(onInstruction(call))
    .slice(1)
    .map((line) => line.replace(/^0\.\d+ /, ''));

const listed = (program: string) => ({ type: 'CONTRACT_WHITELIST', rules: { contracts: [{ address: program }] } });

describe('the System program', () => {
  it.each([
    ['transfer', data(u32(2), u64(7)), [WALLET, FRIEND], FRIEND],
    ['transferWithSeed', data(u32(11), u64(7), u64(1), [65], publicKey(SYSTEM_PROGRAM)), [OWN, WALLET, FRIEND], FRIEND],
    ['createAccount', data(u32(0), u64(7), u64(0), publicKey(OTHER)), [WALLET, FRIEND], FRIEND],
    [
      'createAccountWithSeed',
      data(u32(3), publicKey(WALLET), u64(2), [65, 66], u64(7), u64(0), publicKey(OTHER)),
      [WALLET, FRIEND, WALLET],
      FRIEND,
    ],
    ['withdrawNonce', data(u32(5), u64(7)), [OWN, FRIEND], FRIEND],
  ])('pays with %s', (_, bytes, accounts, to) => {
    const call = { program: SYSTEM_PROGRAM, data: bytes, accounts };
    expect(inside(call)).toEqual([`TRANSFER ${to} 7`]);
    expect(onInstruction(call)).toMatchObject({ result: { tier: 'INSTANT' }, spends: [{ asset: 'native', amount: 7n }] });
    expect(onInstruction(call, { type: 'WHITELIST', rules: { allowed_addresses: [OTHER] } }).result.denyCode).toBe(
      'WHITELIST_VIOLATION',
    );
  });

  it.each([
    ['assign', data(u32(1), publicKey(FRIEND)), [WALLET]],
    ['authorizeNonce', data(u32(7), publicKey(FRIEND)), [OWN, WALLET]],
  ])('hands everything over with %s', (_, bytes, accounts) => {
    const call = { program: SYSTEM_PROGRAM, data: bytes, accounts };
    expect(inside(call)).toEqual([`APPROVE ${FRIEND} null`]);
    expect(onInstruction(call).result.denyCode).toBe('APPROVE_UNLIMITED_BLOCKED');
  });

  it('moves nothing with advanceNonce', () => {
    expect(onInstruction({ program: SYSTEM_PROGRAM, data: data(u32(4)), accounts: [OWN] }).result.tier).toBe('INSTANT');
  });

  it.each([
    ['initializeNonce', data(u32(6), publicKey(FRIEND)), [OWN]],
    ['allocate', data(u32(8), u64(1)), [OWN]],
    ['assignWithSeed', data(u32(10), publicKey(WALLET), u64(0), publicKey(FRIEND)), [OWN]],
    ['an instruction that does not exist', data(u32(99)), [OWN]],
    ['a transfer cut short', data(u32(2), [1]), [WALLET, FRIEND]],
    ['a transfer to nobody', data(u32(2), u64(7)), [WALLET]],
    ['a seed longer than the data', data(u32(3), publicKey(WALLET), u64(2n ** 60n)), [WALLET, FRIEND]],
    ['no data', '', [WALLET]],
    ['unknown data', undefined, [WALLET]],
  ])('asks a human, whatever lists say, for %s', (_, bytes, accounts) => {
    const call = { program: SYSTEM_PROGRAM, accounts, ...(bytes === undefined ? {} : { data: bytes }) };
    expect(onInstruction(call, listed(SYSTEM_PROGRAM)).result).toMatchObject({ allowed: true, tier: 'APPROVAL' });
  });
});

describe.each([
  ['the Token program', TOKEN_PROGRAM],
  ['Token-2022', TOKEN_2022_PROGRAM],
])('%s', (_program, program) => {
  it.each([
    ['transfer', data(u8(3), u64(7)), [OWN, THEIRS, WALLET]],
    ['transferChecked', data(u8(12), u64(7), u8(6)), [OWN, MINT, THEIRS, WALLET]],
  ])('pays the owner of the destination with %s', (_, bytes, accounts) => {
    const call = { program, data: bytes, accounts };
    expect(inside(call)).toEqual([`TOKEN_TRANSFER ${FRIEND} 7`]);
    expect(onInstruction(call)).toMatchObject({ result: { tier: 'INSTANT' }, spends: [{ asset: MINT, amount: 7n }] });
  });

  it('pays the account itself where its owner is unknown', () => {
    expect(inside({ program, data: data(u8(12), u64(7), u8(6)), accounts: [OWN, MINT, OTHER, WALLET] })).toEqual([
      `TOKEN_TRANSFER ${OTHER} 7`,
    ]);
  });

  it('does not take a token of an unknown mint for the coin', () => {
    const decision = onInstruction({ program, data: data(u8(3), u64(7)), accounts: [OTHER, FRIEND, WALLET] });
    expect(decision).toMatchObject({ result: { tier: 'APPROVAL', approvalReason: 'unknown_value' }, spends: [{ asset: OTHER }] });
  });

  it('knows a token by either account: both hold the same mint', () => {
    const decision = onInstruction({ program, data: data(u8(3), u64(7)), accounts: [OTHER, THEIRS, WALLET] });
    expect(decision.spends).toMatchObject([{ asset: MINT, amount: 7n }]);
  });

  it('sees a burn as value that is gone', () => {
    const call = { program, data: data(u8(8), u64(7)), accounts: [OWN, MINT, WALLET] };
    expect(inside(call)).toEqual(['TOKEN_TRANSFER - 7']);
    expect(onInstruction(call, { type: 'WHITELIST', rules: { allowed_addresses: [FRIEND] } }).result.denyCode).toBe(
      'WHITELIST_VIOLATION',
    );
  });

  it.each([
    ['approve', data(u8(4), u64(7)), [OWN, FRIEND, WALLET]],
    ['approveChecked', data(u8(13), u64(7), u8(6)), [OWN, MINT, FRIEND, WALLET]],
  ])('grants a delegate with %s', (_, bytes, accounts) => {
    expect(inside({ program, data: bytes, accounts })).toEqual([`APPROVE ${FRIEND} 7`]);
  });

  it('grants everything from half of 64 bits on', () => {
    const grant = (amount: bigint) =>
      onInstruction({ program, data: data(u8(4), u64(amount)), accounts: [OWN, FRIEND, WALLET] }).result;
    expect(grant(2n ** 63n - 1n).denyCode).toBe('APPROVE_UNLIMITED_BLOCKED');
    expect(grant(2n ** 63n - 2n).allowed).toBe(true);
  });

  it('revokes with revoke', () => {
    const call = { program, data: data(u8(5)), accounts: [OWN, WALLET] };
    expect(onInstruction(call, { type: 'ALLOWED_TOKENS', rules: { tokens: [{ address: OTHER }] } }).result).toMatchObject({
      allowed: true,
      tier: 'NOTIFY',
    });
  });

  it('hands everything over with setAuthority', () => {
    const call = { program, data: data(u8(6), u8(2), u8(1), publicKey(FRIEND)), accounts: [OWN, WALLET] };
    expect(inside(call)).toEqual([`APPROVE ${FRIEND} null`]);
    expect(onInstruction(call).result.denyCode).toBe('APPROVE_UNLIMITED_BLOCKED');
  });

  it('pays what nobody knows with closeAccount to somebody else, and nothing to the owner', () => {
    const close = (to: string) => onInstruction({ program, data: data(u8(9)), accounts: [OWN, to, WALLET] }).result;
    expect(close(FRIEND)).toMatchObject({ tier: 'APPROVAL', approvalReason: 'unknown_value' });
    expect(close(WALLET).tier).toBe('INSTANT');
  });

  it('moves nothing with syncNative', () => {
    expect(onInstruction({ program, data: data(u8(17)), accounts: [OWN] }).result.tier).toBe('INSTANT');
  });

  it.each([
    ['mintTo', data(u8(7), u64(7)), [MINT, THEIRS, WALLET]],
    ['burnChecked', data(u8(15), u64(7), u8(6)), [OWN, MINT, WALLET]],
    ['initializeAccount', data(u8(1)), [OWN, MINT, WALLET]],
    ['another extension', data(u8(26), u8(9), u64(7)), [OWN, MINT, THEIRS, WALLET]],
    ['no data', '', [OWN]],
    ['a transfer with too few accounts', data(u8(3), u64(7)), [OWN]],
  ])('asks a human, whatever lists say, for %s', (_, bytes, accounts) => {
    expect(onInstruction({ program, data: bytes, accounts }, listed(program)).result).toMatchObject({
      allowed: true,
      tier: 'APPROVAL',
    });
  });
});

describe('a transfer with a fee', () => {
  const call = { data: data(u8(26), u8(1), u64(7), u8(6), u64(1)), accounts: [OWN, MINT, THEIRS, WALLET] };

  it('moves its amount, of which the fee is a part, on Token-2022 alone', () => {
    expect(inside({ ...call, program: TOKEN_2022_PROGRAM })).toEqual([`TOKEN_TRANSFER ${FRIEND} 7`]);
    expect(onInstruction({ ...call, program: TOKEN_PROGRAM }, listed(TOKEN_PROGRAM)).result.tier).toBe('APPROVAL');
  });
});

describe('an associated token account', () => {
  const create = (owner: string, tokenProgram: string, tag: readonly number[]) =>
    onInstruction({
      program: ASSOCIATED_TOKEN_PROGRAM,
      data: data(tag),
      accounts: [WALLET, OWN, owner, MINT, SYSTEM_PROGRAM, tokenProgram],
    });

  it.each([[[]], [[0]], [[1]]])('costs nothing for the wallet itself, and its rent for another owner (data %j)', (tag) => {
    expect(create(WALLET, TOKEN_PROGRAM, tag).result.tier).toBe('INSTANT');
    expect(seen(create(FRIEND, TOKEN_PROGRAM, tag)).slice(1)).toEqual([`0.0 TRANSFER ${FRIEND} 2039280`]);
    expect(create(FRIEND, TOKEN_2022_PROGRAM, tag).result).toMatchObject({ tier: 'APPROVAL', approvalReason: 'unknown_value' });
  });

  it('asks a human for anything else', () => {
    expect(create(WALLET, TOKEN_PROGRAM, [2]).result.tier).toBe('APPROVAL');
  });
});

// As the cluster knows them, not as they are written here.
const MEMOS = ['MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr', 'Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo'];

describe('other programs', () => {
  it.each([COMPUTE_BUDGET_PROGRAM, ...MEMOS])('move nothing where they only set limits or write text: %s', (program) => {
    expect(onInstruction({ program, data: data([2, 0, 0, 0, 0]) }).result).toMatchObject({ allowed: true, tier: 'INSTANT' });
  });

  it('are opaque', () => {
    expect(onInstruction({ program: OTHER, data: data([1]) }).result.tier).toBe('APPROVAL');
    expect(onInstruction({ program: OTHER, data: data([1]) }, listed(OTHER)).result.tier).toBe('NOTIFY');
    expect(onInstruction({ program: OTHER, data: data([1]) }, listed(WALLET)).result.denyCode).toBe(
      'CONTRACT_WHITELIST_VIOLATION',
    );
  });
});
