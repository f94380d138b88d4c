import type { AttemptParams, GasPrice } from '@waiaas/core';

/** What bytes offer for a unit of gas, wei: at most, and of it to whoever makes the block. A legacy transaction offers one price for both. */
export interface GasBid {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

type EvmParams = Extract<AttemptParams, { kind: 'evm' }>;

const HUNDRED_PERCENT = 10_000n;

export function bidOf(params: EvmParams): GasBid {
  return { maxFeePerGas: BigInt(params.maxFeePerGas), maxPriorityFeePerGas: BigInt(params.maxPriorityFeePerGas) };
}

export function withBid(params: EvmParams, bid: GasBid): EvmParams {
  return {
    ...params,
    maxFeePerGas: bid.maxFeePerGas.toString(),
    maxPriorityFeePerGas: bid.maxPriorityFeePerGas.toString(),
  };
}

/** The higher of each part. */
export function higherBid(a: GasBid, b: GasBid): GasBid {
  return {
    maxFeePerGas: max(a.maxFeePerGas, b.maxFeePerGas),
    maxPriorityFeePerGas: max(a.maxPriorityFeePerGas, b.maxPriorityFeePerGas),
  };
}

/** So many hundredths of a percent more on both parts, rounded up, and never the same again. */
export function raisedBid(bid: GasBid, hundredths: bigint): GasBid {
  const raised = (value: bigint): bigint =>
    max((value * (HUNDRED_PERCENT + hundredths) + HUNDRED_PERCENT - 1n) / HUNDRED_PERCENT, value + 1n);
  return { maxFeePerGas: raised(bid.maxFeePerGas), maxPriorityFeePerGas: raised(bid.maxPriorityFeePerGas) };
}

/** Nodes let go of a transaction for a tenth more on both parts (geth's rule), some for an eighth. */
export const LEAST_RAISE = 1250n;

/** Still pays when the base fee doubles. Where there is no base fee, price and tip are one, and so is the bid. */
export function marketBid({ price, tip }: GasPrice): GasBid {
  return { maxFeePerGas: 2n * price - tip, maxPriorityFeePerGas: tip };
}

export function isAtLeast(bid: GasBid, least: GasBid): boolean {
  return bid.maxFeePerGas >= least.maxFeePerGas && bid.maxPriorityFeePerGas >= least.maxPriorityFeePerGas;
}

/** The bid, or as much of it as `most` for a unit allows; undefined where that is less than `least`. */
export function clippedBid(bid: GasBid, least: GasBid, most: bigint): GasBid | undefined {
  const maxFeePerGas = min(bid.maxFeePerGas, most);
  const clipped = { maxFeePerGas, maxPriorityFeePerGas: min(bid.maxPriorityFeePerGas, maxFeePerGas) };
  return isAtLeast(clipped, least) ? clipped : undefined;
}

/** Whether the next block would rather take others: the offer does not cover its price, or tips an eighth too little. */
export function isOutbid(bid: GasBid, { price, tip }: GasPrice): boolean {
  return bid.maxFeePerGas < price || tip * 8n >= bid.maxPriorityFeePerGas * 9n;
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
