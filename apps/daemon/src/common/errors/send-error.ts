import type { DomainError } from '@waiaas/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../logging/logger.js';
import { flatError } from './flat-error.js';
import { toDomainError } from './to-domain-error.js';

/** Answers with the one error form and logs what an operator has to know. */
export function sendError(thrown: unknown, request: FastifyRequest, reply: FastifyReply, logger: Logger): void {
  const error = toDomainError(thrown);
  logFailure(logger, error, request);
  if (reply.sent) return;
  const flat = flatError(error, request.id);
  if (flat.retryAfterSeconds !== undefined) void reply.header('retry-after', String(flat.retryAfterSeconds));
  void reply.status(flat.status).send(flat.body);
}

/** Bugs, and infrastructure that failed underneath. An expected refusal is nobody's news. */
function logFailure(logger: Logger, error: DomainError, request: FastifyRequest): void {
  const facts = { requestId: request.id, method: request.method, route: request.routeOptions.url, code: error.code };
  if (error.code === 'INTERNAL_ERROR') logger.error('a request failed', error.cause, facts);
  else if (error.code === 'STORAGE_UNAVAILABLE') logger.error('the database cannot work', error.cause, facts);
}
