import type { ContractDeploy } from '@waiaas/core';
import { hex, type EvmCall } from './evm-call.js';

/** Init code without a recipient: a contract creation. */
export function buildContractDeploy(body: ContractDeploy): EvmCall {
  return { value: BigInt(body.amount), data: hex(body.calldata) };
}
