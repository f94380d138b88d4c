import { DomainError, ERROR_CODES } from '@waiaas/core';
import type { ErrorResponse } from '@waiaas/api-types';

export interface FlatError {
  readonly status: number;
  readonly body: ErrorResponse;
  readonly retryAfterSeconds: number | undefined;
}

/** The answer a refusal becomes: status, message and retryability belong to its code. */
export function flatError(error: DomainError, requestId: string): FlatError {
  const [status, retryable, message] = ERROR_CODES[error.code];
  const isBare = error.code === 'INTERNAL_ERROR';
  const body: ErrorResponse = {
    code: error.code,
    message,
    retryable: error.retryable ?? retryable,
    requestId,
    ...(isBare || error.details === undefined ? {} : { details: error.details }),
    ...(isBare || error.hint === undefined ? {} : { hint: error.hint }),
  };
  return { status, body, retryAfterSeconds: retryAfter(status, body.retryable, error) };
}

/** Every 429 says when to come back, and so does a 503 that passes by itself. */
function retryAfter(status: number, retryable: boolean, error: DomainError): number | undefined {
  if (error.retryAfterSeconds !== undefined) return Math.max(1, Math.ceil(error.retryAfterSeconds));
  return status === 429 || (status === 503 && retryable) ? 1 : undefined;
}
