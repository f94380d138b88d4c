import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { DomainError, type ErrorCode } from '@waiaas/core';
import type { IdSource } from '../time/id-source.js';
import type { Route, RouteTable } from '../routing/route-table.js';
import type { ClientAddresses, Peer } from './client-address.js';
import { answerPreflight, setCorsHeaders } from './cors-headers.js';
import { HostRule, originForm } from './host-rule.js';
import type { OriginRule } from './origin-rule.js';
import { refuse, refuseConnection, SECURITY_HEADERS } from './raw-refusal.js';
import { setRequestState } from './request-state.js';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const CLIENT_REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

export interface BoundaryRules {
  readonly addresses: ClientAddresses;
  readonly origins: OriginRule;
  readonly allowedHosts: readonly string[];
  readonly routes: RouteTable;
  readonly ids: IdSource;
}

interface Admission {
  readonly peer: Peer;
  readonly route: Route | undefined;
  readonly corsOrigin?: string;
}

/**
 * Judges every request on the listener before anything routes it or reads its body: Host, then Origin, then the route.
 *
 * It sits below the framework because the framework answers some requests (undecodable paths, unknown methods) without running
 * its hooks. The order of the checks is the contract; a check moved further down would speak to a stranger first.
 */
export class RequestBoundary {
  readonly #rules: BoundaryRules;
  readonly #inFlight = new Set<ServerResponse>();
  #hosts: HostRule;
  #isDraining = false;
  #drained: (() => void) | undefined;

  constructor(rules: BoundaryRules) {
    this.#rules = rules;
    // Nothing is served before the port is known.
    this.#hosts = new HostRule(-1, []);
  }

  /** The Host check needs the port that was really taken. */
  listeningOn(port: number): void {
    this.#hosts = new HostRule(port, this.#rules.allowedHosts);
  }

  /** Wraps the framework's listener. */
  guard(next: RequestListener): RequestListener {
    return (request, response) => {
      const requestId = this.#requestId(request);
      response.setHeader('x-request-id', requestId);
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
      const admission = this.#judge(request);
      if (admission instanceof DomainError) {
        refuse(response, admission, requestId);
        return;
      }
      this.#admit(request, response, { ...admission, requestId, next });
    };
  }

  /** CONNECT and protocol upgrades never reach the framework. */
  refuseTunnel(request: IncomingMessage, socket: Duplex): void {
    const verdict = this.#judge(request);
    const code: ErrorCode = verdict instanceof DomainError ? verdict.code : 'NOT_FOUND';
    refuseConnection(socket, code, this.#requestId(request));
  }

  /** From now on every new request is told to go away; resolves when the last one under way is answered. */
  async drain(): Promise<void> {
    this.#isDraining = true;
    if (this.#inFlight.size === 0) return;
    await new Promise<void>((resolve) => (this.#drained = resolve));
  }

  #judge(request: IncomingMessage): Admission | DomainError {
    const host = this.#hosts.accept(request);
    if (host === undefined) return new DomainError('HOST_NOT_ALLOWED');
    const peer = this.#rules.addresses.resolve(request);
    const route = this.#route(request);
    const origin = this.#rules.origins.judge(request, { host, scheme: peer.scheme, routeKind: route?.policy.kind });
    if (!origin.passes) return new DomainError('ORIGIN_NOT_ALLOWED');
    return { peer, route, ...(origin.corsOrigin === undefined ? {} : { corsOrigin: origin.corsOrigin }) };
  }

  /** The route asked for; on a preflight the one it announces. */
  #route(request: IncomingMessage): Route | undefined {
    request.url = originForm(request.url ?? '');
    const [path = ''] = request.url.split('?', 1);
    const method = request.method ?? '';
    if (!METHODS.has(method)) return undefined;
    const announced = request.headers['access-control-request-method'];
    return this.#rules.routes.match(method === 'OPTIONS' ? (announced ?? '') : method, path);
  }

  #admit(
    request: IncomingMessage,
    response: ServerResponse,
    admission: Admission & { readonly requestId: string; readonly next: RequestListener },
  ): void {
    const { route, corsOrigin, requestId, peer } = admission;
    if (corsOrigin !== undefined) setCorsHeaders(response, corsOrigin);
    if (request.method === 'OPTIONS' && corsOrigin !== undefined && route !== undefined) {
      answerPreflight(response, route.method);
      return;
    }
    if (route === undefined || request.method === 'OPTIONS') {
      refuse(response, new DomainError('NOT_FOUND'), requestId);
      return;
    }
    if (this.#isDraining) {
      response.setHeader('connection', 'close');
      refuse(response, new DomainError('SHUTTING_DOWN'), requestId);
      return;
    }
    setRequestState(request, {
      requestId,
      route,
      peerAddress: peer.address,
      clientAddress: peer.client,
      contentType: request.headers['content-type'],
    });
    this.#track(response);
    admission.next(request, response);
  }

  #track(response: ServerResponse): void {
    this.#inFlight.add(response);
    response.once('close', () => {
      this.#inFlight.delete(response);
      if (this.#inFlight.size === 0) this.#drained?.();
    });
  }

  #requestId(request: IncomingMessage): string {
    const own = request.headers['x-request-id'];
    return typeof own === 'string' && CLIENT_REQUEST_ID.test(own) ? own : this.#rules.ids.next();
  }
}
