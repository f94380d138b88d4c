import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { chooseKind } from '../auth/credentials.js';
import type { Route } from '../routing/route-table.js';

/**
 * What the trusted proxy says of its client: `local` is this machine, the others are roles of client certificates. Everybody else,
 * whoever the proxy did not name a role for, may do what needs a session's own token and nothing more.
 */
export const ROLE_HEADER = 'x-waiaas-client-role';
/** The client's certificate: PEM, percent-encoded, or its SHA-256 in hex. */
export const CERTIFICATE_HEADER = 'x-waiaas-client-certificate';

const MAY_ADMINISTER = new Set(['local', 'admin']);
const MAY_OWN = new Set(['local', 'admin', 'owner']);

/** Whether a client that came through a trusted proxy has the role that the route asks for. */
export function isRoleEnough(request: IncomingMessage, route: Route): boolean {
  const role = request.headers[ROLE_HEADER];
  const name = typeof role === 'string' ? role : '';
  const kind = chooseKind(route.policy.kind, request.headers);
  const isLogin = kind === 'public' && route.policy.bucket === 'login';
  if (kind === 'master' || (isLogin && route.path.startsWith('/v1/admin/'))) return MAY_ADMINISTER.has(name);
  if (kind === 'owner' || (isLogin && route.path.startsWith('/v1/owner/'))) return MAY_OWN.has(name);
  return true;
}

/** SHA-256 (hex) of the certificate that a trusted proxy verified. */
export function certificateDigest(request: IncomingMessage): string | undefined {
  const value = request.headers[CERTIFICATE_HEADER];
  if (typeof value !== 'string' || value === '') return undefined;
  if (/^[0-9a-f]{64}$/i.test(value)) return value.toLowerCase();
  const der = derOf(value);
  return der === undefined ? undefined : createHash('sha256').update(der).digest('hex');
}

function derOf(encoded: string): Buffer | undefined {
  try {
    const body = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(decodeURIComponent(encoded))?.[1];
    return body === undefined ? undefined : Buffer.from(body, 'base64');
  } catch {
    return undefined;
  }
}
