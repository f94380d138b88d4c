import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { refuseUnknownMembers } from '../validation/request-issues.js';
import { ACCEPTS_ANY_BODY, bodyClassOf } from './handler-body.js';
import { parseJsonBody } from './json-body.js';
import { normalizeQuery } from './query.js';

/**
 * Reads the query and the raw body. The last of the guards: a stranger learns nothing about his JSON, and the pipes validate what is
 * read here. It refuses nobody who is entitled; it is no interceptor because one costs every request a chain of observables.
 */
@Injectable()
export class RequestReader implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const handler = context.getHandler();
    request.query = normalizeQuery(request.query);
    const anyBody = this.reflector.get<boolean | undefined>(ACCEPTS_ANY_BODY, handler) === true;
    if (request.method !== 'GET' && request.method !== 'HEAD' && !anyBody) {
      const body = parseJsonBody(Buffer.isBuffer(request.body) ? request.body : undefined);
      if (bodyClassOf(context.getClass(), handler.name) === undefined) refuseUnknownMembers(body);
      request.body = body;
    }
    return true;
  }
}
