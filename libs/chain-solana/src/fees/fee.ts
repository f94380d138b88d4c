import { DomainError, type AttemptParams, type ContractCall, type FeeEstimate, type Intent } from '@waiaas/core';
import type { SolanaParams } from '../build/build-message.js';
import { instructionsOf } from '../build/contract-call.js';
import { operationsOf } from '../build/operations.js';

const LAMPORTS_PER_SIGNATURE = 5000n;
const MICRO = 1_000_000n;
const SIGNATURE_CHECKERS = new Set([
  'Ed25519SigVerify111111111111111111111111111',
  'KeccakSecp256k11111111111111111111111111111',
  'Secp256r1SigVerify1111111111111111111111111',
]);

export function solanaParams(params: AttemptParams): SolanaParams {
  if (params.kind === 'solana') return params;
  throw new DomainError('INTERNAL_ERROR', { details: { reason: 'PARAMS_MISMATCH' } });
}

/** The most these parameters can cost in lamports: signatures, compute limit × unit price rounded up, and rent of created accounts. */
export function feeOf(intent: Intent, params: SolanaParams): FeeEstimate {
  const rent = (params.tokens ?? []).reduce((sum, leg) => sum + BigInt(leg.rentLamports ?? '0'), 0n);
  const use = {
    signatures: 1n + checkedSignatures(intent),
    unitLimit: params.computeUnitLimit,
    unitPriceMicroLamports: BigInt(params.computeUnitPriceMicroLamports),
  };
  return { maxFee: feeOfUse(use) + rent, rent };
}

export interface NetworkUse {
  readonly signatures: bigint;
  readonly unitLimit: number;
  readonly unitPriceMicroLamports: bigint;
}

/** Signatures and compute, in lamports, rounded up. */
export function feeOfUse({ signatures, unitLimit, unitPriceMicroLamports }: NetworkUse): bigint {
  const micro = BigInt(unitLimit) * unitPriceMicroLamports;
  return signatures * LAMPORTS_PER_SIGNATURE + (micro + MICRO - 1n) / MICRO;
}

/** Signatures that programs check for a call are charged like the transaction's own. */
function checkedSignatures(intent: Intent): bigint {
  const calls = operationsOf(intent).filter((operation): operation is ContractCall => operation.type === 'CONTRACT_CALL');
  const instructions = calls.flatMap(instructionsOf);
  return instructions.reduce((sum, { programId, data }) => sum + signaturesCheckedBy(programId, Buffer.from(data, 'base64')), 0n);
}

/** How many signatures an instruction has a program check: its first data byte counts them. */
export function signaturesCheckedBy(program: string, data: Uint8Array): bigint {
  return SIGNATURE_CHECKERS.has(program) ? BigInt(data[0] ?? 0) : 0n;
}
