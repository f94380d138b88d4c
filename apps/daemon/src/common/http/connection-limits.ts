import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { plainAddress } from './client-address.js';
import type { Sightings } from './sightings.js';

export interface ConnectionLimits {
  /** From the first byte of a request to the end of its headers. */
  readonly headersMs: number;
  /** From the first byte of a request to its last. */
  readonly requestMs: number;
  /** An idle connection is kept this long for the next request. */
  readonly keepAliveMs: number;
  /** How often slow requests are looked for. */
  readonly checkMs: number;
  readonly perPeer: number;
  /** Peers that are refused anyway, all together: they cannot take the room of those who are not. */
  readonly strangers: number;
}

export const CONNECTION_LIMITS: ConnectionLimits = {
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 5_000,
  checkMs: 2_000,
  perPeer: 512,
  strangers: 64,
};

const STRANGERS = 'strangers';

/** Closes connections beyond what one peer may hold open. No byte of theirs is read. */
export class ConnectionCap {
  readonly #open = new Map<string, number>();

  constructor(
    private readonly limits: ConnectionLimits,
    private readonly isKnown: (address: string) => boolean,
    private readonly sightings: Sightings,
  ) {}

  watch(server: Server): void {
    server.on('connection', (socket: Socket) => this.#take(socket));
  }

  #take(socket: Socket): void {
    const address = plainAddress(socket.remoteAddress ?? '');
    const isKnown = this.isKnown(address);
    const key = isKnown ? address : STRANGERS;
    const open = this.#open.get(key) ?? 0;
    if (open >= (isKnown ? this.limits.perPeer : this.limits.strangers)) {
      this.sightings.note('connections-refused', address);
      socket.destroy();
      return;
    }
    this.#open.set(key, open + 1);
    socket.once('close', () => this.#release(key));
  }

  #release(key: string): void {
    const open = (this.#open.get(key) ?? 1) - 1;
    if (open === 0) this.#open.delete(key);
    else this.#open.set(key, open);
  }
}
