import type { Intent } from '@waiaas/core';
import type { EvmCall } from '../build/evm-call.js';
import { simulationErrorOf } from './simulation-error.js';
import { nodeError, rpcCall, type RpcAnswer, type RpcCall } from '../rpc/json-rpc.js';
import { hexOf, quantity } from '../rpc/quantity.js';
import { garbage } from '../rpc/rpc-failure.js';

export interface GasEstimate {
  readonly gas: bigint;
  readonly simulationError?: string;
}

const INTRINSIC_GAS = 21_000n;
const ABSURD_GAS = 1n << 40n;

/** Gas assumed where the call fails in simulation, so that a fee can be named beside the failure. */
const ASSUMED_GAS: Readonly<Record<Intent['type'], bigint>> = {
  TRANSFER: INTRINSIC_GAS,
  TOKEN_TRANSFER: 100_000n,
  APPROVE: 100_000n,
  NFT_TRANSFER: 200_000n,
  CONTRACT_CALL: 500_000n,
  CONTRACT_DEPLOY: 3_000_000n,
  BATCH: 500_000n,
};

/** The call as the sender would make it. Without a gas price: the fee is judged apart from it. */
export function estimateCall(from: string, call: EvmCall): RpcCall {
  const { to, value, data } = call;
  return rpcCall('eth_estimateGas', { from, ...(to === undefined ? {} : { to }), value: hexOf(value), data });
}

/** @throws RpcFailure where the node failed rather than the call. */
export function gasEstimateOf(answer: RpcAnswer | undefined, type: Intent['type']): GasEstimate {
  if (answer === undefined) throw garbage('gas estimate');
  if (!answer.ok) {
    const simulationError = simulationErrorOrThrow(answer);
    return { gas: ASSUMED_GAS[type], simulationError };
  }
  const gas = quantity(answer.result, 'gas estimate');
  if (gas < INTRINSIC_GAS || gas > ABSURD_GAS) throw garbage('gas estimate');
  return { gas };
}

function simulationErrorOrThrow(answer: Extract<RpcAnswer, { ok: false }>): string {
  const text = simulationErrorOf(answer.error);
  if (text === undefined) throw nodeError(answer.error);
  return text;
}
