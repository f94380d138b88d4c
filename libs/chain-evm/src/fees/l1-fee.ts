import type { Intent, Network } from '@waiaas/core';
import { encodeFunctionData, parseAbi, serializeTransaction } from 'viem';
import { callOf } from '../build/intent-call.js';
import type { EndpointPool } from '../rpc/endpoint-pool.js';
import { nodeError, rpcCall, type RpcAnswer, type RpcCall } from '../rpc/json-rpc.js';
import { hexData } from '../rpc/quantity.js';
import { garbage } from '../rpc/rpc-failure.js';
import { simulationErrorOf } from '../simulate/simulation-error.js';

/**
 * Chains of the OP stack take, beside the gas, what publishing the bytes on Ethereum costs, and since their Isthmus upgrade what their
 * operator asks: so much a transaction and so much for its gas. Their GasPriceOracle tells how much of each.
 */
const ORACLE = '0x420000000000000000000000000000000000000F';
const ABI = parseAbi([
  'function getL1Fee(bytes data) view returns (uint256)',
  'function getL1FeeUpperBound(uint256 unsignedTxSize) view returns (uint256)',
  'function getOperatorFee(uint256 gasUsed) view returns (uint256)',
]);
const CHARGED: ReadonlySet<number | null> = new Set([10, 11155420, 8453, 84532]);

/** No transaction has cost a millionth of this; an oracle that says more does not speak of wei. */
const ABSURD_FEE = 1n << 96n;

/** The operator's fee is a straight line over gas, which is not known yet when it is asked for: it is asked for at none and at this much. */
const MUCH_GAS = 1_000_000_000n;
const OPERATOR_CALLS = 2;

/** What is taken beside the gas, wei: whatever is done, and for so much gas. */
export interface ChainCharge {
  readonly flat: bigint;
  readonly perBillionGas: bigint;
}

const NO_CHARGE: ChainCharge = { flat: 0n, perBillionGas: 0n };

/** Taken before it runs, for its whole gas limit; what it does not use of that comes back. */
export function chargeFor({ flat, perBillionGas }: ChainCharge, gasLimit: bigint): bigint {
  return flat + (perBillionGas * gasLimit + MUCH_GAS - 1n) / MUCH_GAS;
}

/** Numbers as long as they get, with no two bytes alike: what is compressed before it is charged must not look shorter than it is. */
const STAND_IN = {
  nonce: 0x7b91_c5e3,
  gas: 0x1f2e_3d4c_5bn,
  maxFeePerGas: 0x6a79_8897_a6b5_c4d3n,
  maxPriorityFeePerGas: 0x2b3c_4d5e_6f70_8192n,
} as const;

/**
 * Whether more is taken here than gas limit times price. On Arbitrum it is not: what publishing costs is counted as gas there, its nodes put
 * it into `eth_estimateGas` with room for a rise, and no more than limit times price is ever taken. Its NodeInterface could tell that
 * part apart, which changes neither what is reserved nor what a cap compares.
 */
export function isChargedForBytes({ chainId }: Network): boolean {
  return CHARGED.has(chainId);
}

/** What to ask, beside everything else, about a request that has no bytes yet. Nothing on chains that charge for gas alone. */
export function l1FeeCalls(network: Network, intent: Intent): readonly RpcCall[] {
  if (!isChargedForBytes(network)) return [];
  return callsAbout(serializeTransaction({ ...callOf(intent), ...STAND_IN, chainId: network.chainId ?? 0, type: 'eip1559' }));
}

/**
 * The answers to `l1FeeCalls` as the most it will come to: the price of Ethereum's bytes may rise for three full blocks (an eighth each)
 * before ours are in one, and the operator may ask for more by then. Nothing where no oracle stands, as on a private chain under a public
 * one's id.
 *
 * @throws RpcFailure where there is an oracle that does not say.
 */
export function chargeOf(answers: readonly RpcAnswer[]): ChainCharge {
  if (answers.length === 0) return NO_CHARGE;
  const [none, much] = operatorFees(answers.slice(-OPERATOR_CALLS));
  if (much < none) throw garbage('operator fee');
  return { flat: atMost(publishingFee(answers.slice(0, -OPERATOR_CALLS)) + none), perBillionGas: atMost(much - none) };
}

/** The same for bytes that are there, with the gas limit that is in them; wei. */
export async function chargeForBytes(
  pool: EndpointPool,
  network: Network,
  { payload, gasLimit }: { readonly payload: `0x${string}`; readonly gasLimit: bigint },
): Promise<bigint> {
  if (!isChargedForBytes(network)) return 0n;
  return pool.read(async (endpoint) => chargeFor(chargeOf(await endpoint.ask(callsAbout(payload))), gasLimit));
}

function atMost(fee: bigint): bigint {
  if (fee > ABSURD_FEE) throw garbage('fee beside the gas');
  return (fee * 3n + 1n) / 2n;
}

function publishingFee(answers: readonly RpcAnswer[]): bigint {
  const told = answers.flatMap(feeIn);
  const [refused] = answers.filter((answer) => !answer.ok);
  if (told.length === 0 && refused !== undefined && !refused.ok) throw nodeError(refused.error);
  return told.reduce((a, b) => (a > b ? a : b), 0n);
}

/** An oracle from before the upgrade has no such function and reverts; any other refusal is no answer. */
function operatorFees(answers: readonly RpcAnswer[]): readonly [none: bigint, much: bigint] {
  const [none = 0n, much = 0n] = answers.map((answer) => {
    if (!answer.ok && simulationErrorOf(answer.error) === undefined) throw nodeError(answer.error);
    return feeIn(answer)[0] ?? 0n;
  });
  return [none, much];
}

/** An upper bound by size since Fjord; by the bytes themselves before it. */
function callsAbout(payload: `0x${string}`): readonly RpcCall[] {
  const size = BigInt(payload.length / 2 - 1);
  return [
    encodeFunctionData({ abi: ABI, functionName: 'getL1FeeUpperBound', args: [size] }),
    encodeFunctionData({ abi: ABI, functionName: 'getL1Fee', args: [payload] }),
    ...[0n, MUCH_GAS].map((gas) => encodeFunctionData({ abi: ABI, functionName: 'getOperatorFee', args: [gas] })),
  ].map((data) => rpcCall('eth_call', { to: ORACLE, data }, 'latest'));
}

function feeIn(answer: RpcAnswer): readonly bigint[] {
  if (!answer.ok) return [];
  const word = hexData(answer.result, 'L1 fee');
  if (word === '0x') return [0n];
  if (word.length !== 66) throw garbage('L1 fee');
  return [BigInt(word)];
}
