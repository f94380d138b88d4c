import type { PolicyContext } from '../../facts.js';
import type { Effect } from '../effects.js';
import { InstructionReader, type Instruction } from './instruction-reader.js';

export interface TokenInstruction extends Instruction {
  readonly context: PolicyContext;
  /** Token-2022 has instructions the first token program does not have. */
  readonly is2022: boolean;
}

type Reader = (fields: InstructionReader, instruction: TokenInstruction) => readonly Effect[] | undefined;

const U64_BITS = 64;

function accountFact({ tokenAccounts }: PolicyContext, address: string) {
  return tokenAccounts?.find((one) => one.address === address);
}

/** The mint of a token account; where it is unknown the account itself stands for a token that nobody knows. */
function mintOf(context: PolicyContext, account: string, otherwise = account): string {
  return accountFact(context, account)?.mint ?? otherwise;
}

/** Who gets what arrives at a token account; where its owner is unknown, the account. */
function ownerOf(context: PolicyContext, account: string): string {
  return accountFact(context, account)?.owner ?? account;
}

function transfer(fields: InstructionReader, { context }: TokenInstruction): readonly Effect[] {
  const amount = fields.u64();
  const [source, destination] = [fields.account(0), fields.account(1)];
  // Both accounts hold the same mint, or the program refuses: either tells.
  const token = accountFact(context, source)?.mint ?? mintOf(context, destination, source);
  return [{ kind: 'token', token, to: ownerOf(context, destination), amount }];
}

function transferChecked(fields: InstructionReader, { context }: TokenInstruction): readonly Effect[] {
  const amount = fields.u64();
  fields.u8();
  return [{ kind: 'token', token: fields.account(1), to: ownerOf(context, fields.account(2)), amount }];
}

function approve(fields: InstructionReader, { context }: TokenInstruction): readonly Effect[] {
  const amount = fields.u64();
  const token = mintOf(context, fields.account(0));
  return [{ kind: 'allowance', token, spender: fields.account(1), amount, bits: U64_BITS }];
}

function approveChecked(fields: InstructionReader): readonly Effect[] {
  const amount = fields.u64();
  fields.u8();
  return [{ kind: 'allowance', token: fields.account(1), spender: fields.account(2), amount, bits: U64_BITS }];
}

function setAuthority(fields: InstructionReader, { context }: TokenInstruction): readonly Effect[] {
  fields.u8();
  const isNamed = fields.u8() !== 0;
  const spender = isNamed ? fields.publicKey() : undefined;
  return [{ kind: 'unlimited', token: mintOf(context, fields.account(0)), spender }];
}

function burn(fields: InstructionReader): readonly Effect[] {
  const amount = fields.u64();
  return [{ kind: 'token', token: fields.account(1), to: undefined, amount }];
}

/** What is left in an account goes to whomever it names; to its own owner it moves nothing. */
function closeAccount(fields: InstructionReader): readonly Effect[] {
  const to = fields.account(1);
  return to === fields.account(2) ? [] : [{ kind: 'native', to, amount: undefined }];
}

const TRANSFER_CHECKED_WITH_FEE = 1;

function feeExtension(fields: InstructionReader, instruction: TokenInstruction): readonly Effect[] | undefined {
  if (!instruction.is2022 || fields.u8() !== TRANSFER_CHECKED_WITH_FEE) return undefined;
  // The fee is a part of the amount.
  return transferChecked(fields, instruction);
}

const READERS: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [3, transfer],
  [4, approve],
  [5, (fields, { context }) => [{ kind: 'revocation', token: mintOf(context, fields.account(0)), spender: undefined }]],
  [6, setAuthority],
  [8, burn],
  [9, closeAccount],
  [12, transferChecked],
  [13, approveChecked],
  // syncNative moves nothing.
  [17, () => []],
  [26, feeExtension],
]);

/** What an instruction of a token program does; undefined for one that is not known here. Throws `Undecodable`. */
export function tokenEffects(instruction: TokenInstruction): readonly Effect[] | undefined {
  const fields = new InstructionReader(instruction);
  return READERS.get(fields.u8())?.(fields, instruction);
}
