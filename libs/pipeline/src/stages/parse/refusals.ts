import { DomainError, validationError } from '@waiaas/core';

/** One refused member of a request. */
export function refusedMember(path: string, code: string, message: string): DomainError {
  return validationError([{ path, code, message }]);
}

export function notAnAddress(path: string): DomainError {
  const message = 'is not an address of this chain, or its checksum is wrong';
  return new DomainError('INVALID_ADDRESS', { details: { issues: [{ path, code: 'isAddress', message }] } });
}
