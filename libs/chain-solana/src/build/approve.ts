import { createApproveCheckedInstruction, createRevokeInstruction } from '@solana/spl-token';
import type { TransactionInstruction } from '@solana/web3.js';
import type { Approve } from '@waiaas/core';
import type { DecodedInstruction } from '../decode/decoded-instruction.js';
import { tokenProgramId } from '../program-ids.js';
import { legOf, publicKey, sourceOf, type BuildContext } from './build-context.js';

const MAX_U64 = 2n ** 64n - 1n;

/** A token account has one delegate: an approval replaces the one before, and an amount of 0 revokes it. */
export function buildApprove(operation: Approve, context: BuildContext): TransactionInstruction[] {
  const { address, decimals } = operation.token;
  const leg = legOf(context, address);
  const program = tokenProgramId(leg.program);
  const source = publicKey(sourceOf(context, leg));
  const owner = publicKey(context.from);
  const amount = allowanceOf(operation);
  if (amount === 0n) return [createRevokeInstruction(source, owner, [], program)];
  const delegate = publicKey(operation.spender);
  return [createApproveCheckedInstruction(source, publicKey(address), delegate, owner, amount, decimals, [], program)];
}

export function expectApprove(operation: Approve, context: BuildContext): DecodedInstruction[] {
  const { address: mint, decimals } = operation.token;
  const leg = legOf(context, mint);
  const { program } = leg;
  const source = sourceOf(context, leg);
  const owner = context.from;
  const amount = allowanceOf(operation).toString();
  if (amount === '0') return [{ kind: 'revoke', program, source, owner }];
  return [{ kind: 'approve', program, source, mint, delegate: operation.spender, owner, amount, decimals }];
}

/** More than a u64 holds is asked for where a request says unlimited. */
function allowanceOf({ amount }: Approve): bigint {
  const asked = BigInt(amount);
  return asked > MAX_U64 ? MAX_U64 : asked;
}
