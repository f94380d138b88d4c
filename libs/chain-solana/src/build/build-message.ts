import {
  AddressLookupTableAccount,
  ComputeBudgetProgram,
  TransactionInstruction,
  TransactionMessage,
  type MessageV0,
} from '@solana/web3.js';
import { DomainError, type AttemptParams, type Intent } from '@waiaas/core';
import { MEMO_PROGRAM_ID } from '../program-ids.js';
import { publicKey, type BuildContext } from './build-context.js';
import { buildOperation } from './build-operation.js';
import { operationsOf } from './operations.js';

export type SolanaParams = Extract<AttemptParams, { kind: 'solana' }>;

/** One packet of 1232 bytes less the count and the one signature. */
const MAX_MESSAGE_BYTES = 1232 - 1 - 64;
/** The deactivation slot of a lookup table in use. */
const NEVER = 2n ** 64n - 1n;

export function contextOf(intent: Intent, params: SolanaParams): BuildContext {
  return { from: intent.from, legs: params.tokens ?? [] };
}

/**
 * The version-0 message of a request: compute budget, memo, then the operations.
 * The memo stands before them because accounts that require one look at the instruction before the transfer.
 *
 * @throws DomainError `BATCH_SIZE_EXCEEDED` or `INVALID_TRANSACTION` where it does not fit one packet.
 */
export function buildMessage(intent: Intent, params: SolanaParams): Uint8Array {
  const context = contextOf(intent, params);
  const instructions = [
    ComputeBudgetProgram.setComputeUnitLimit({ units: params.computeUnitLimit }),
    ComputeBudgetProgram.setComputeUnitPrice({ microLamports: BigInt(params.computeUnitPriceMicroLamports) }),
    ...memoOf(intent),
    ...operationsOf(intent).flatMap((operation) => buildOperation(operation, context)),
  ];
  const payerKey = publicKey(intent.from);
  const message = new TransactionMessage({ payerKey, recentBlockhash: params.blockhash, instructions });
  return serialize(message.compileToV0Message(lookupTables(params)), intent);
}

export function lookupTables(params: SolanaParams): AddressLookupTableAccount[] {
  return (params.lookupTables ?? []).map(({ address, addresses }) => {
    const state = {
      deactivationSlot: NEVER,
      lastExtendedSlot: 0,
      lastExtendedSlotStartIndex: 0,
      addresses: addresses.map(publicKey),
    };
    return new AddressLookupTableAccount({ key: publicKey(address), state });
  });
}

function memoOf({ memo }: Intent): TransactionInstruction[] {
  if (memo === undefined || memo === '') return [];
  return [new TransactionInstruction({ programId: MEMO_PROGRAM_ID, keys: [], data: Buffer.from(memo, 'utf8') })];
}

function serialize(message: MessageV0, intent: Intent): Uint8Array {
  const bytes = serializeOrNothing(message);
  if (bytes !== undefined && bytes.length <= MAX_MESSAGE_BYTES) return bytes;
  throw new DomainError(intent.type === 'BATCH' ? 'BATCH_SIZE_EXCEEDED' : 'INVALID_TRANSACTION', {
    details: { reason: 'TOO_LARGE' },
  });
}

function serializeOrNothing(message: MessageV0): Uint8Array | undefined {
  try {
    return message.serialize();
  } catch (error) {
    // Its buffer has the size of one packet.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
