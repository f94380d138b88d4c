import { chainIdOfTypedData, hashTypedData } from '@waiaas/core';
import { invalidPayload } from './payload-error.js';

export interface TypedDataPayload {
  /** EIP-712, 32 bytes. */
  readonly digest: Uint8Array;
  /** Undefined where the domain names none. */
  readonly chainId: bigint | undefined;
}

/**
 * Typed data from its JSON, strictly: everything hashed is declared and everything declared is there.
 *
 * @throws DomainError `INVALID_TRANSACTION` with reason `TYPED_DATA`.
 */
export function readTypedDataPayload(text: string): TypedDataPayload {
  const hashed = hashTypedData(parse(text));
  if (!hashed.ok) throw invalidPayload('TYPED_DATA');
  return { digest: hashed.value.digest, chainId: chainIdOfTypedData(hashed.value.data) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
