import { DomainError, type SolanaTokenLeg } from '@waiaas/core';
import { PublicKey } from '@solana/web3.js';
import { associatedAccount } from '../tokens/associated-account.js';

/** What building one operation needs beside it. */
export interface BuildContext {
  readonly from: string;
  readonly legs: readonly SolanaTokenLeg[];
}

/** The leg of a mint and recipient (or of an approval, which has none). The parameters were made for this request, so there is one. */
export function legOf(context: BuildContext, mint: string, to?: string): SolanaTokenLeg {
  const leg = context.legs.find((candidate) => candidate.mint === mint && candidate.to === to);
  if (leg === undefined) throw new DomainError('INTERNAL_ERROR', { details: { reason: 'PARAMS_MISMATCH' } });
  return leg;
}

/** The account a transfer pays into: derived anew, so that stored parameters cannot point elsewhere. */
export function destinationOf(leg: SolanaTokenLeg, to: string): string {
  return leg.isDirect === true ? to : associatedAccount(leg.mint, to, leg.program);
}

export function sourceOf(context: BuildContext, leg: SolanaTokenLeg): string {
  return associatedAccount(leg.mint, context.from, leg.program);
}

export function publicKey(address: string): PublicKey {
  return new PublicKey(address);
}
