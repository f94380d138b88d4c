import type { GasPrice } from '@waiaas/core';
import type { NetworkFees } from './fee-source.js';

/** What a unit of gas costs in the next block: base fee and tip, or the node's gas price where there is no base fee. */
export function gasPriceOf({ baseFee, tip, gasPrice }: NetworkFees): GasPrice {
  return baseFee === undefined ? { price: gasPrice, tip: gasPrice } : { price: baseFee + tip, tip };
}
