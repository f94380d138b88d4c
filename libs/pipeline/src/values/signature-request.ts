import { hashJson, type Chain, type JsonValue, type NetworkName } from '@waiaas/core';
import type { RequestType } from '@waiaas/policy';

interface Asked {
  /** What it is judged as. */
  readonly type: RequestType;
  readonly walletId: string;
  readonly chain: Chain;
  readonly network: NetworkName;
  /** Address of the wallet. */
  readonly from: string;
}

/**
 * The canonical request of a signature that is handed out. Everything that is signed is in it, so that a signature that a crash cut
 * off is made again from the stored row alone: the same one, since signing is deterministic.
 */
export type SignatureRequest = Asked &
  (
    | { readonly signs: 'transaction'; readonly transaction: string }
    | { readonly signs: 'message'; readonly message: string }
    | { readonly signs: 'typedData'; readonly typedData: Readonly<Record<string, unknown>> }
  );

/** SHA-256 of its RFC 8785 text. */
export function signatureHashOf(request: SignatureRequest): string {
  return hashJson(request as unknown as JsonValue);
}
