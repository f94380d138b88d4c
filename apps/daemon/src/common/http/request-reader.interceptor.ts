import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { refuseUnknownMembers } from '../validation/request-issues.js';
import { ACCEPTS_ANY_BODY, bodyClassOf } from './handler-body.js';
import { parseJsonBody } from './json-body.js';
import { normalizeQuery } from './query.js';

/**
 * Reads the query and the raw body. An interceptor, because it must come after the guards (a stranger learns nothing about his JSON)
 * and before the pipes (which validate what is read here).
 */
@Injectable()
export class RequestReader implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const handler = context.getHandler();
    request.query = normalizeQuery(request.query);
    const anyBody = this.reflector.get<boolean | undefined>(ACCEPTS_ANY_BODY, handler) === true;
    if (request.method !== 'GET' && request.method !== 'HEAD' && !anyBody) {
      const body = parseJsonBody(Buffer.isBuffer(request.body) ? request.body : undefined);
      if (bodyClassOf(context.getClass(), handler.name) === undefined) refuseUnknownMembers(body);
      request.body = body;
    }
    return next.handle();
  }
}
