import type { ChainFacts, Intent } from '@waiaas/core';
import { callOf } from '../build/intent-call.js';
import { maxFeeOf, paramsFor } from '../fees/attempt-params.js';
import type { FeeSource } from '../fees/fee-source.js';
import type { EndpointPool } from '../rpc/endpoint-pool.js';
import { resultOf, rpcCall, type RpcAnswer, type RpcCall } from '../rpc/json-rpc.js';
import { quantity } from '../rpc/quantity.js';
import { balanceCall, tokenBalanceOf } from '../tokens/token-balance.js';
import { estimateCall, gasEstimateOf, type GasEstimate } from './estimate-gas.js';

export interface GatherDependencies {
  readonly pool: EndpointPool;
  readonly fees: FeeSource;
}

interface AccountFacts {
  readonly nativeBalance: bigint;
  readonly tokenBalance?: bigint;
  readonly estimate: GasEstimate;
}

/** Everything the chain says about a request, in one round trip beside the shared fee question. */
export async function gatherFacts({ pool, fees }: GatherDependencies, intent: Intent): Promise<ChainFacts> {
  const calls = callsFor(intent);
  const [account, prices] = await Promise.all([
    pool.read(async (endpoint) => factsOf(await endpoint.ask(calls), intent)),
    fees.current(),
  ]);
  const params = paramsFor(account.estimate.gas, prices);
  const { simulationError } = account.estimate;
  return {
    nativeBalance: account.nativeBalance,
    ...(account.tokenBalance === undefined ? {} : { tokenBalance: account.tokenBalance }),
    fee: { maxFee: maxFeeOf(params), rent: 0n },
    params,
    tokenAccounts: [],
    ...(simulationError === undefined ? {} : { simulationError }),
  };
}

function callsFor(intent: Intent): readonly RpcCall[] {
  const calls = [rpcCall('eth_getBalance', intent.from, 'latest'), estimateCall(intent.from, callOf(intent))];
  return intent.type === 'TOKEN_TRANSFER' ? [...calls, balanceCall(intent.from, intent.token.address)] : calls;
}

function factsOf(answers: readonly RpcAnswer[], intent: Intent): AccountFacts {
  const [balance, gas, tokenBalance] = answers;
  return {
    nativeBalance: quantity(resultOf(balance), 'balance'),
    estimate: gasEstimateOf(gas, intent.type),
    ...(intent.type === 'TOKEN_TRANSFER' ? { tokenBalance: tokenBalanceOf(tokenBalance) } : {}),
  };
}
