import type { IncomingMessage } from 'node:http';
import type { AuthPolicy } from '../auth/auth.decorator.js';
import { cookieCredential, hasBearer } from '../auth/credentials.js';
import type { Scheme } from '../auth/cookies.js';

export interface OriginSubject {
  readonly host: string;
  readonly scheme: Scheme;
  /** Of the route asked for; undefined where there is none. */
  readonly policy: AuthPolicy | undefined;
}

export type OriginVerdict = { readonly passes: false } | { readonly passes: true; readonly corsOrigin?: string };

const REFUSED: OriginVerdict = { passes: false };
const PASSED: OriginVerdict = { passes: true };

/**
 * Keeps web pages out. A page of this very origin passes; a listed foreign origin reaches session routes with a session's own
 * credential and nothing else; every other page is refused, whatever it sends. A cookie, which browsers attach by themselves, counts
 * only where the browser says that this very origin asked.
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
    if (!this.#siteAllowed(request)) return REFUSED;
    return origin === undefined && usesCookie(request, subject) && !isReadOfOwnPage(request) ? REFUSED : PASSED;
  }

  #isCors(origin: string, request: IncomingMessage, subject: OriginSubject): boolean {
    if (!this.#corsOrigins.has(origin)) return false;
    if (subject.policy?.kind === 'session') return true;
    const choosesSession = hasBearer(request.headers) || request.method === 'OPTIONS';
    return subject.policy?.kind === 'session|master' && choosesSession;
  }

  #siteAllowed(request: IncomingMessage): boolean {
    const site = request.headers['sec-fetch-site'];
    if (site === undefined || site === 'same-origin') return true;
    return site === 'none' && isRead(request);
  }
}

function isRead({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

function usesCookie({ headers }: IncomingMessage, { policy, scheme }: OriginSubject): boolean {
  return policy !== undefined && cookieCredential(policy, headers, scheme) !== undefined;
}

/** Browsers send no Origin with the GET of a page to its own server; then this header, which no page can set, stands for it. */
function isReadOfOwnPage(request: IncomingMessage): boolean {
  return isRead(request) && request.headers['sec-fetch-site'] === 'same-origin';
}

function ownOrigin({ scheme, host }: OriginSubject): string | undefined {
  const url = `${scheme}://${host}`;
  return URL.canParse(url) ? new URL(url).origin : undefined;
}
