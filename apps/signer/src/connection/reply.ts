import { DomainError, type SignerFault, type SignerReply } from '@waiaas/core';

export function okReply(id: number, result: unknown): SignerReply {
  return { id, ok: true, result };
}

export function faultReply(id: number, error: SignerFault): SignerReply {
  return { id, ok: false, error };
}

/**
 * Only the code and a fixed word of an expected refusal leave this process. Anything else is a bug whose message may quote
 * its input, so it is told apart by nothing but its code.
 */
export function faultOf(error: unknown): SignerFault {
  if (!(error instanceof DomainError)) return { code: 'INTERNAL_ERROR' };
  const reason = error.details?.['reason'];
  return typeof reason === 'string' ? { code: error.code, reason } : { code: error.code };
}
