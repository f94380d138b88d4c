import type { IncomingMessage } from 'node:http';

/** Which authorities this daemon answers to. Names are compared as text: no resolving, no normalising, nothing to rebind. */
export class HostRule {
  readonly #allowed: ReadonlySet<string>;

  constructor(listeningPort: number, allowedHosts: readonly string[]) {
    const loopback = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${listeningPort}`);
    this.#allowed = new Set([...loopback, ...allowedHosts].flatMap((entry) => spellings(entry.toLowerCase())));
  }

  /** The one Host of the request if it is served here, else undefined. An absolute-form target must name the same authority. */
  accept(request: IncomingMessage): string | undefined {
    const hosts = rawValues(request, 'host');
    const host = hosts[0]?.toLowerCase();
    if (hosts.length !== 1 || host === undefined || !this.#allowed.has(host)) return undefined;
    const authority = targetAuthority(request.url ?? '');
    return authority === undefined || authority.toLowerCase() === host ? host : undefined;
  }
}

// Browsers leave a default port out.
function spellings(entry: string): string[] {
  const port = /:([0-9]+)$/.exec(entry)?.[1];
  if (port === undefined) return [entry, `${entry}:80`, `${entry}:443`];
  return port === '80' || port === '443' ? [entry, entry.slice(0, -port.length - 1)] : [entry];
}

function rawValues(request: IncomingMessage, name: string): string[] {
  const { rawHeaders } = request;
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

/** The authority of an absolute-form target (RFC 9112 §3.2.2), or undefined for the other forms. */
export function targetAuthority(target: string): string | undefined {
  return /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(target)?.[1];
}

/** The target in origin form: what routing sees, whichever form was sent. */
export function originForm(target: string): string {
  const rest = target.replace(/^https?:\/\/[^/?#]*/i, '');
  if (rest === target) return target;
  return rest.startsWith('/') ? rest : `/${rest}`;
}
