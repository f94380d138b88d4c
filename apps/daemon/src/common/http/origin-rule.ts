import type { IncomingMessage } from 'node:http';
import type { AuthKind } from '../auth/auth.decorator.js';
import { hasBearer } from '../auth/credentials.js';

export interface OriginSubject {
  readonly host: string;
  readonly scheme: 'http' | 'https';
  /** Kind of the route asked for; undefined where there is none. */
  readonly routeKind: AuthKind | undefined;
}

export type OriginVerdict = { readonly passes: false } | { readonly passes: true; readonly corsOrigin?: string };

const REFUSED: OriginVerdict = { passes: false };
const PASSED: OriginVerdict = { passes: true };

/**
 * Keeps web pages out. A page of this very origin passes; a listed foreign origin reaches session routes with a session's own
 * credential and nothing else; every other page is refused, whatever it sends.
 */
export class OriginRule {
  readonly #corsOrigins: ReadonlySet<string>;

  constructor(corsOrigins: readonly string[]) {
    this.#corsOrigins = new Set(corsOrigins);
  }

  judge(request: IncomingMessage, subject: OriginSubject): OriginVerdict {
    const { origin } = request.headers;
    if (origin !== undefined && this.#isCors(origin, request, subject)) return { passes: true, corsOrigin: origin };
    if (origin !== undefined && origin !== ownOrigin(subject)) return REFUSED;
    return this.#siteAllowed(request) ? PASSED : REFUSED;
  }

  #isCors(origin: string, request: IncomingMessage, subject: OriginSubject): boolean {
    if (!this.#corsOrigins.has(origin)) return false;
    if (subject.routeKind === 'session') return true;
    const choosesSession = hasBearer(request.headers) || request.method === 'OPTIONS';
    return subject.routeKind === 'session|master' && choosesSession;
  }

  #siteAllowed(request: IncomingMessage): boolean {
    const site = request.headers['sec-fetch-site'];
    if (site === undefined || site === 'same-origin') return true;
    return site === 'none' && (request.method === 'GET' || request.method === 'HEAD');
  }
}

function ownOrigin({ scheme, host }: OriginSubject): string | undefined {
  const url = `${scheme}://${host}`;
  return URL.canParse(url) ? new URL(url).origin : undefined;
}
