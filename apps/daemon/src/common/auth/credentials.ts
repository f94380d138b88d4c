import type { IncomingHttpHeaders } from 'node:http';
import type { AuthKind, AuthPolicy } from './auth.decorator.js';
import { loginTokens, type LoginKind, type Scheme } from './cookies.js';

export type ProofKind = 'public' | 'master' | 'session' | 'owner';

/** The login cookie a request is judged by, or undefined where a header answers for it, or no cookie could. */
export function cookieCredential(policy: AuthPolicy, headers: IncomingHttpHeaders, scheme: Scheme): CookieCredential | undefined {
  const kind = cookieKind(policy, headers);
  if (kind === undefined) return undefined;
  const tokens = loginTokens(headers, kind, scheme);
  return tokens.length === 0 ? undefined : { kind, tokens };
}

export interface CookieCredential {
  readonly kind: LoginKind;
  readonly tokens: readonly string[];
}

/** A header outranks a cookie, and an owner's cookie opens only what is declared to be read by it. */
function cookieKind(policy: AuthPolicy, headers: IncomingHttpHeaders): LoginKind | undefined {
  switch (chooseKind(policy.kind, headers)) {
    case 'master':
      return headers['x-master-password'] === undefined ? 'admin' : undefined;
    case 'owner':
      return policy.cookie === 'only' && headers['x-owner-signature'] === undefined ? 'owner' : undefined;
    case 'public':
    case 'session':
      return undefined;
  }
}

/** Which credential answers for a request. Chosen by the header that is there; a failed one is never replaced by another. */
export function chooseKind(kind: AuthKind, headers: IncomingHttpHeaders): ProofKind {
  switch (kind) {
    case 'session|master':
      return hasBearer(headers) ? 'session' : 'master';
    case 'owner|master':
      return headers['x-owner-signature'] === undefined ? 'master' : 'owner';
    case 'public':
    case 'master':
    case 'session':
    case 'owner':
      return kind;
  }
}

/** Other schemes belong to proxies in front of the daemon. */
export function hasBearer(headers: IncomingHttpHeaders): boolean {
  return /^Bearer(?: |$)/i.test(headers.authorization ?? '');
}

export function single(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** Node reads header bytes as latin1; the password was sent as UTF-8. */
export function masterPassword(headers: IncomingHttpHeaders): string | undefined {
  const value = single(headers, 'x-master-password');
  return value === undefined || value === '' ? undefined : Buffer.from(value, 'latin1').toString('utf8');
}

const BEARER = /^Bearer (\S+)$/i;

export function bearerToken(headers: IncomingHttpHeaders): string | undefined {
  return BEARER.exec(headers.authorization ?? '')?.[1];
}

export interface OwnerCredential {
  readonly signature: string | undefined;
  readonly message: string | undefined;
  readonly address: string | undefined;
}

export function ownerCredential(headers: IncomingHttpHeaders): OwnerCredential {
  return {
    signature: single(headers, 'x-owner-signature'),
    message: ownerMessage(single(headers, 'x-owner-message')),
    address: single(headers, 'x-owner-address'),
  };
}

function ownerMessage(value: string | undefined): string | undefined {
  return value === undefined ? undefined : Buffer.from(value, 'latin1').toString('utf8');
}
