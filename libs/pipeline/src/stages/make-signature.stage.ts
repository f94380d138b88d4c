import { DomainError, err, ok, type RawTransactionPort, type Result, type SignerPort } from '@waiaas/core';
import type { SignatureRow } from '../ports/signature-rows.js';
import { signatureHashOf, type SignatureRequest } from '../values/signature-request.js';
import { isServed } from './policy.stage.js';
import type { SigningKeys } from './sign.stage.js';

declare const approved: unique symbol;

/** A signature that policy let through and that is on record. Only `authorizeSignature` makes one, and nothing else is signed here. */
export interface ApprovedSignature {
  readonly id: string;
  readonly walletId: string;
  readonly request: SignatureRequest;
  readonly [approved]: true;
}

/**
 * The last check before a signature is made, from the stored row alone: the verdict allowed it without a wait, and the request is the
 * one that was judged.
 */
export function authorizeSignature(row: SignatureRow): Result<ApprovedSignature, 'INTENT_MISMATCH'> {
  const { decision, request } = row;
  const isAllowed = row.status === 'SIGNED' && decision.allowed && decision.tier !== null && isServed(decision.tier, null);
  if (!isAllowed || signatureHashOf(request) !== row.requestHash) return err('INTENT_MISMATCH');
  return ok({ id: row.id, walletId: row.walletId, request } as ApprovedSignature);
}

export interface MakeContext {
  readonly signer: SignerPort;
  readonly keys: SigningKeys;
  readonly raw: RawTransactionPort;
  /** Whether an order to stop is in force, stored already or not. */
  readonly isStopped: () => boolean;
}

export interface MadeSignature {
  /** Of a transaction: the signed bytes. Of a message: hex as the signer gives it. */
  readonly text: string;
  /** Of a transaction. Null where its payer has not signed yet. */
  readonly txHash: string | null;
  /** Of a transaction: what the chain is asked for. */
  readonly watchHash: string | null;
}

/**
 * Has the signer sign it; the same approved signature always comes out the same, so a crash after this costs nothing. Under an order to stop
 * nothing is signed, and what was being made when it came is forgotten.
 */
export async function makeSignature(context: MakeContext, approved: ApprovedSignature): Promise<MadeSignature> {
  refuseStopped(context);
  const made = await signed(context, approved);
  refuseStopped(context);
  return made;
}

function refuseStopped({ isStopped }: MakeContext): void {
  if (isStopped()) throw new DomainError('SYSTEM_LOCKED');
}

async function signed(context: MakeContext, { id: trace, walletId, request }: ApprovedSignature): Promise<MadeSignature> {
  const { identity, key } = await context.keys.keyOf(walletId);
  switch (request.signs) {
    case 'transaction': {
      const { kind, payload } = context.raw.unsigned(request.transaction, request.from);
      const signature = await context.signer.signTransaction({ identity, key, kind, payload, trace });
      const { raw, hash, watchHash } = context.raw.complete(request.transaction, request.from, signature);
      return { text: raw, txHash: hash, watchHash };
    }
    case 'message': {
      const kind = request.chain === 'ethereum' ? 'evm-message' : 'solana-message';
      return message(await context.signer.signMessage({ identity, key, kind, message: request.message, trace }));
    }
    case 'typedData':
      return message(await context.signer.signTypedData({ identity, key, typedData: JSON.stringify(request.typedData), trace }));
  }
}

function message(signature: string): MadeSignature {
  return { text: signature, txHash: null, watchHash: null };
}
