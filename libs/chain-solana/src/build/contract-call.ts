import { TransactionInstruction } from '@solana/web3.js';
import { DomainError, validationError, type ContractCall, type SolanaInstruction } from '@waiaas/core';
import { decodeInstruction, isNonceAdvance } from '../decode/decode-instruction.js';
import type { DecodedInstruction, RawInstruction } from '../decode/decoded-instruction.js';
import { COMPUTE_BUDGET_PROGRAM } from '../program-ids.js';
import { publicKey, type BuildContext } from './build-context.js';

const SET_UNIT_LIMIT = 2;
const SET_UNIT_PRICE = 3;

/** The instructions of a call in order. Limit and price of compute units are left out: those are chosen here, within the fee caps. */
export function instructionsOf(call: ContractCall): readonly SolanaInstruction[] {
  const main = { programId: call.contractAddress, accounts: call.accounts ?? [], data: call.calldata };
  const all = [...(call.preInstructions ?? []), main, ...(call.postInstructions ?? [])];
  return all.filter((instruction) => !isUnitBudget(instruction));
}

/**
 * @throws DomainError `VALIDATION_FAILED` for another signer than the wallet or attached value, `UNSUPPORTED_TX_TYPE` for a durable nonce.
 */
export function buildContractCall(call: ContractCall, context: BuildContext): TransactionInstruction[] {
  if (BigInt(call.amount) !== 0n) throw refused('value', 'not_supported', 'A Solana instruction carries no value.');
  return instructionsOf(call).map((instruction) => buildOne(instruction, context));
}

export function expectContractCall(call: ContractCall): DecodedInstruction[] {
  return instructionsOf(call).map((instruction) => decodeInstruction(rawOf(instruction)));
}

function buildOne(instruction: SolanaInstruction, { from }: BuildContext): TransactionInstruction {
  const raw = rawOf(instruction);
  if (isNonceAdvance(raw)) throw new DomainError('UNSUPPORTED_TX_TYPE', { details: { reason: 'DURABLE_NONCE' } });
  const foreign = instruction.accounts.find(({ isSigner, pubkey }) => isSigner && pubkey !== from);
  if (foreign !== undefined) throw refused('accounts', 'foreign_signer', 'Only the wallet itself can sign.');
  return new TransactionInstruction({
    programId: publicKey(instruction.programId),
    keys: instruction.accounts.map(({ pubkey, isSigner, isWritable }) => ({ pubkey: publicKey(pubkey), isSigner, isWritable })),
    data: raw.data,
  });
}

function rawOf({ programId, accounts, data }: SolanaInstruction): RawInstruction {
  return { program: programId, accounts: accounts.map(({ pubkey }) => pubkey), data: Buffer.from(data, 'base64') };
}

function isUnitBudget({ programId, data }: SolanaInstruction): boolean {
  const [kind] = Buffer.from(data, 'base64');
  return programId === COMPUTE_BUDGET_PROGRAM && (kind === SET_UNIT_LIMIT || kind === SET_UNIT_PRICE);
}

function refused(path: string, code: string, message: string): DomainError {
  return validationError([{ path, code, message }]);
}
