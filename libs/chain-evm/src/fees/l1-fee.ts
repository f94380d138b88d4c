import type { Intent, Network } from '@waiaas/core';
import { encodeFunctionData, parseAbi, serializeTransaction } from 'viem';
import { callOf } from '../build/intent-call.js';
import type { EndpointPool } from '../rpc/endpoint-pool.js';
import { nodeError, rpcCall, type RpcAnswer, type RpcCall } from '../rpc/json-rpc.js';
import { hexData } from '../rpc/quantity.js';
import { garbage } from '../rpc/rpc-failure.js';

/** Chains of the OP stack take, beside the gas, what publishing the bytes on Ethereum costs. Their GasPriceOracle tells how much. */
const ORACLE = '0x420000000000000000000000000000000000000F';
const ABI = parseAbi([
  'function getL1Fee(bytes data) view returns (uint256)',
  'function getL1FeeUpperBound(uint256 unsignedTxSize) view returns (uint256)',
]);
const CHARGED: ReadonlySet<number | null> = new Set([10, 11155420, 8453, 84532]);

/** No transaction has cost a millionth of this; an oracle that says more does not speak of wei. */
const ABSURD_FEE = 1n << 96n;

/** Numbers as long as they get, with no two bytes alike: what is compressed before it is charged must not look shorter than it is. */
const STAND_IN = {
  nonce: 0x7b91_c5e3,
  gas: 0x1f2e_3d4c_5bn,
  maxFeePerGas: 0x6a79_8897_a6b5_c4d3n,
  maxPriorityFeePerGas: 0x2b3c_4d5e_6f70_8192n,
} as const;

/** Whether bytes cost more here than gas limit times price. On Arbitrum they do not: its nodes count publishing as gas, in the estimate too. */
export function isChargedForBytes({ chainId }: Network): boolean {
  return CHARGED.has(chainId);
}

/** What to ask, beside everything else, about a request that has no bytes yet. Nothing on chains that charge for gas alone. */
export function l1FeeCalls(network: Network, intent: Intent): readonly RpcCall[] {
  if (!isChargedForBytes(network)) return [];
  return callsAbout(serializeTransaction({ ...callOf(intent), ...STAND_IN, chainId: network.chainId ?? 0, type: 'eip1559' }));
}

/**
 * The answers to `l1FeeCalls` as the most it will come to, wei: the price of Ethereum's bytes may rise for three full blocks (an eighth each)
 * before ours are in one. Zero where no oracle stands, as on a private chain under a public one's id.
 *
 * @throws RpcFailure where there is an oracle that does not say.
 */
export function l1FeeOf(answers: readonly RpcAnswer[]): bigint {
  const told = answers.flatMap(feeIn);
  const [refused] = answers.filter((answer) => !answer.ok);
  if (told.length === 0 && refused !== undefined && !refused.ok) throw nodeError(refused.error);
  const most = told.reduce((a, b) => (a > b ? a : b), 0n);
  if (most > ABSURD_FEE) throw garbage('L1 fee');
  return (most * 3n + 1n) / 2n;
}

/** The same for bytes that are there. */
export async function l1FeeOfBytes(pool: EndpointPool, network: Network, payload: `0x${string}`): Promise<bigint> {
  if (!isChargedForBytes(network)) return 0n;
  return pool.read(async (endpoint) => l1FeeOf(await endpoint.ask(callsAbout(payload))));
}

/** An upper bound by size since Fjord; by the bytes themselves before it. */
function callsAbout(payload: `0x${string}`): readonly RpcCall[] {
  const size = BigInt(payload.length / 2 - 1);
  return [
    encodeFunctionData({ abi: ABI, functionName: 'getL1FeeUpperBound', args: [size] }),
    encodeFunctionData({ abi: ABI, functionName: 'getL1Fee', args: [payload] }),
  ].map((data) => rpcCall('eth_call', { to: ORACLE, data }, 'latest'));
}

function feeIn(answer: RpcAnswer): readonly bigint[] {
  if (!answer.ok) return [];
  const word = hexData(answer.result, 'L1 fee');
  if (word === '0x') return [0n];
  if (word.length !== 66) throw garbage('L1 fee');
  return [BigInt(word)];
}
