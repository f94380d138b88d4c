import type { IncomingHttpHeaders } from 'node:http';

/** Whose browser login a cookie stands for. */
export type LoginKind = 'admin' | 'owner';
export type Scheme = 'http' | 'https';

/** Cookies know no ports: another server on this machine may have set one of the same name. More than a few are nobody's mistake. */
const MAX_TOKENS = 4;

/** Under TLS the `__Host-` prefix keeps other hosts and plain HTTP from setting it (RFC 6265bis §4.1.3). */
export function loginCookieName(kind: LoginKind, scheme: Scheme): string {
  return scheme === 'https' ? `__Host-waiaas_${kind}` : `waiaas_${kind}`;
}

/** What was sent under the name, first ones first. Empty where there is no such cookie. */
export function loginTokens(headers: IncomingHttpHeaders, kind: LoginKind, scheme: Scheme): readonly string[] {
  const start = `${loginCookieName(kind, scheme)}=`;
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.flatMap((pair) => (pair.startsWith(start) ? [pair.slice(start.length)] : [])).slice(0, MAX_TOKENS);
}

/** No Max-Age: the browser forgets it when it closes, the daemon when the login ends. */
export function loginCookie(kind: LoginKind, scheme: Scheme, token: string): string {
  return `${loginCookieName(kind, scheme)}=${token}; ${attributes(scheme)}`;
}

export function clearedLoginCookie(kind: LoginKind, scheme: Scheme): string {
  return `${loginCookieName(kind, scheme)}=; Max-Age=0; ${attributes(scheme)}`;
}

function attributes(scheme: Scheme): string {
  return `Path=/; HttpOnly; SameSite=Strict${scheme === 'https' ? '; Secure' : ''}`;
}
