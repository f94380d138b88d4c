import type { BroadcastResult } from '@waiaas/core';
import { isRecord } from '../rpc/answer-shape.js';
import type { NodeError } from '../rpc/rpc-failure.js';

const SIGNATURE_FAILURE = -32003;
const INVALID_PARAMS = -32602;
const SHORT_OF_LAMPORTS = new Set([
  'AccountNotFound',
  'InsufficientFundsForFee',
  'InsufficientFundsForRent',
  'InvalidRentPayingAccount',
]);

/** What a node's error object says about bytes sent to it. Its text is compared, never kept. */
export function resultOfNodeError(error: NodeError): BroadcastResult {
  const variant = variantOf(error.data);
  if (variant === 'AlreadyProcessed' || /already (?:been )?processed/i.test(error.message)) return { outcome: 'known' };
  if (variant === 'BlockhashNotFound' || /blockhash not found/i.test(error.message))
    return { outcome: 'rejected', reason: 'expired' };
  if (variant !== undefined && SHORT_OF_LAMPORTS.has(variant)) return { outcome: 'rejected', reason: 'insufficient-funds' };
  if (variant === 'InstructionError') return { outcome: 'rejected', reason: 'simulation' };
  const isInvalid = error.code === SIGNATURE_FAILURE || error.code === INVALID_PARAMS;
  return { outcome: 'rejected', reason: isInvalid ? 'invalid' : 'other' };
}

/** The variant of `data.err`: a name, or the one member of an object. */
function variantOf(data: unknown): string | undefined {
  const err = isRecord(data) ? data['err'] : undefined;
  if (typeof err === 'string') return err;
  return isRecord(err) ? Object.keys(err)[0] : undefined;
}
