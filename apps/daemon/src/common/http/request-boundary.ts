import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { DomainError, type ErrorCode } from '@waiaas/core';
import type { IdSource } from '../time/id-source.js';
import type { Route, RouteTable } from '../routing/route-table.js';
import { certificateDigest, isRoleEnough } from './client-role.js';
import { type ClientAddresses, isForwarded, type Peer } from './client-address.js';
import { answerPreflight, setCorsHeaders } from './cors-headers.js';
import { HostRule, originForm } from './host-rule.js';
import type { OriginRule } from './origin-rule.js';
import { isLoopbackAddress, type PeerRule } from './peer-rule.js';
import { refuse, refuseConnection, SECURITY_HEADERS } from './raw-refusal.js';
import { setRequestState } from './request-state.js';
import type { Sightings } from './sightings.js';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const DOCTOR_NAME = 'waiaas-doctor.invalid';
const ROLE_HINT = 'Through the proxy this needs a client certificate with the role for it (admin, owner).';
const CLIENT_REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

export interface BoundaryRules {
  readonly addresses: ClientAddresses;
  readonly peers: PeerRule;
  readonly origins: OriginRule;
  readonly allowedHosts: readonly string[];
  readonly routes: RouteTable;
  readonly ids: IdSource;
  /** What is noticed on the way, for the exposure report. */
  readonly sightings: Sightings;
}

interface Admission {
  readonly peer: Peer;
  readonly route: Route | undefined;
  readonly corsOrigin?: string;
}

/**
 * Judges every request on the listener before anything routes it or reads its body: peer, Host, Origin, then the route.
 *
 * It sits below the framework because the framework answers some requests (undecodable paths, unknown methods) without running
 * its hooks. The order of the checks is the contract; a check moved further down would speak to a stranger first.
 */
export class RequestBoundary {
  readonly #rules: BoundaryRules;
  readonly #inFlight = new Set<ServerResponse>();
  #hosts: HostRule;
  readonly #draining = new AbortController();
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

  /** Whether a peer of this address is talked to at all. */
  knowsPeer(address: string): boolean {
    return this.#rules.peers.accepts({ address, isTrusted: this.#rules.addresses.isTrusted(address) });
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
    this.#draining.abort();
    if (this.#inFlight.size === 0) return;
    await new Promise<void>((resolve) => (this.#drained = resolve));
  }

  #judge(request: IncomingMessage): Admission | DomainError {
    const peer = this.#rules.addresses.resolve(request);
    const host = this.#isPeerAccepted(peer) ? this.#hosts.accept(request) : undefined;
    if (host === undefined) {
      this.#noteRefusal('host-refused', request);
      return new DomainError('HOST_NOT_ALLOWED');
    }
    this.#noteForwarding(request, peer);
    const route = this.#route(request);
    const origin = this.#rules.origins.judge(request, { host, scheme: peer.scheme, policy: route?.policy });
    if (!origin.passes) {
      this.#noteRefusal('origin-refused', request);
      return new DomainError('ORIGIN_NOT_ALLOWED');
    }
    if (route !== undefined && isProxied(request, peer) && !isRoleEnough(request, route)) {
      return new DomainError('ORIGIN_NOT_ALLOWED', { hint: ROLE_HINT });
    }
    return { peer, route, ...(origin.corsOrigin === undefined ? {} : { corsOrigin: origin.corsOrigin }) };
  }

  #isPeerAccepted(peer: Peer): boolean {
    const { peers, sightings } = this.#rules;
    if (!isLoopbackAddress(peer.address)) sightings.note('peer', peer.address);
    if (peers.accepts(peer)) return true;
    sightings.note('stranger', peer.address);
    return false;
  }

  #noteRefusal(kind: 'host-refused' | 'origin-refused', request: IncomingMessage): void {
    if (!isDoctor(request)) this.#rules.sightings.note(kind);
  }

  #noteForwarding(request: IncomingMessage, peer: Peer): void {
    const { sightings } = this.#rules;
    if (!peer.isTrusted) {
      if (isForwarded(request) && !isDoctor(request)) sightings.note('forwarded-ignored');
    } else if (peer.scheme === 'https') sightings.note('tls', peer.address);
    else if (!isLoopbackAddress(peer.client)) sightings.note('plain', peer.address);
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
    if (this.#draining.signal.aborted) {
      response.setHeader('connection', 'close');
      refuse(response, new DomainError('SHUTTING_DOWN'), requestId);
      return;
    }
    setRequestState(request, {
      requestId,
      route,
      peerAddress: peer.address,
      clientAddress: peer.client,
      scheme: peer.scheme,
      draining: this.#draining.signal,
      contentType: request.headers['content-type'],
      certificate: peer.isTrusted ? certificateDigest(request) : undefined,
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

/**
 * `waiaas doctor` tries what an attacker would, under a name that resolves nowhere, so that no web page can have it. It is refused
 * like everybody, and not counted: a healthy installation would otherwise report the look at it.
 */
function isDoctor({ headers }: IncomingMessage): boolean {
  return [headers.host, headers.origin?.replace('https://', ''), headers['x-forwarded-for']].includes(DOCTOR_NAME);
}

/** A program of this machine that asks by itself may share the address of a proxy; then it forwards for nobody. */
function isProxied(request: IncomingMessage, peer: Peer): boolean {
  return peer.isTrusted && (isForwarded(request) || !isLoopbackAddress(peer.address));
}
