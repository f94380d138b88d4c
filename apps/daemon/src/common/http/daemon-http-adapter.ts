import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DomainError, type ErrorCode } from '@waiaas/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendError } from '../errors/send-error.js';
import type { Logger } from '../logging/logger.js';
import type { IdSource } from '../time/id-source.js';
import { ConnectionCap, type ConnectionLimits } from './connection-limits.js';
import { isReadAsJson } from './media-type.js';
import { refuseConnection } from './raw-refusal.js';
import type { RequestBoundary } from './request-boundary.js';
import { requestState } from './request-state.js';
import type { Sightings } from './sightings.js';

export const BODY_LIMIT_BYTES = 256 * 1024;
const RAW_BODY = 'application/octet-stream';

/** What the adapter asks before a body is read: the address buckets. */
export interface AddressGate {
  admit(request: FastifyRequest): Promise<void>;
}

export interface HttpParts {
  readonly boundary: RequestBoundary;
  readonly gate: AddressGate;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly sightings: Sightings;
  readonly limits: ConnectionLimits;
}

/** Method and path of a route as the framework registered it. */
export interface RegisteredRoute {
  readonly method: string;
  readonly path: string;
}

/**
 * Fastify as Nest sees it, stripped of its own ideas: no parser but one that keeps raw bytes (they are read as JSON after the
 * guards), no router forgiveness, no answers of its own.
 */
export class DaemonHttpAdapter extends FastifyAdapter {
  readonly registered: RegisteredRoute[] = [];

  constructor(private readonly parts: HttpParts) {
    super({
      serverFactory: (handler: RequestListener) => makeServer(handler, parts),
      // Node answers malformed bytes, slow and oversized headers by itself otherwise.
      clientErrorHandler: (error: NodeJS.ErrnoException, socket: Duplex) =>
        refuseConnection(socket, connectionErrorCode(error), parts.ids.next()),
      frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply) =>
        sendError(new DomainError('NOT_FOUND'), request, reply, parts.logger),
      genReqId: (request: IncomingMessage) => requestState(request).requestId,
      bodyLimit: BODY_LIMIT_BYTES,
      return503OnClosing: false,
      routerOptions: { caseSensitive: true, ignoreTrailingSlash: false, ignoreDuplicateSlashes: false, maxParamLength: 256 },
      logger: false,
      skipMiddie: true,
    });
    const fastify = this.getInstance();
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const name of Array.isArray(method) ? method : [method]) this.registered.push({ method: name, path: url });
    });
    fastify.addHook('onRequest', async (request) => {
      refuseOtherRoute(request);
      await parts.gate.admit(request);
      takeRawBody(request);
    });
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser<Buffer>('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES }, keepRawBody);
  }

  // Nest would install handlers that answer in its own form.
  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.getInstance().setErrorHandler((error, request, reply) => sendError(error, request, reply, this.parts.logger));
  }

  override setNotFoundHandler(): ReturnType<FastifyAdapter['setNotFoundHandler']> {
    return this.getInstance().setNotFoundHandler((request, reply) =>
      sendError(new DomainError('NOT_FOUND'), request, reply, this.parts.logger),
    );
  }
}

function makeServer(handler: RequestListener, { boundary, limits, sightings }: HttpParts): Server {
  const guarded = boundary.guard(handler);
  const server = createServer(
    {
      requireHostHeader: false,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: limits.checkMs,
    },
    guarded,
  );
  new ConnectionCap(limits, (address) => boundary.knowsPeer(address), sightings).watch(server);
  // The body is asked for only once the request has passed the boundary.
  const continued = boundary.guard((request, response) => {
    response.writeContinue();
    handler(request, response);
  });
  server.on('checkContinue', continued);
  // An unknown Expect value would get a bare 417; it is ignored as RFC 9110 §10.1.1 allows.
  server.on('checkExpectation', guarded);
  server.on('connect', (request: IncomingMessage, socket: Duplex) => boundary.refuseTunnel(request, socket));
  return server;
}

function connectionErrorCode(error: NodeJS.ErrnoException): ErrorCode {
  if (error.code === 'HPE_HEADER_OVERFLOW') return 'HEADERS_TOO_LARGE';
  return error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'REQUEST_TIMEOUT' : 'MALFORMED_REQUEST';
}

/** The boundary chose the route by its exact spelling. If the router, which decodes first, chose another, the path is no route. */
function refuseOtherRoute(request: FastifyRequest): void {
  const { route } = requestState(request.raw);
  if (request.is404 || request.routeOptions.url !== route.path) throw new DomainError('NOT_FOUND');
}

/** Any media type is read as bytes; whether it is acceptable is judged with the bytes, since an empty body always is. */
function takeRawBody(request: FastifyRequest): void {
  const { headers } = request.raw;
  const hasBody = headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
  if (hasBody) headers['content-type'] = RAW_BODY;
  else delete headers['content-type'];
}

function keepRawBody(request: FastifyRequest, body: Buffer, done: (error: Error | null, body?: Buffer) => void): void {
  const { contentType } = requestState(request.raw);
  const isAcceptable = body.length === 0 || isReadAsJson(contentType, request.headers);
  if (isAcceptable) done(null, body);
  else done(new DomainError('UNSUPPORTED_MEDIA_TYPE'));
}
