import { SystemProgram, type TransactionInstruction } from '@solana/web3.js';
import type { NativeTransfer } from '@waiaas/core';
import type { DecodedInstruction } from '../decode/decoded-instruction.js';
import { publicKey, type BuildContext } from './build-context.js';

export function buildTransfer(operation: NativeTransfer, { from }: BuildContext): TransactionInstruction[] {
  const lamports = BigInt(operation.amount);
  return [SystemProgram.transfer({ fromPubkey: publicKey(from), toPubkey: publicKey(operation.to), lamports })];
}

export function expectTransfer(operation: NativeTransfer, { from }: BuildContext): DecodedInstruction[] {
  return [{ kind: 'coin', from, to: operation.to, lamports: operation.amount }];
}
