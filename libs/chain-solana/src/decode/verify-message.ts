import { DomainError, type Intent } from '@waiaas/core';
import { expectOperation } from '../build/build-operation.js';
import { contextOf, lookupTables, type SolanaParams } from '../build/build-message.js';
import { operationsOf } from '../build/operations.js';
import { decodeInstruction, isNonceAdvance } from './decode-instruction.js';
import { decodeMessage } from './decode-message.js';
import type { DecodedInstruction } from './decoded-instruction.js';

/**
 * Passes where message bytes are exactly the request: payer, one signature, blockhash, budget, memo and every operation in order, nothing else.
 *
 * @throws DomainError `INTERNAL_ERROR` with `details.reason` `INTENT_MISMATCH`.
 */
export function verifyMessage(bytes: Uint8Array, intent: Intent, params: SolanaParams): void {
  const message = decodeMessage(bytes, lookupTables(params));
  const isFramed = message?.payer === intent.from && message.requiredSignatures === 1 && message.blockhash === params.blockhash;
  if (!isFramed || message.instructions.some(isNonceAdvance)) throw mismatch();
  const said = message.instructions.map(decodeInstruction);
  if (print(said) !== print(expected(intent, params))) throw mismatch();
}

function expected(intent: Intent, params: SolanaParams): DecodedInstruction[] {
  const context = contextOf(intent, params);
  const memo: DecodedInstruction[] = intent.memo === undefined || intent.memo === '' ? [] : [{ kind: 'memo', text: intent.memo }];
  return [
    { kind: 'unit-limit', units: params.computeUnitLimit },
    { kind: 'unit-price', microLamports: params.computeUnitPriceMicroLamports },
    ...memo,
    ...operationsOf(intent).flatMap((operation) => expectOperation(operation, context)),
  ];
}

function print(instructions: readonly DecodedInstruction[]): string {
  return JSON.stringify(instructions.map((instruction) => Object.entries(instruction).sort(([a], [b]) => (a < b ? -1 : 1))));
}

function mismatch(): DomainError {
  return new DomainError('INTERNAL_ERROR', { details: { reason: 'INTENT_MISMATCH' } });
}
