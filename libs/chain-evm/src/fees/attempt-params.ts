import type { GasCondition } from '@waiaas/core';
import type { EvmParams } from '../build/build-transaction.js';
import type { NetworkFees } from './fee-source.js';
import { chargeFor, type ChainCharge } from './l1-fee.js';

export interface FeeTerms {
  readonly condition?: GasCondition | undefined;
  readonly charge?: ChainCharge;
}

/**
 * Parameters that still pay when the base fee doubles: gas limit estimate × 1.2 rounded up, max fee 2 × base fee + tip (EIP-1559).
 * Where the chain has no base fee, the node's gas price. A request that names the most it pays for gas pays no more, once that
 * is enough for the next block; before, it is not sent. `charge` is what the chain takes beside the gas.
 */
export function paramsFor(gasEstimate: bigint, fees: NetworkFees, { condition, charge }: FeeTerms = {}): EvmParams {
  const limit = (gasEstimate * 12n + 9n) / 10n;
  const gasLimit = limit.toString();
  const l1Fee = charge === undefined ? 0n : chargeFor(charge, limit);
  const beside = l1Fee === 0n ? {} : { l1Fee: l1Fee.toString() };
  if (fees.baseFee === undefined) {
    const gasPrice = fees.gasPrice.toString();
    return { kind: 'evm', gasLimit, maxFeePerGas: gasPrice, maxPriorityFeePerGas: gasPrice, isLegacy: true, ...beside };
  }
  const maxFeePerGas = atMost(2n * fees.baseFee + fees.tip, condition?.maxGasPrice, fees.baseFee + fees.tip);
  return { kind: 'evm', gasLimit, maxFeePerGas: maxFeePerGas.toString(), maxPriorityFeePerGas: fees.tip.toString(), ...beside };
}

function atMost(maxFee: bigint, limit: string | undefined, needed: bigint): bigint {
  const most = limit === undefined ? maxFee : BigInt(limit);
  return most < maxFee && most >= needed ? most : maxFee;
}

/** Everything these parameters can cost, in wei: no block can take more than gas limit × max fee, and what the chain takes beside it. */
export function maxFeeOf(params: EvmParams): bigint {
  return BigInt(params.gasLimit) * BigInt(params.maxFeePerGas) + BigInt(params.l1Fee ?? '0');
}
