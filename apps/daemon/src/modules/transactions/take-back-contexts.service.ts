import { Inject, Injectable } from '@nestjs/common';
import type { NetworkName, SignerPort } from '@waiaas/core';
import type { TakeBackContext } from '@waiaas/pipeline';
import { Clock } from '../../common/time/clock.js';
import { IdSource } from '../../common/time/id-source.js';
import { ChainRegistry } from '../../infra/chains/chain-registry.js';
import { SIGNER } from '../../infra/signer/signer.token.js';
import { FeeLimitsReader } from './fee-limits.service.js';
import { SigningKeysRepository } from './signing-keys.repository.js';

/** What it takes to make bytes that void a signature, but for the leave to keep them. */
@Injectable()
export class TakeBackContexts {
  constructor(
    private readonly chains: ChainRegistry,
    @Inject(SIGNER) private readonly signer: SignerPort,
    private readonly keys: SigningKeysRepository,
    private readonly fees: FeeLimitsReader,
    private readonly clock: Clock,
    private readonly ids: IdSource,
  ) {}

  /** Throws `ADAPTER_NOT_AVAILABLE` where the network has no endpoint. */
  of(network: NetworkName): Omit<TakeBackContext, 'takeBacks'> {
    const { signer, keys, clock, ids } = this;
    // What pays nothing stops for nothing.
    const isStopped = (): boolean => false;
    return { chain: this.chains.port(network), signer, keys, isStopped, clock, ids, feeCap: (name) => this.fees.cap(name) };
  }
}
