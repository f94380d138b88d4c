import type { RawOperation } from '@waiaas/core';
import { decodeInstruction } from '../decode/decode-instruction.js';
import type { DecodedInstruction, RawInstruction } from '../decode/decoded-instruction.js';
import { COMPUTE_BUDGET_PROGRAM, MEMO_PROGRAM, tokenProgramAt } from '../program-ids.js';

/** A token account with the two people to whom it matters. */
export interface KnownTokenAccount {
  readonly address: string;
  readonly owner: string;
  readonly mint: string;
}

export interface Reading {
  readonly wallet: string;
  readonly tokenAccounts: readonly KnownTokenAccount[];
}

const OLD_MEMO_PROGRAM = 'Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo';
/** They say how a transaction runs and what is written beside it; none moves anything. */
const HARMLESS: ReadonlySet<string> = new Set([COMPUTE_BUDGET_PROGRAM, MEMO_PROGRAM, OLD_MEMO_PROGRAM]);
/** Rent of a plain token account: 165 bytes and 128 of overhead, two years at 3480 lamports a byte. */
const TOKEN_ACCOUNT_RENT = '2039280';
const UNCHECKED = { transfer: 3, approve: 4 } as const;

/**
 * What an instruction does where it is one that this wallet could send itself, byte for byte: a payment, a token transfer, an approval.
 * Nothing for one that moves nothing. Anything else is a call of its program, to be judged as that and as whatever it contains.
 */
export function operationsOfInstruction(raw: RawInstruction, reading: Reading): readonly RawOperation[] {
  if (HARMLESS.has(raw.program)) return [];
  return plain(decodeInstruction(raw), reading) ?? unchecked(raw, reading) ?? [callOf(raw)];
}

export function callOf({ program, accounts, data }: RawInstruction): RawOperation {
  return { type: 'CONTRACT_CALL', contractAddress: program, amount: '0', calldata: data.toString('base64'), accounts };
}

type Reader<K extends DecodedInstruction['kind']> = (
  decoded: Extract<DecodedInstruction, { kind: K }>,
  reading: Reading,
) => readonly RawOperation[] | undefined;
type Readers = { readonly [K in DecodedInstruction['kind']]: Reader<K> };

const isCall = (): undefined => undefined;

const READERS: Readers = {
  coin: ({ to, lamports }) => [{ type: 'TRANSFER', to, amount: lamports }],
  token: ({ mint, destination, amount }, reading) => [transfer(mint, destination, amount, reading)],
  approve: ({ delegate, amount, mint }) => [{ type: 'APPROVE', spender: delegate, amount, token: mint }],
  revoke: ({ source }, reading) => revocation(source, reading),
  'create-account': rentFor,
  'unit-limit': isCall,
  'unit-price': isCall,
  memo: isCall,
  call: isCall,
};

function plain<K extends DecodedInstruction['kind']>(
  decoded: Extract<DecodedInstruction, { kind: K }>,
  reading: Reading,
): readonly RawOperation[] | undefined {
  return (READERS[decoded.kind] as Reader<K>)(decoded, reading);
}

function revocation(source: string, reading: Reading): readonly RawOperation[] | undefined {
  const mint = accountAt(reading, source)?.mint;
  return mint === undefined ? undefined : [{ type: 'APPROVE', spender: null, amount: '0', token: mint }];
}

/** Whoever gets the new account gets its rent. Accounts of the newer program are as large as the extensions of their mint ask for. */
function rentFor(
  { owner, program }: { readonly owner: string; readonly program: string },
  { wallet }: Reading,
): readonly RawOperation[] {
  if (owner === wallet) return [];
  return [{ type: 'TRANSFER', to: owner, amount: program === 'spl-token' ? TOKEN_ACCOUNT_RENT : null }];
}

/** The older forms, which leave the mint to be read from the source account. */
function unchecked({ program, accounts, data }: RawInstruction, reading: Reading): readonly RawOperation[] | undefined {
  const [source = '', second = ''] = accounts;
  const mint = accountAt(reading, source)?.mint;
  if (tokenProgramAt(program) === undefined || accounts.length !== 3 || data.length !== 9 || mint === undefined) return undefined;
  const amount = data.readBigUInt64LE(1).toString();
  if (data[0] === UNCHECKED.transfer) return [transfer(mint, second, amount, reading)];
  return data[0] === UNCHECKED.approve ? [{ type: 'APPROVE', spender: second, amount, token: mint }] : undefined;
}

/** Who is paid is the owner of the account; where nobody knows the owner, the account stands for itself. */
function transfer(token: string, destination: string, amount: string, reading: Reading): RawOperation {
  return { type: 'TOKEN_TRANSFER', to: accountAt(reading, destination)?.owner ?? destination, amount, token };
}

function accountAt({ tokenAccounts }: Reading, address: string): KnownTokenAccount | undefined {
  return tokenAccounts.find((account) => account.address === address);
}
