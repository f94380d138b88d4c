import type { RawInstruction } from '../decode/decoded-instruction.js';
import { COMPUTE_BUDGET_PROGRAM } from '../program-ids.js';
import { unreadable } from './refusal.js';

export interface ComputeBudget {
  readonly unitLimit: number;
  readonly unitPriceMicroLamports: bigint;
}

const TAG = { heapFrame: 1, unitLimit: 2, unitPrice: 3, loadedAccounts: 4 } as const;
const LENGTH: ReadonlyMap<number, number> = new Map([
  [TAG.heapFrame, 5],
  [TAG.unitLimit, 5],
  [TAG.unitPrice, 9],
  [TAG.loadedAccounts, 5],
]);
const DEFAULT_UNITS = 200_000;
const MAX_UNITS = 1_400_000;

/**
 * What a transaction may use and pays for it, at most. Bytes after a field are passed over, as the runtime does.
 *
 * @throws DomainError `INVALID_TRANSACTION` for a budget no node would accept: unknown, cut off, or stated twice.
 */
export function computeBudgetOf(instructions: readonly RawInstruction[]): ComputeBudget {
  const stated = statedBudget(instructions.filter(isBudget));
  const others = instructions.filter((instruction) => !isBudget(instruction)).length;
  const units = stated.get(TAG.unitLimit)?.readUInt32LE(1) ?? others * DEFAULT_UNITS;
  return {
    unitLimit: Math.min(units, MAX_UNITS),
    unitPriceMicroLamports: stated.get(TAG.unitPrice)?.readBigUInt64LE(1) ?? 0n,
  };
}

function isBudget({ program }: RawInstruction): boolean {
  return program === COMPUTE_BUDGET_PROGRAM;
}

function statedBudget(instructions: readonly RawInstruction[]): ReadonlyMap<number, Buffer> {
  const stated = new Map<number, Buffer>();
  for (const { data } of instructions) {
    const tag = data[0] ?? 0;
    const length = LENGTH.get(tag);
    if (length === undefined || data.length < length || stated.has(tag)) throw unreadable('COMPUTE_BUDGET');
    stated.set(tag, data);
  }
  return stated;
}
