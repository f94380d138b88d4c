import {
  DomainError,
  validationError,
  type Approve,
  type BatchInstruction,
  type ContractCall,
  type Intent,
  type NativeTransfer,
  type NftTransfer,
  type TokenTransfer,
} from '@waiaas/core';

/** What one transaction is made of: every type of request comes down to these. */
export type Operation = NativeTransfer | TokenTransfer | Approve | ContractCall | NftTransfer;

const MAX_U64 = 2n ** 64n - 1n;

/**
 * The operations of a request in order.
 *
 * @throws DomainError `UNSUPPORTED_TX_TYPE` for what Solana has no form of, `VALIDATION_FAILED` for an amount above 2^64 - 1.
 */
export function operationsOf(intent: Intent): readonly Operation[] {
  const operations = flatten(intent);
  for (const operation of operations) {
    // An approval above what a u64 holds means "unlimited", for which the program has a value of its own.
    if (operation.type !== 'APPROVE' && BigInt(operation.amount) > MAX_U64) throw tooLarge();
  }
  return operations;
}

function flatten(intent: Intent): readonly BatchInstruction[] {
  switch (intent.type) {
    case 'BATCH':
      return intent.instructions;
    case 'CONTRACT_DEPLOY':
      throw new DomainError('UNSUPPORTED_TX_TYPE');
    case 'TRANSFER':
    case 'TOKEN_TRANSFER':
    case 'NFT_TRANSFER':
    case 'APPROVE':
    case 'CONTRACT_CALL':
      return [intent];
  }
}

function tooLarge(): Error {
  return validationError([{ path: 'amount', code: 'too_large', message: 'Solana amounts are at most 2^64 - 1 base units.' }]);
}
