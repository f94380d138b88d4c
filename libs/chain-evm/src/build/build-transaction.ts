import { DomainError, type AttemptParams, type Intent, type Network, type UnsignedTransaction } from '@waiaas/core';
import { serializeTransaction } from 'viem';
import { verifyPayload } from '../decode/verify-payload.js';
import { callOf, unfit } from './intent-call.js';

export type EvmParams = Extract<AttemptParams, { kind: 'evm' }>;

export interface BuildInput {
  readonly network: Network;
  readonly intent: Intent;
  readonly params: EvmParams;
  readonly nonce: number;
}

/** Parameters of this chain family. Others, and nonces no chain has, are a fault of the caller. */
export function evmParams(params: AttemptParams): EvmParams {
  if (params.kind !== 'evm') throw new DomainError('INTERNAL_ERROR', { details: { reason: 'INTENT_MISMATCH' } });
  return params;
}

/**
 * The signing payload of a type 2 transaction (EIP-1559), or of an EIP-155 one where the chain has no base fee.
 * The bytes are decoded again and compared with the intent before anybody sees them.
 *
 * @throws DomainError `INTERNAL_ERROR` with reason `INTENT_MISMATCH`.
 */
export function buildTransaction(input: BuildInput): UnsignedTransaction {
  try {
    const payload = serialize(input).slice(2);
    verifyPayload(payload, input);
    return { kind: 'evm-transaction', payload, from: input.intent.from };
  } catch (cause) {
    throw unfit(cause);
  }
}

function serialize({ network, intent, params, nonce }: BuildInput): `0x${string}` {
  const common = { ...callOf(intent), chainId: network.chainId ?? 0, nonce, gas: BigInt(params.gasLimit) };
  const maxFeePerGas = BigInt(params.maxFeePerGas);
  if (params.isLegacy === true) return serializeTransaction({ ...common, type: 'legacy', gasPrice: maxFeePerGas });
  const maxPriorityFeePerGas = BigInt(params.maxPriorityFeePerGas);
  return serializeTransaction({ ...common, type: 'eip1559', maxFeePerGas, maxPriorityFeePerGas });
}
