import { DomainError } from '@waiaas/core';
import type { BuildInput } from '../build/build-transaction.js';
import { meansIntent } from './call-meaning.js';
import { decodeTransaction, type DecodedTransaction } from './decode-payload.js';

/**
 * Guards every signature: decoded again, the bytes must be the intent, on its chain, at this nonce and within these fees.
 *
 * @throws DomainError `INTERNAL_ERROR` with reason `INTENT_MISMATCH`.
 */
export function verifyPayload(payload: string, input: BuildInput): void {
  const decoded = decodeTransaction(`0x${payload}`);
  const { intent, network } = input;
  const isIntended =
    intent.chain === 'ethereum' &&
    intent.network === network.name &&
    isAsBuilt(decoded, input) &&
    meansIntent(decoded.call, intent);
  if (!isIntended) throw new DomainError('INTERNAL_ERROR', { details: { reason: 'INTENT_MISMATCH' } });
}

function isAsBuilt(decoded: DecodedTransaction, { network, params, nonce }: BuildInput): boolean {
  return (
    decoded.type === (params.isLegacy === true ? 'legacy' : 'eip1559') &&
    decoded.chainId === network.chainId &&
    decoded.nonce === nonce &&
    decoded.gas === BigInt(params.gasLimit) &&
    decoded.maxFeePerGas === BigInt(params.maxFeePerGas) &&
    decoded.maxPriorityFeePerGas === BigInt(params.maxPriorityFeePerGas) &&
    !decoded.hasAccessList
  );
}
