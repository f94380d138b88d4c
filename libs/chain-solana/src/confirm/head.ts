import type { NetworkHead } from '@waiaas/core';
import type { Endpoint } from '../rpc/endpoint.js';
import type { EndpointPool } from '../rpc/endpoint-pool.js';
import { isNodeHealthy, readSlot } from '../rpc/ledger.js';
import type { Clock } from '../rpc/endpoint.js';

/** Solana makes a slot every 0.4 s; a newest one this old is a node that has stopped. */
const STALLED_MS = 60_000;

/** The newest confirmed slot, and whether it still moves. */
export class HeadWatch {
  #height = -1;
  #movedAtMs = 0;
  #newest = -1;
  #readAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly pool: EndpointPool,
    private readonly clock: Clock,
  ) {}

  async read(): Promise<NetworkHead> {
    const heads = await this.pool.readAll(readHead);
    const best = heads.reduce((high, head) => (head.height > high.height ? head : high));
    const now = this.clock.now();
    this.saw(best.height);
    this.#readAtMs = now;
    if (best.height !== this.#height) {
      this.#height = best.height;
      this.#movedAtMs = now;
    }
    return { height: best.height, isHealthy: heads.some(({ isHealthy }) => isHealthy) && now - this.#movedAtMs < STALLED_MS };
  }

  async recent(withinMs: number): Promise<number> {
    const age = this.clock.now() - this.#readAtMs;
    if (age < 0 || age >= withinMs) await this.read();
    return this.#newest;
  }

  /** A slot that something was found in, whatever the head was when it was asked for. */
  saw(slot: number): void {
    this.#newest = Math.max(this.#newest, slot);
  }
}

async function readHead(endpoint: Endpoint): Promise<NetworkHead> {
  const [height, isHealthy] = await Promise.all([readSlot(endpoint), isNodeHealthy(endpoint)]);
  return { height, isHealthy };
}
