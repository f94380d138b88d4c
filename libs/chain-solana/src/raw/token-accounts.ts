import { decodeInstruction } from '../decode/decode-instruction.js';
import type { RawInstruction } from '../decode/decoded-instruction.js';
import { tokenProgramAt } from '../program-ids.js';
import type { AccountState } from '../rpc/accounts.js';
import { associatedAccount } from '../tokens/associated-account.js';
import { tokenAccountState } from '../tokens/token-state.js';
import type { KnownTokenAccount } from './plain-operation.js';

/** Accounts that instructions of the token programs name: token accounts, as far as the chain says so. */
export function accountsOfTokenPrograms(instructions: readonly RawInstruction[]): readonly string[] {
  const named = instructions.filter(({ program }) => tokenProgramAt(program) !== undefined).flatMap(({ accounts }) => accounts);
  return [...new Set(named)];
}

/** Whose token accounts those are, of which mint: as the chain knows them, else as the transaction itself creates them. */
export function tokenAccountsOf(
  instructions: readonly RawInstruction[],
  accounts: ReadonlyMap<string, AccountState | undefined>,
): readonly KnownTokenAccount[] {
  const known = [...accounts].flatMap(([address, account]): readonly KnownTokenAccount[] => {
    const state = tokenAccountState(account);
    return state === undefined ? [] : [{ address, owner: state.owner, mint: state.mint }];
  });
  const taken = new Set([...accounts].flatMap(([address, account]) => (account === undefined ? [] : [address])));
  return [...known, ...instructions.flatMap(createdBy).filter(({ address }) => !taken.has(address))];
}

/** An associated account has its owner in its address, so what the instruction says can be checked. */
function createdBy(instruction: RawInstruction): readonly KnownTokenAccount[] {
  const decoded = decodeInstruction(instruction);
  if (decoded.kind !== 'create-account') return [];
  const { account, owner, mint, program } = decoded;
  return associatedAccount(mint, owner, program) === account ? [{ address: account, owner, mint }] : [];
}
