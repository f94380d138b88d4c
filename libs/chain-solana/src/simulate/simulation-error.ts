import { isRecord } from '../rpc/answer-shape.js';
import { SYSTEM_PROGRAM, tokenProgramAt } from '../program-ids.js';

/** Names of the runtime's error variants; anything else in their place is text of a node and is not passed on. */
const VARIANT = /^[A-Za-z]{1,50}$/;

const RUNTIME_TEXTS = new Map([
  ['AccountNotFound', 'insufficient funds for the fee'],
  ['InsufficientFundsForFee', 'insufficient funds for the fee'],
  ['InsufficientFundsForRent', 'an account would stay below the rent-exempt minimum'],
]);
const TOKEN_TEXTS = new Map([
  [0, 'an account would stay below the rent-exempt minimum'],
  [1, 'insufficient token balance'],
  [4, 'the wallet does not own the token account'],
  [17, 'the token account is frozen'],
]);

export const BELOW_RENT = 'an account would stay below the rent-exempt minimum';

/** A short text of our own for what made a simulation fail. `programs` are the programs of the instructions in order. */
export function simulationErrorOf(err: unknown, programs: readonly string[]): string {
  if (typeof err === 'string') return RUNTIME_TEXTS.get(err) ?? named(err);
  if (!isRecord(err)) return 'execution failed';
  const [variant = ''] = Object.keys(err);
  return instructionText(err['InstructionError'], programs) ?? RUNTIME_TEXTS.get(variant) ?? named(variant);
}

function named(variant: string): string {
  return VARIANT.test(variant) ? `execution failed (${variant})` : 'execution failed';
}

function instructionText(error: unknown, programs: readonly string[]): string | undefined {
  if (!Array.isArray(error)) return undefined;
  const [index, detail] = error as readonly unknown[];
  if (typeof index !== 'number') return 'execution failed';
  const code = isRecord(detail) ? detail['Custom'] : undefined;
  if (typeof code === 'number')
    return customText(programs[index] ?? '', code) ?? `instruction ${String(index + 1)} failed (code ${String(code)})`;
  const variant = typeof detail === 'string' && VARIANT.test(detail) ? ` (${detail})` : '';
  return `instruction ${String(index + 1)} failed${variant}`;
}

function customText(program: string, code: number): string | undefined {
  if (program === SYSTEM_PROGRAM && code === 1) return 'insufficient funds';
  return tokenProgramAt(program) === undefined ? undefined : TOKEN_TEXTS.get(code);
}
