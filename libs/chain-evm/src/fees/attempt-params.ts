import type { EvmParams } from '../build/build-transaction.js';
import type { NetworkFees } from './fee-source.js';

/**
 * Parameters that still pay when the base fee doubles: gas limit estimate × 1.2 rounded up, max fee 2 × base fee + tip (EIP-1559).
 * Where the chain has no base fee, the node's gas price.
 */
export function paramsFor(gasEstimate: bigint, fees: NetworkFees): EvmParams {
  const gasLimit = ((gasEstimate * 12n + 9n) / 10n).toString();
  if (fees.baseFee === undefined) {
    const gasPrice = fees.gasPrice.toString();
    return { kind: 'evm', gasLimit, maxFeePerGas: gasPrice, maxPriorityFeePerGas: gasPrice, isLegacy: true };
  }
  const maxFeePerGas = 2n * fees.baseFee + fees.tip;
  return { kind: 'evm', gasLimit, maxFeePerGas: maxFeePerGas.toString(), maxPriorityFeePerGas: fees.tip.toString() };
}

/** Everything these parameters can cost, in wei: no block can take more than gas limit × max fee. */
export function maxFeeOf(params: EvmParams): bigint {
  return BigInt(params.gasLimit) * BigInt(params.maxFeePerGas);
}
