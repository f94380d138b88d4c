import { DomainError, type Intent } from '@waiaas/core';
import { buildApprove } from './approve.builder.js';
import { buildContractCall } from './contract-call.builder.js';
import { buildContractDeploy } from './contract-deploy.builder.js';
import type { EvmCall } from './evm-call.js';
import { buildNftTransfer } from './nft-transfer.builder.js';
import { buildTokenTransfer } from './token-transfer.builder.js';
import { buildTransfer } from './transfer.builder.js';

/** Text that is no address, amount or data got past every check before: a fault of ours, whose words would quote the request. */
export function unfit(cause: unknown): DomainError {
  return cause instanceof DomainError
    ? cause
    : new DomainError('INTERNAL_ERROR', { details: { reason: 'INTENT_MISMATCH' }, cause });
}

/**
 * Recipient, value and data of an intent.
 *
 * @throws DomainError `BATCH_NOT_SUPPORTED`: an account without code makes one call per transaction.
 *   `INTERNAL_ERROR` with reason `INTENT_MISMATCH` for what cannot be encoded.
 */
export function callOf(intent: Intent): EvmCall {
  try {
    return encode(intent);
  } catch (cause) {
    throw unfit(cause);
  }
}

function encode(intent: Intent): EvmCall {
  switch (intent.type) {
    case 'TRANSFER':
      return buildTransfer(intent);
    case 'TOKEN_TRANSFER':
      return buildTokenTransfer(intent);
    case 'APPROVE':
      return buildApprove(intent);
    case 'NFT_TRANSFER':
      return buildNftTransfer(intent, intent.from);
    case 'CONTRACT_CALL':
      return buildContractCall(intent);
    case 'CONTRACT_DEPLOY':
      return buildContractDeploy(intent);
    case 'BATCH':
      throw new DomainError('BATCH_NOT_SUPPORTED');
  }
}
