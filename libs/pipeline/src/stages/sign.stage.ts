import type { ChainPort, KeyIdentity, SealedKey, SignedTransaction, SignerPort } from '@waiaas/core';
import type { AttemptRow } from '../ports/rows.js';
import type { ApprovedTx } from './policy.stage.js';

export interface SigningKeys {
  keyOf(walletId: string): Promise<{ readonly identity: KeyIdentity; readonly key: SealedKey }>;
}

export interface SignContext {
  readonly chain: ChainPort;
  readonly signer: SignerPort;
  readonly keys: SigningKeys;
}

/**
 * Builds the bytes of one attempt and has them signed. The only caller of the signer for transactions, and it accepts nothing
 * but what the policy stage authorised. The adapter has decoded the bytes again and compared them with the intent before the
 * signer sees them; the same attempt always gives the same bytes, so a crash after this costs nothing.
 */
export async function signTx(context: SignContext, tx: ApprovedTx, attempt: AttemptRow): Promise<SignedTransaction> {
  const unsigned = context.chain.build(tx.intent, attempt.params, attempt.nonce ?? undefined);
  const { identity, key } = await context.keys.keyOf(tx.walletId);
  const { kind, payload } = unsigned;
  const consent = tx.consent === undefined ? {} : { consent: tx.consent };
  const signature = await context.signer.signTransaction({ identity, key, kind, payload, trace: tx.transactionId, ...consent });
  return context.chain.assemble(unsigned, signature);
}
