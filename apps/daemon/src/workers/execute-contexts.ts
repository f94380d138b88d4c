import { Injectable } from '@nestjs/common';
import type { NetworkName } from '@waiaas/core';
import type { ExecuteContext, FreshFacts } from '@waiaas/pipeline';
import { RecentMap } from '../common/recent-map.js';
import { Clock } from '../common/time/clock.js';
import { IdSource } from '../common/time/id-source.js';
import { ChainRegistry } from '../infra/chains/chain-registry.js';
import { ExecutionRepository } from '../modules/transactions/execution.repository.js';
import { FeeLimitsReader } from '../modules/transactions/fee-limits.service.js';
import { SigningAccess } from './signing-access.js';

const FRESH_MS = 20_000;
const MAX_REMEMBERED = 1000;

/** Everything a lane needs to run, and the facts that were read for a verdict a moment ago. */
@Injectable()
export class ExecuteContexts {
  readonly #facts = new RecentMap<string, { readonly facts: FreshFacts; readonly at: number }>(MAX_REMEMBERED);

  constructor(
    private readonly chains: ChainRegistry,
    private readonly signing: SigningAccess,
    private readonly fees: FeeLimitsReader,
    readonly store: ExecutionRepository,
    readonly clock: Clock,
    private readonly ids: IdSource,
  ) {}

  /** So that an instant payment does not ask the node twice for the same things. */
  remember(transactionId: string, facts: FreshFacts): void {
    this.#facts.set(transactionId, { facts, at: this.clock.nowMs() });
  }

  /** Throws `ADAPTER_NOT_AVAILABLE` where the network has no endpoint. */
  of(network: NetworkName): Omit<ExecuteContext, 'report'> {
    return {
      chain: this.chains.port(network),
      signer: this.signing.signer,
      keys: this.signing.keys,
      isStopped: this.signing.isStopped,
      store: this.store,
      clock: this.clock,
      ids: this.ids,
      freshFacts: (id) => this.#take(id),
      feeCap: (name) => this.fees.cap(name),
    };
  }

  #take(transactionId: string): FreshFacts | undefined {
    const known = this.#facts.get(transactionId);
    this.#facts.delete(transactionId);
    return known !== undefined && this.clock.nowMs() - known.at <= FRESH_MS ? known.facts : undefined;
  }
}
