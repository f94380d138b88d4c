import { HttpException } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import { asStorageError } from '../../infra/prisma/storage-error.js';

/** What the framework calls its refusals, and what they are called here. */
const FRAMEWORK_CODES: Readonly<Record<string, ConstructorParameters<typeof DomainError>[0]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'MALFORMED_REQUEST',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_NOT_FOUND: 'NOT_FOUND',
  FST_ERR_BAD_URL: 'NOT_FOUND',
};

/** The refusal a thrown value stands for. What nobody expected is `INTERNAL_ERROR`, with the value as its cause. */
export function toDomainError(thrown: unknown): DomainError {
  if (thrown instanceof DomainError) return thrown;
  const storage = asStorageError(thrown);
  if (storage !== undefined) return storage;
  if (thrown instanceof HttpException && thrown.getStatus() === 404) return new DomainError('NOT_FOUND');
  const known = thrown instanceof Error && 'code' in thrown ? FRAMEWORK_CODES[String(thrown.code)] : undefined;
  return new DomainError(known ?? 'INTERNAL_ERROR', { cause: thrown });
}
