import { Injectable } from '@nestjs/common';
import { DomainError, type NetworkName } from '@waiaas/core';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { Turns, type Release } from '../../common/rate-limit/turns.js';

/** Who gathers facts, and whether he still waits for them. */
export interface Gatherer {
  readonly sessionId: string;
  readonly isGone: () => boolean;
}

/**
 * The share that requests of the API have in the nodes (security.md 34). A session gathers the facts of so many requests at once; its
 * further ones wait for their turn. Nobody is refused, and behind a session that asks for much another one waits for its few at most.
 * What people and the daemon itself ask is not held up by what agents do: workers take no turns, so that bytes leave and are followed.
 */
@Injectable()
export class NodeShare {
  readonly #sessions: Turns;
  readonly #networks: Turns;

  constructor(settings: RuntimeSettings) {
    this.#sessions = new Turns(() => settings.get('transactions.max_gatherings_per_session'));
    this.#networks = new Turns(() => settings.get('transactions.max_gatherings_per_network'));
  }

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
