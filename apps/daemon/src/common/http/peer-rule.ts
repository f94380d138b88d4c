import { isIP } from 'node:net';

export function isLoopbackAddress(address: string): boolean {
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}

/**
 * Who may open a connection at all: this machine, the router through which a container engine's published port arrives, and the
 * trusted proxies. Judged before the Host, which a stranger writes as he likes.
 */
export class PeerRule {
  readonly #gateways: ReadonlySet<string>;

  constructor(gateways: readonly string[]) {
    this.#gateways = new Set(gateways);
  }

  accepts(peer: { readonly address: string; readonly isTrusted: boolean }): boolean {
    return isLoopbackAddress(peer.address) || peer.isTrusted || this.#gateways.has(peer.address);
  }
}
