import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Logger } from '../logging/logger.js';
import { Database } from '../../infra/prisma/database.js';
import { integrityError } from '../../infra/prisma/row-guard.js';
import { sendError } from './send-error.js';
import { toDomainError } from './to-domain-error.js';

/**
 * Turns whatever a handler throws into the one error form. Anything that is no DomainError is a bug or broken infrastructure: it is
 * logged with the request id, and the caller gets the id and nothing else.
 */
@Catch()
export class DomainErrorFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly database: Database,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendError(this.#explained(thrown), http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), this.logger);
  }

  /** A stored row that cannot be read is no bug where somebody else wrote it. */
  #explained(thrown: unknown): unknown {
    if (toDomainError(thrown).code !== 'INTERNAL_ERROR') return thrown;
    const { guard, client } = this.database;
    const isAltered = guard.look(client).some(({ table }) => table !== 'schema');
    return isAltered ? integrityError(thrown) : thrown;
  }
}
