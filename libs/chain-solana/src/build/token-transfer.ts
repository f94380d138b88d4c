import { createAssociatedTokenAccountIdempotentInstruction, createTransferCheckedInstruction } from '@solana/spl-token';
import type { TransactionInstruction } from '@solana/web3.js';
import type { TokenTransfer } from '@waiaas/core';
import type { DecodedInstruction } from '../decode/decoded-instruction.js';
import { tokenProgramId } from '../program-ids.js';
import { destinationOf, legOf, publicKey, sourceOf, type BuildContext } from './build-context.js';

/** The recipient's associated account is created first where it is missing; idempotently, since another transfer may come before. */
export function buildTokenTransfer(operation: TokenTransfer, context: BuildContext): TransactionInstruction[] {
  const { address, decimals } = operation.token;
  const leg = legOf(context, address, operation.to);
  const program = tokenProgramId(leg.program);
  const mint = publicKey(address);
  const owner = publicKey(context.from);
  const destination = publicKey(destinationOf(leg, operation.to));
  const source = publicKey(sourceOf(context, leg));
  const amount = BigInt(operation.amount);
  const transfer = createTransferCheckedInstruction(source, mint, destination, owner, amount, decimals, [], program);
  if (leg.rentLamports === undefined) return [transfer];
  const recipient = publicKey(operation.to);
  return [createAssociatedTokenAccountIdempotentInstruction(owner, destination, recipient, mint, program), transfer];
}

export function expectTokenTransfer(operation: TokenTransfer, context: BuildContext): DecodedInstruction[] {
  const { to, amount, token } = operation;
  const leg = legOf(context, token.address, to);
  const { program } = leg;
  const { from: authority } = context;
  const destination = destinationOf(leg, to);
  const source = sourceOf(context, leg);
  const { address: mint, decimals } = token;
  const transfer = { kind: 'token', program, source, mint, destination, authority, amount, decimals } as const;
  if (leg.rentLamports === undefined) return [transfer];
  return [{ kind: 'create-account', payer: authority, account: destination, owner: to, mint, program }, transfer];
}
