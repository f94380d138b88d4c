import type { Effect } from '../effects.js';
import { SYSTEM_PROGRAM } from './programs.js';
import { InstructionReader, type Instruction } from './instruction-reader.js';

type Reader = (fields: InstructionReader) => readonly Effect[];

/** Control over an account, handed to somebody else: everything in it is theirs. */
function handsControl(fields: InstructionReader): readonly Effect[] {
  return [{ kind: 'unlimited', token: SYSTEM_PROGRAM, spender: fields.publicKey() }];
}

function pays(account: number): Reader {
  return (fields) => {
    const amount = fields.u64();
    return [{ kind: 'native', to: fields.account(account), amount }];
  };
}

function createAccountWithSeed(fields: InstructionReader): readonly Effect[] {
  fields.publicKey();
  fields.skipText();
  return pays(1)(fields);
}

const READERS: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [0, pays(1)],
  [1, handsControl],
  [2, pays(1)],
  [3, createAccountWithSeed],
  // advanceNonceAccount moves nothing.
  [4, () => []],
  [5, pays(1)],
  [7, handsControl],
  // transferWithSeed: source, its base, recipient.
  [11, pays(2)],
]);

/** What an instruction of the System program does; undefined for one that is not known here. Throws `Undecodable`. */
export function systemEffects(instruction: Instruction): readonly Effect[] | undefined {
  const fields = new InstructionReader(instruction);
  return READERS.get(fields.u32())?.(fields);
}
