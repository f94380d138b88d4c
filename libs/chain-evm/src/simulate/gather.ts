import type { ChainFacts, Intent, Network } from '@waiaas/core';
import { callOf } from '../build/intent-call.js';
import { maxFeeOf, paramsFor } from '../fees/attempt-params.js';
import type { FeeSource } from '../fees/fee-source.js';
import { gasPriceOf } from '../fees/gas-price.js';
import { chargeOf, type ChainCharge, l1FeeCalls } from '../fees/l1-fee.js';
import type { EndpointPool } from '../rpc/endpoint-pool.js';
import { resultOf, rpcCall, type RpcAnswer } from '../rpc/json-rpc.js';
import { quantity } from '../rpc/quantity.js';
import { holdingCalls, holdingsIn } from '../tokens/holdings.js';
import { estimateCall, gasEstimateOf, type GasEstimate } from './estimate-gas.js';

export interface GatherDependencies {
  readonly network: Network;
  readonly pool: EndpointPool;
  readonly fees: FeeSource;
}

interface AccountFacts extends Pick<ChainFacts, 'nativeBalance' | 'holdings'> {
  readonly estimate: GasEstimate;
  readonly charge: ChainCharge;
}

/** Everything the chain says about a request, in one round trip beside the shared fee question. */
export async function gatherFacts({ network, pool, fees }: GatherDependencies, intent: Intent): Promise<ChainFacts> {
  const moved = holdingCalls(intent);
  const publishing = l1FeeCalls(network, intent);
  const account = [rpcCall('eth_getBalance', intent.from, 'latest'), estimateCall(intent.from, callOf(intent))];
  const calls = [...account, ...publishing, ...moved];
  const [told, current] = await Promise.all([
    pool.read(async (endpoint) => factsOf(await endpoint.ask(calls), publishing.length, intent)),
    fees.current(),
  ]);
  const params = paramsFor(told.estimate.gas, current, { condition: intent.gasCondition, charge: told.charge });
  const { simulationError } = told.estimate;
  return {
    nativeBalance: told.nativeBalance,
    holdings: told.holdings,
    fee: { maxFee: maxFeeOf(params), rent: 0n },
    params,
    gasPrice: gasPriceOf(current),
    tokenAccounts: [],
    ...(simulationError === undefined ? {} : { simulationError }),
  };
}

function factsOf([balance, gas, ...others]: readonly RpcAnswer[], publishing: number, intent: Intent): AccountFacts {
  return {
    nativeBalance: quantity(resultOf(balance), 'balance'),
    estimate: gasEstimateOf(gas, intent.type),
    charge: chargeOf(others.slice(0, publishing)),
    holdings: holdingsIn(others.slice(publishing), intent),
  };
}
