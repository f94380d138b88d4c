import type { ChainFacts, Intent } from '@waiaas/core';
import { callOf } from '../build/intent-call.js';
import { maxFeeOf, paramsFor } from '../fees/attempt-params.js';
import type { FeeSource } from '../fees/fee-source.js';
import { gasPriceOf } from '../fees/gas-price.js';
import type { EndpointPool } from '../rpc/endpoint-pool.js';
import { resultOf, rpcCall, type RpcAnswer } from '../rpc/json-rpc.js';
import { quantity } from '../rpc/quantity.js';
import { holdingCalls, holdingsIn } from '../tokens/holdings.js';
import { estimateCall, gasEstimateOf, type GasEstimate } from './estimate-gas.js';

export interface GatherDependencies {
  readonly pool: EndpointPool;
  readonly fees: FeeSource;
}

interface AccountFacts extends Pick<ChainFacts, 'nativeBalance' | 'holdings'> {
  readonly estimate: GasEstimate;
}

/** Everything the chain says about a request, in one round trip beside the shared fee question. */
export async function gatherFacts({ pool, fees }: GatherDependencies, intent: Intent): Promise<ChainFacts> {
  const moved = holdingCalls(intent);
  const calls = [rpcCall('eth_getBalance', intent.from, 'latest'), estimateCall(intent.from, callOf(intent)), ...moved];
  const [account, current] = await Promise.all([
    pool.read(async (endpoint) => factsOf(await endpoint.ask(calls), intent)),
    fees.current(),
  ]);
  const params = paramsFor(account.estimate.gas, current, intent.gasCondition);
  const { simulationError } = account.estimate;
  return {
    nativeBalance: account.nativeBalance,
    holdings: account.holdings,
    fee: { maxFee: maxFeeOf(params), rent: 0n },
    params,
    gasPrice: gasPriceOf(current),
    tokenAccounts: [],
    ...(simulationError === undefined ? {} : { simulationError }),
  };
}

function factsOf([balance, gas, ...held]: readonly RpcAnswer[], intent: Intent): AccountFacts {
  return {
    nativeBalance: quantity(resultOf(balance), 'balance'),
    estimate: gasEstimateOf(gas, intent.type),
    holdings: holdingsIn(held, intent),
  };
}
