import type { RawInstruction } from '../decode/decoded-instruction.js';
import { feeOfUse, signaturesCheckedBy } from '../fees/fee.js';
import type { ComputeBudget } from './compute-budget.js';

/** The most the payer of a foreign transaction pays, in lamports: every signature, and all the compute it may use. */
export function rawFeeOf(signerCount: number, instructions: readonly RawInstruction[], budget: ComputeBudget): bigint {
  const signatures = instructions.reduce(
    (sum, { program, data }) => sum + signaturesCheckedBy(program, data),
    BigInt(signerCount),
  );
  return feeOfUse({ signatures, ...budget });
}
