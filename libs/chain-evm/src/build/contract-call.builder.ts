import type { ContractCall } from '@waiaas/core';
import { hex, type EvmCall } from './evm-call.js';

/** The caller's own calldata, as it is. */
export function buildContractCall(body: ContractCall): EvmCall {
  const solanaParts = [body.accounts, body.preInstructions, body.postInstructions, body.addressLookupTableAddresses];
  if (solanaParts.some((part) => part !== undefined)) throw new RangeError('accounts and instructions are of Solana');
  return { to: hex(body.contractAddress), value: BigInt(body.amount), data: hex(body.calldata) };
}
