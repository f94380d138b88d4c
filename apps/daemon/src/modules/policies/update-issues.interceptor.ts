import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { DomainError, isUuid } from '@waiaas/core';
import type { FastifyRequest } from 'fastify';
import { catchError, from, type Observable, throwError } from 'rxjs';
import { isPlainObject } from '../../common/validation/plain-object.js';
import { withFurtherIssues } from '../../common/validation/request-issues.js';
import { PoliciesRepository } from './policies.repository.js';
import { rulesIssues } from './policy-rules.js';

/** What is wrong with the rules of an edit depends on the stored policy: a bad head shall not hide it. */
@Injectable()
export class UpdateIssues implements NestInterceptor {
  constructor(private readonly policies: PoliciesRepository) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (!(error instanceof DomainError) || error.code !== 'VALIDATION_FAILED') return throwError(() => error);
        return from(this.#named(error, request));
      }),
    );
  }

  async #named(error: DomainError, { params, body }: FastifyRequest): Promise<never> {
    const { id } = params as { readonly id: string };
    const rules = isPlainObject(body) ? body['rules'] : undefined;
    const policy = isUuid(id) && isPlainObject(rules) ? await this.policies.find(id) : undefined;
    throw policy === undefined || policy.deletedAt !== null ? error : withFurtherIssues(error, rulesIssues(policy, rules));
  }
}
