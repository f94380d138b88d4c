import { Inject, Injectable } from '@nestjs/common';
import type { AttemptParams, NetworkName, SignerPort } from '@waiaas/core';
import { feeCapOf, type ExecuteContext } from '@waiaas/pipeline';
import { Clock } from '../common/time/clock.js';
import { IdSource } from '../common/time/id-source.js';
import { ChainRegistry } from '../infra/chains/chain-registry.js';
import { SIGNER } from '../infra/signer/signer.token.js';
import { ExecutionRepository } from '../modules/transactions/execution.repository.js';
import { SigningKeysRepository } from '../modules/transactions/signing-keys.repository.js';

const FRESH_MS = 20_000;

/** Everything a lane needs to run, and the build parameters that were read for a verdict a moment ago. */
@Injectable()
export class ExecuteContexts {
  readonly #params = new Map<string, { readonly params: AttemptParams; readonly at: number }>();

  constructor(
    private readonly chains: ChainRegistry,
    @Inject(SIGNER) private readonly signer: SignerPort,
    private readonly keys: SigningKeysRepository,
    readonly store: ExecutionRepository,
    readonly clock: Clock,
    private readonly ids: IdSource,
  ) {}

  /** So that an instant payment does not ask the node twice for the same fees. */
  remember(transactionId: string, params: AttemptParams): void {
    this.#params.set(transactionId, { params, at: this.clock.nowMs() });
  }

  /** Throws `ADAPTER_NOT_AVAILABLE` where the network has no endpoint. */
  of(network: NetworkName): ExecuteContext {
    return {
      chain: this.chains.port(network),
      signer: this.signer,
      keys: this.keys,
      store: this.store,
      clock: this.clock,
      ids: this.ids,
      freshParams: (id) => this.#take(id),
      feeCap: feeCapOf,
    };
  }

  #take(transactionId: string): AttemptParams | undefined {
    const known = this.#params.get(transactionId);
    this.#params.delete(transactionId);
    return known !== undefined && this.clock.nowMs() - known.at <= FRESH_MS ? known.params : undefined;
  }
}
