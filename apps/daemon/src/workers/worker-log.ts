import { Injectable } from '@nestjs/common';
import { DomainError, type ErrorCode } from '@waiaas/core';
import { Logger } from '../common/logging/logger.js';

const PASSING: ReadonlySet<ErrorCode> = new Set([
  'ADAPTER_NOT_AVAILABLE',
  'KEYSTORE_LOCKED',
  'STORAGE_UNAVAILABLE',
  'SHUTTING_DOWN',
]);

/** What a worker says of a visit that failed. The visit is repeated and nothing is lost by it, so what passes by itself is no error. */
@Injectable()
export class WorkerLog {
  constructor(private readonly logger: Logger) {}

  failed(worker: string, error: unknown): void {
    if (error instanceof DomainError && PASSING.has(error.code)) this.logger.warn('a worker waits', { worker, code: error.code });
    else this.logger.error('a worker visit failed', error, { worker });
  }
}
