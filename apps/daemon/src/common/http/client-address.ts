import { BlockList, isIP } from 'node:net';
import type { IncomingMessage } from 'node:http';
import type { Scheme } from '../auth/cookies.js';
import { RecentMap } from '../recent-map.js';

export interface Peer {
  /** The other end of the TCP connection. */
  readonly address: string;
  /** Who a trusted proxy says is asking; the peer itself without one. */
  readonly client: string;
  readonly scheme: Scheme;
  /** Named as a proxy: what it forwards is believed. */
  readonly isTrusted: boolean;
}

const FORWARDED_HEADERS = ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'forwarded'];

/** Whether the request claims to come from somebody else than its peer. */
export function isForwarded(request: IncomingMessage): boolean {
  return FORWARDED_HEADERS.some((name) => request.headers[name] !== undefined);
}

/** IPv4 in IPv6 clothes is one address, not two. */
export function plainAddress(address: string): string {
  const unbracketed = address.trim().replace(/^\[([^\]]*)\](?::[0-9]+)?$/, '$1');
  return /^::ffff:[0-9.]+$/i.test(unbracketed) ? unbracketed.slice('::ffff:'.length) : unbracketed.toLowerCase();
}

/** Addresses that are not looked up anew: a daemon has few peers, and each of them is asked about with every request. */
const MAX_KNOWN = 1000;

/** Reads forwarded headers from the peers named as proxies, and from nobody else. */
export class ClientAddresses {
  readonly #trusted = new BlockList();
  readonly #known = new RecentMap<string, boolean>(MAX_KNOWN);

  constructor(trustedProxies: readonly string[]) {
    for (const entry of trustedProxies) {
      const [address = '', prefix] = entry.split('/');
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
      if (prefix === undefined) this.#trusted.addAddress(address, family);
      else this.#trusted.addSubnet(address, Number(prefix), family);
    }
  }

  isTrusted(address: string): boolean {
    const known = this.#known.get(address);
    if (known !== undefined) return known;
    const family = isIP(address);
    const isTrusted = family !== 0 && this.#trusted.check(address, family === 6 ? 'ipv6' : 'ipv4');
    this.#known.set(address, isTrusted);
    return isTrusted;
  }

  resolve(request: IncomingMessage): Peer {
    const address = plainAddress(request.socket.remoteAddress ?? '');
    if (!this.isTrusted(address)) return { address, client: address, scheme: 'http', isTrusted: false };
    return { address, client: this.#client(request, address), scheme: forwardedScheme(request), isTrusted: true };
  }

  /** The right-most entry that is no proxy of ours: whatever stands further left was written by that client. */
  #client(request: IncomingMessage, peer: string): string {
    const hops = forwardedFor(request);
    for (const hop of hops.reverse()) {
      if (isIP(hop) === 0) return peer;
      if (!this.isTrusted(hop)) return hop;
    }
    return peer;
  }
}

function headerList(request: IncomingMessage, name: string): string[] {
  const value = request.headers[name];
  const text = Array.isArray(value) ? value.join(',') : (value ?? '');
  return text === '' ? [] : text.split(',').map((entry) => entry.trim());
}

/** `X-Forwarded-For`, else the `for` members of RFC 7239 `Forwarded`. */
function forwardedFor(request: IncomingMessage): string[] {
  const classic = headerList(request, 'x-forwarded-for');
  if (classic.length > 0) return classic.map(plainAddress);
  return headerList(request, 'forwarded').map((hop) => plainAddress(forwardedMember(hop, 'for')));
}

function forwardedMember(hop: string, name: string): string {
  const pair = hop.split(';').find((part) => part.trim().toLowerCase().startsWith(`${name}=`));
  return pair === undefined
    ? ''
    : pair
        .slice(pair.indexOf('=') + 1)
        .trim()
        .replaceAll('"', '');
}

function forwardedScheme(request: IncomingMessage): Scheme {
  const classic = headerList(request, 'x-forwarded-proto').at(-1);
  const scheme = classic ?? forwardedMember(headerList(request, 'forwarded').at(-1) ?? '', 'proto');
  return scheme.toLowerCase() === 'https' ? 'https' : 'http';
}
