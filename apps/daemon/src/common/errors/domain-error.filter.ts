import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asStorageError } from '../../infra/prisma/storage-error.js';
import { Logger } from '../logging/logger.js';
import { flatError } from './flat-error.js';

/**
 * Turns whatever a handler throws into the one error form. Anything that is no DomainError is a bug or broken infrastructure: it is
 * logged with the request id, and the caller gets the id and nothing else.
 */
@Catch()
export class DomainErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const error = asDomainError(thrown);
    const flat = flatError(error, request.id);
    if (flat.status >= 500 && flat.status !== 501) this.#log(error, request);
    if (reply.sent) return;
    if (flat.retryAfterSeconds !== undefined) void reply.header('retry-after', String(flat.retryAfterSeconds));
    void reply.status(flat.status).send(flat.body);
  }

  #log(error: DomainError, request: FastifyRequest): void {
    const facts = { requestId: request.id, method: request.method, route: request.routeOptions.url, code: error.code };
    if (error.code === 'INTERNAL_ERROR') this.logger.error('a request failed', error.cause, facts);
    else if (error.cause !== undefined) this.logger.error('a request was refused for want of infrastructure', error.cause, facts);
  }
}

function asDomainError(thrown: unknown): DomainError {
  if (thrown instanceof DomainError) return thrown;
  const storage = asStorageError(thrown);
  if (storage !== undefined) return storage;
  // Nest's own refusals: nothing of ours throws them.
  if (thrown instanceof HttpException && thrown.getStatus() === 404) return new DomainError('NOT_FOUND');
  return new DomainError('INTERNAL_ERROR', { cause: thrown });
}
