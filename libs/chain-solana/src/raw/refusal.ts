import { DomainError } from '@waiaas/core';

/** The bytes are no transaction anybody here can read. */
export function unreadable(reason: string): DomainError {
  return new DomainError('INVALID_TRANSACTION', { details: { denyCode: 'UNDECODABLE', reason } });
}
