import { base64 } from '@scure/base';
import type { PolicyRequest } from '../../request.js';
import type { Effect } from '../effects.js';
import { decoded } from '../evm/abi-reader.js';
import type { CallScope } from '../evm/call-findings.js';
import { draft, unreadable, type Finding } from '../operation.js';
import { associatedTokenEffects } from './associated-token-program.js';
import type { Instruction } from './instruction-reader.js';
import {
  ASSOCIATED_TOKEN_PROGRAM,
  COMPUTE_BUDGET_PROGRAM,
  MEMO_PROGRAMS,
  SYSTEM_PROGRAM,
  TOKEN_2022_PROGRAM,
  TOKEN_PROGRAM,
} from './programs.js';
import { systemEffects } from './system-program.js';
import { tokenEffects } from './token-program.js';

// Their instructions say how a transaction runs and what is written beside it; none moves anything.
const HARMLESS: ReadonlySet<string> = new Set([COMPUTE_BUDGET_PROGRAM, ...MEMO_PROGRAMS]);

const NAMED: ReadonlySet<string> = new Set([SYSTEM_PROGRAM, TOKEN_PROGRAM, TOKEN_2022_PROGRAM, ASSOCIATED_TOKEN_PROGRAM]);

function readEffects(
  { facts: { context } }: CallScope,
  program: string,
  instruction: Instruction,
): readonly Effect[] | undefined {
  switch (program) {
    case SYSTEM_PROGRAM:
      return systemEffects(instruction);
    case TOKEN_PROGRAM:
    case TOKEN_2022_PROGRAM:
      return tokenEffects({ ...instruction, context, is2022: program === TOKEN_2022_PROGRAM });
    case ASSOCIATED_TOKEN_PROGRAM:
      return associatedTokenEffects(instruction);
    default:
      return undefined;
  }
}

function bytesOf(text: string | undefined): Uint8Array | undefined {
  if (text === undefined) return undefined;
  try {
    return base64.decode(text);
  } catch {
    return undefined;
  }
}

/** An instruction as the call it is, with what it does. Total: of the named programs, what is not known here asks a human. */
export function instructionFinding(scope: CallScope, part: PolicyRequest): Finding {
  const { contractAddress: contract } = part;
  const base = draft(scope.site, { kind: 'CONTRACT_CALL', contract, amount: part.amount });
  if (contract === undefined) return { draft: { ...base, isOpaque: true }, inner: [] };
  if (HARMLESS.has(contract)) return { draft: base, inner: [] };
  if (!NAMED.has(contract)) return { draft: { ...base, isOpaque: true }, inner: [] };
  const data = bytesOf(part.calldata);
  const effects =
    data === undefined ? undefined : decoded(() => readEffects(scope, contract, { data, accounts: part.accounts ?? [] }));
  if (effects === undefined) return { draft: unreadable(base), inner: [] };
  const { inner, isReadable } = scope.inside(() => effects);
  return { draft: isReadable ? base : unreadable(base), inner };
}
