import { Injectable } from '@nestjs/common';
import type { NetworkName } from '@waiaas/core';
import { followHandedOut } from '@waiaas/pipeline';
import { Clock } from '../common/time/clock.js';
import { ChainRegistry } from '../infra/chains/chain-registry.js';
import { SignaturesRepository } from '../modules/transactions/signatures.repository.js';
import { TakeBacks } from './take-backs.js';

const BATCH = 200;

/** Transactions that were signed for others to send, followed until they landed, cannot any more, or were taken back. */
@Injectable()
export class HandedOutTransactions {
  readonly #cursors = new Map<NetworkName, string>();

  constructor(
    private readonly signatures: SignaturesRepository,
    private readonly takeBacks: TakeBacks,
    private readonly chains: ChainRegistry,
    private readonly clock: Clock,
  ) {}

  /** Networks of which there are some, and a node to ask. */
  async networks(): Promise<readonly NetworkName[]> {
    return (await this.signatures.networks()).filter((network) => this.chains.isConfigured(network));
  }

  /** One look at the next of them. */
  async follow(network: NetworkName): Promise<void> {
    const now = this.clock.nowSeconds();
    const rows = await this.signatures.handedOut(network, this.#cursors.get(network) ?? '', BATCH);
    this.#cursors.set(network, rows.length < BATCH ? '' : (rows.at(-1)?.row.id ?? ''));
    if (rows.length === 0) return;
    const { updates, transitions, resend, unseen } = await followHandedOut(rows, { chain: this.chains.port(network), now });
    await this.signatures.record(updates, transitions, now);
    await this.takeBacks.go(network, resend, unseen);
  }
}
