import type { Effect } from '../effects.js';
import { InstructionReader, type Instruction } from './instruction-reader.js';
import { TOKEN_PROGRAM } from './programs.js';

/** Rent of a plain token account: 165 bytes and 128 of overhead, two years at 3480 lamports a byte. */
const TOKEN_ACCOUNT_RENT = 2_039_280n;

const CREATE = 0;
const CREATE_IDEMPOTENT = 1;

/** Creating a token account for somebody else gives them its rent. Accounts: payer, account, owner, mint, system, token program. */
export function associatedTokenEffects(instruction: Instruction): readonly Effect[] | undefined {
  const fields = new InstructionReader(instruction);
  const tag = instruction.data.length === 0 ? CREATE : fields.u8();
  if (tag !== CREATE && tag !== CREATE_IDEMPOTENT) return undefined;
  const owner = fields.account(2);
  if (fields.account(0) === owner) return [];
  // Accounts of the newer program are as large as the extensions of their mint ask for.
  return [{ kind: 'native', to: owner, amount: fields.account(5) === TOKEN_PROGRAM ? TOKEN_ACCOUNT_RENT : undefined }];
}
