import { base58 } from '@scure/base';
import type { SolanaPayload, SolanaPayloadInstruction } from '../payloads/solana-payload.js';
import { associatedTokenAccount } from './associated-token.js';

const SYSTEM = '11111111111111111111111111111111';
const COMPUTE_BUDGET = 'ComputeBudget111111111111111111111111111111';
const TOKENS: ReadonlySet<string> = new Set([
  'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA',
  'TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb',
]);
const ASSOCIATED_TOKEN = 'ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL';
const CREATE_IDEMPOTENT = 1;
const TRANSFER_CHECKED = 12;

/**
 * Whether a message does nothing but pay one account: lamports to its address, or tokens to its associated account, which may be made
 * first. Every account it names stands in the message itself.
 */
export function isSolanaSweepTo(payload: SolanaPayload, wallet: Uint8Array, owner: string): boolean {
  const acts = payload.instructions.filter(({ programId }) => base58.encode(programId) !== COMPUTE_BUDGET);
  const to = base58.decode(owner);
  const [first, second] = acts;
  if (first === undefined || acts.length > 2) return false;
  if (second === undefined) return paysCoin(first, payload, { wallet, to }) || paysTokens(first, payload, { wallet, to });
  return makesAccount(first, second, payload, { wallet, to }) && paysTokens(second, payload, { wallet, to });
}

interface Parties {
  readonly wallet: Uint8Array;
  readonly to: Uint8Array;
}

function paysCoin(act: SolanaPayloadInstruction, payload: SolanaPayload, { wallet, to }: Parties): boolean {
  const data = Buffer.from(act.data);
  const isTransfer = base58.encode(act.programId) === SYSTEM && data.length === 12 && data.readUInt32LE(0) === 2;
  return isTransfer && areAccounts(act, payload, [wallet, to]);
}

function paysTokens(act: SolanaPayloadInstruction, payload: SolanaPayload, { wallet, to }: Parties): boolean {
  if (!TOKENS.has(base58.encode(act.programId)) || act.data[0] !== TRANSFER_CHECKED || act.data.length !== 10) return false;
  const [source, mint] = act.accounts.map((index) => payload.staticAccounts[index]);
  const account = accountOf(to, mint, act.programId);
  return source !== undefined && account !== undefined && areAccounts(act, payload, [source, mint, account, wallet]);
}

/** Of the mint and program that the transfer after it is of. */
function makesAccount(
  act: SolanaPayloadInstruction,
  transfer: SolanaPayloadInstruction,
  payload: SolanaPayload,
  { wallet, to }: Parties,
): boolean {
  const isCreation = base58.encode(act.programId) === ASSOCIATED_TOKEN && act.data.length === 1;
  if (!isCreation || act.data[0] !== CREATE_IDEMPOTENT) return false;
  const mint = payload.staticAccounts[transfer.accounts[1] ?? -1];
  const account = accountOf(to, mint, transfer.programId);
  return areAccounts(act, payload, [wallet, account, to, mint, base58.decode(SYSTEM), transfer.programId]);
}

function accountOf(owner: Uint8Array, mint: Uint8Array | undefined, tokenProgram: Uint8Array): Uint8Array | undefined {
  if (mint === undefined) return undefined;
  return associatedTokenAccount(owner, { mint, tokenProgram, program: base58.decode(ASSOCIATED_TOKEN) });
}

/** Exactly these, in this order. */
function areAccounts(
  act: SolanaPayloadInstruction,
  payload: SolanaPayload,
  wanted: readonly (Uint8Array | undefined)[],
): boolean {
  if (act.accounts.length !== wanted.length) return false;
  return wanted.every((account, at) => {
    const named = payload.staticAccounts[act.accounts[at] ?? -1];
    return account !== undefined && named !== undefined && Buffer.compare(account, named) === 0;
  });
}
