import { Injectable } from '@nestjs/common';
import { DomainError, type NetworkName } from '@waiaas/core';
import { Turns, type Release } from '../../common/rate-limit/turns.js';

/**
 * Questions that requests have under way at the nodes of one network. Half of what a node of a small plan takes at once: workers take no turns,
 * so that bytes leave and are followed whatever is asked.
 */
const AT_ONCE_PER_NETWORK = 16;
const AT_ONCE_PER_SESSION = 4;

/** Who gathers facts, and whether he still waits for them. */
export interface Gatherer {
  readonly sessionId: string;
  readonly isGone: () => boolean;
}

/**
 * The share that requests of the API have in the nodes (security.md 34). A session gathers the facts of four requests at once; its
 * further ones wait for their turn. Nobody is refused, and behind a session that asks for much another one waits for four at most.
 * What people and the daemon itself ask is not held up by what agents do.
 */
@Injectable()
export class NodeShare {
  readonly #sessions = new Turns(AT_ONCE_PER_SESSION);
  readonly #networks = new Turns(AT_ONCE_PER_NETWORK);

  /** A turn is given back when the work is over, however it ends. Throws `REQUEST_TIMEOUT` for a client that is gone before his turn. */
  async gather<T>(network: NetworkName, { sessionId, isGone }: Gatherer, work: () => Promise<T>): Promise<T> {
    return within(await this.#sessions.wait(sessionId), async () => {
      refuseGone(isGone);
      return within(await this.#networks.wait(network), async () => {
        refuseGone(isGone);
        return work();
      });
    });
  }

  /** One read that no session is charged for by itself. */
  async read<T>(network: NetworkName, work: () => Promise<T>): Promise<T> {
    return within(await this.#networks.wait(network), work);
  }
}

function refuseGone(isGone: () => boolean): void {
  if (isGone()) throw new DomainError('REQUEST_TIMEOUT');
}

async function within<T>(release: Release, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    release();
  }
}
