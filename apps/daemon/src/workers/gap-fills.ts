import { Injectable } from '@nestjs/common';
import { DomainError, type NetworkName } from '@waiaas/core';
import type { Lane, Replaceable } from '@waiaas/pipeline';
import { GapFilling } from '../modules/transactions/gap-filling.service.js';
import { ExecuteContexts } from './execute-contexts.js';
import { WorkerLog } from './worker-log.js';

const PAUSE_SECONDS = 15;

/** Looks whether what waits for a block waits for a nonce that nobody sends. What it makes is a row like others; nothing is kept here. */
@Injectable()
export class GapFills {
  readonly #triedAt = new Map<string, number>();

  constructor(
    private readonly contexts: ExecuteContexts,
    private readonly filling: GapFilling,
    private readonly log: WorkerLog,
  ) {}

  /** The lanes that have a row to run now. A look that filled nothing is not repeated for a while. */
  async look(network: NetworkName, heads: readonly Replaceable[]): Promise<readonly Lane[]> {
    const now = this.contexts.clock.nowSeconds();
    for (const [key, at] of this.#triedAt) if (Math.abs(now - at) >= PAUSE_SECONDS) this.#triedAt.delete(key);
    const lanes: Lane[] = [];
    for (const head of heads) {
      const key = `${head.row.walletId} ${network}`;
      if (this.#triedAt.has(key)) continue;
      const lane = await this.#fill(network, head);
      if (lane === undefined) this.#triedAt.set(key, now);
      else lanes.push(lane);
    }
    return lanes;
  }

  async #fill(network: NetworkName, { row, attempts }: Replaceable): Promise<Lane | undefined> {
    const sent = attempts[0]?.nonce ?? null;
    const { walletId, intent } = row;
    if (sent === null) return undefined;
    try {
      const next = await this.contexts.of(network).chain.agreedNonce(intent.from);
      if (next === undefined || next >= sent) return undefined;
      const filled = await this.filling.fill({ walletId, network, from: intent.from, next, sent });
      if (filled === undefined) return undefined;
      this.contexts.remember(filled.transactionId, filled.started.facts);
      return filled.started;
    } catch (error) {
      // No node, nodes that differ, no coins for the fee: it passes, or is the wallet's own affair.
      if (!(error instanceof DomainError)) this.log.failed('gap', error);
      return undefined;
    }
  }
}
