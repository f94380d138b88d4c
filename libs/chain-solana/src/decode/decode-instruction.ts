import {
  ASSOCIATED_TOKEN_PROGRAM,
  COMPUTE_BUDGET_PROGRAM,
  MEMO_PROGRAM,
  SYSTEM_PROGRAM,
  tokenProgramAt,
  type TokenProgram,
} from '../program-ids.js';
import type { DecodedInstruction, RawInstruction } from './decoded-instruction.js';

// Read from the bytes alone, by none of the code that writes them. Whatever has another length or another number of accounts
// than the plain form (more signers of a multisig, for example) is no known instruction and stays a call.

const SYSTEM_TRANSFER = 2;
const SYSTEM_ADVANCE_NONCE = 4;
const SET_UNIT_LIMIT = 2;
const SET_UNIT_PRICE = 3;
const CREATE_IDEMPOTENT = 1;
const TOKEN_REVOKE = 5;
const TOKEN_TRANSFER_CHECKED = 12;
const TOKEN_APPROVE_CHECKED = 13;

export function decodeInstruction(raw: RawInstruction): DecodedInstruction {
  return known(raw) ?? { kind: 'call', program: raw.program, accounts: raw.accounts, data: raw.data.toString('base64') };
}

/** Whether it advances a durable nonce: a transaction that begins so never expires. */
export function isNonceAdvance({ program, data }: RawInstruction): boolean {
  return program === SYSTEM_PROGRAM && data.length >= 4 && data.readUInt32LE(0) === SYSTEM_ADVANCE_NONCE;
}

function known(raw: RawInstruction): DecodedInstruction | undefined {
  const tokenProgram = tokenProgramAt(raw.program);
  if (tokenProgram !== undefined) return tokenInstruction(raw, tokenProgram);
  switch (raw.program) {
    case SYSTEM_PROGRAM:
      return systemTransfer(raw);
    case COMPUTE_BUDGET_PROGRAM:
      return budget(raw.data);
    case ASSOCIATED_TOKEN_PROGRAM:
      return createAccount(raw);
    case MEMO_PROGRAM:
      return raw.accounts.length === 0 ? { kind: 'memo', text: raw.data.toString('utf8') } : undefined;
    default:
      return undefined;
  }
}

function systemTransfer({ accounts, data }: RawInstruction): DecodedInstruction | undefined {
  const [from, to] = accounts;
  if (accounts.length !== 2 || from === undefined || to === undefined || data.length !== 12) return undefined;
  if (data.readUInt32LE(0) !== SYSTEM_TRANSFER) return undefined;
  return { kind: 'coin', from, to, lamports: data.readBigUInt64LE(4).toString() };
}

function budget(data: Buffer): DecodedInstruction | undefined {
  if (data[0] === SET_UNIT_LIMIT && data.length === 5) return { kind: 'unit-limit', units: data.readUInt32LE(1) };
  if (data[0] !== SET_UNIT_PRICE || data.length !== 9) return undefined;
  return { kind: 'unit-price', microLamports: data.readBigUInt64LE(1).toString() };
}

function createAccount({ accounts, data }: RawInstruction): DecodedInstruction | undefined {
  const isPlain = accounts.length === 6 && data.length === 1 && data[0] === CREATE_IDEMPOTENT;
  const [payer, account, owner, mint, system, tokenProgram] = accounts as readonly [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const program = isPlain && system === SYSTEM_PROGRAM ? tokenProgramAt(tokenProgram) : undefined;
  return program === undefined ? undefined : { kind: 'create-account', payer, account, owner, mint, program };
}

function tokenInstruction(raw: RawInstruction, program: TokenProgram): DecodedInstruction | undefined {
  const [kind] = raw.data;
  if (kind === TOKEN_REVOKE) return revoke(raw, program);
  return kind === TOKEN_TRANSFER_CHECKED || kind === TOKEN_APPROVE_CHECKED ? checked(raw, program) : undefined;
}

function revoke({ accounts, data }: RawInstruction, program: TokenProgram): DecodedInstruction | undefined {
  const [source, owner] = accounts;
  if (data.length !== 1 || accounts.length !== 2 || source === undefined || owner === undefined) return undefined;
  return { kind: 'revoke', program, source, owner };
}

/** Both carry the amount and the decimals the mint must have, behind source, mint, destination or delegate, and owner. */
function checked({ accounts, data }: RawInstruction, program: TokenProgram): DecodedInstruction | undefined {
  if (data.length !== 10 || accounts.length !== 4) return undefined;
  const [source = '', mint = '', third = '', owner = ''] = accounts;
  const amount = data.readBigUInt64LE(1).toString();
  const decimals = data.readUInt8(9);
  if (data[0] === TOKEN_APPROVE_CHECKED)
    return { kind: 'approve', program, source, mint, delegate: third, owner, amount, decimals };
  return { kind: 'token', program, source, mint, destination: third, authority: owner, amount, decimals };
}
