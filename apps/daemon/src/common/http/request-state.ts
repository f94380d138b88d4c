import type { IncomingMessage } from 'node:http';
import type { DomainError } from '@waiaas/core';
import type { BrowserLogin } from '../auth/browser-login-verifier.js';
import type { Scheme } from '../auth/cookies.js';
import type { SessionPrincipal } from '../auth/session-token-verifier.js';
import type { Route } from '../routing/route-table.js';

/** What a credential proved before the body was read, without anything dear. The guard uses it instead of looking again. */
export type CheapProof =
  | { readonly kind: 'session'; readonly principal: SessionPrincipal }
  | { readonly kind: 'login'; readonly login: BrowserLogin }
  | { readonly kind: 'refused'; readonly refusal: DomainError }
  | { readonly kind: 'master' };

/** Facts about one request, established before routing and the same for every later stage. */
export interface RequestState {
  readonly requestId: string;
  readonly peerAddress: string;
  readonly clientAddress: string;
  /** As the client's own connection: a trusted proxy says so where it ends TLS. */
  readonly scheme: Scheme;
  readonly contentType: string | undefined;
  readonly route: Route;
  /** SHA-256 of the client certificate that a trusted proxy verified. */
  readonly certificate: string | undefined;
  /** Aborted when the daemon is about to stop. What would never end by itself ends then. */
  readonly draining: AbortSignal;
  cheapProof?: CheapProof;
}

const states = new WeakMap<IncomingMessage, RequestState>();

export function setRequestState(request: IncomingMessage, state: RequestState): void {
  states.set(request, state);
}

/** The state of a request that passed the boundary. Every request that reaches Fastify has one. */
export function requestState(request: IncomingMessage): RequestState {
  const state = states.get(request);
  if (state === undefined) throw new Error('the request did not pass the boundary');
  return state;
}
