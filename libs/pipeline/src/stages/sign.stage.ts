import {
  DomainError,
  type ChainPort,
  type KeyIdentity,
  type SealedKey,
  type SignedTransaction,
  type SignerPort,
} from '@waiaas/core';
import type { AttemptRow } from '../ports/rows.js';
import type { ApprovedTx } from './policy.stage.js';

export interface SigningKeys {
  keyOf(walletId: string): Promise<{ readonly identity: KeyIdentity; readonly key: SealedKey }>;
}

export interface SignContext {
  readonly chain: ChainPort;
  readonly signer: SignerPort;
  readonly keys: SigningKeys;
  /** Whether an order to stop is in force, stored already or not. */
  readonly isStopped: () => boolean;
}

/**
 * Builds the bytes of one attempt and has them signed. The only caller of the signer for transactions, and it accepts nothing
 * but what the policy stage authorised. The adapter has decoded the bytes again and compared them with the intent before the
 * signer sees them; the same attempt always gives the same bytes, so a crash after this costs nothing. Under an order to stop nothing
 * is signed but what only the owner gets or nobody; bytes that were being made when it came are forgotten.
 */
export async function signTx(context: SignContext, tx: ApprovedTx, attempt: AttemptRow): Promise<SignedTransaction> {
  refuseStopped(context, tx);
  const unsigned = context.chain.build(tx.intent, attempt.params, attempt.nonce ?? undefined);
  const { identity, key } = await context.keys.keyOf(tx.walletId);
  const { kind, payload } = unsigned;
  const consent = tx.consent === undefined ? {} : { consent: tx.consent };
  const signature = await context.signer.signTransaction({ identity, key, kind, payload, trace: tx.transactionId, ...consent });
  refuseStopped(context, tx);
  return context.chain.assemble(unsigned, signature);
}

function refuseStopped({ isStopped }: SignContext, { isHarmless }: ApprovedTx): void {
  if (!isHarmless && isStopped()) throw new DomainError('SYSTEM_LOCKED');
}
