import { DomainError } from '@waiaas/core';

/** The bytes are no payload this signer knows how to read. `reason` is a fixed word. */
export function invalidPayload(reason: string): DomainError {
  return new DomainError('INVALID_TRANSACTION', { details: { reason } });
}

/** The bytes are a payload of a kind that is never signed. */
export function unsupportedPayload(reason: string): DomainError {
  return new DomainError('UNSUPPORTED_TX_TYPE', { details: { reason } });
}
