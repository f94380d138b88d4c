import type { TransactionInstruction } from '@solana/web3.js';
import type { DecodedInstruction } from '../decode/decoded-instruction.js';
import { buildApprove, expectApprove } from './approve.js';
import type { BuildContext } from './build-context.js';
import { buildContractCall, expectContractCall } from './contract-call.js';
import { asTokenTransfer } from './nft-transfer.js';
import type { Operation } from './operations.js';
import { buildTokenTransfer, expectTokenTransfer } from './token-transfer.js';
import { buildTransfer, expectTransfer } from './transfer.js';

/** The instructions that carry out one operation. */
export function buildOperation(operation: Operation, context: BuildContext): TransactionInstruction[] {
  switch (operation.type) {
    case 'TRANSFER':
      return buildTransfer(operation, context);
    case 'TOKEN_TRANSFER':
      return buildTokenTransfer(operation, context);
    case 'NFT_TRANSFER':
      return buildTokenTransfer(asTokenTransfer(operation), context);
    case 'APPROVE':
      return buildApprove(operation, context);
    case 'CONTRACT_CALL':
      return buildContractCall(operation, context);
  }
}

/** What the bytes of one operation must say, worked out from the request alone. */
export function expectOperation(operation: Operation, context: BuildContext): DecodedInstruction[] {
  switch (operation.type) {
    case 'TRANSFER':
      return expectTransfer(operation, context);
    case 'TOKEN_TRANSFER':
      return expectTokenTransfer(operation, context);
    case 'NFT_TRANSFER':
      return expectTokenTransfer(asTokenTransfer(operation), context);
    case 'APPROVE':
      return expectApprove(operation, context);
    case 'CONTRACT_CALL':
      return expectContractCall(operation);
  }
}
