import { Inject, Injectable } from '@nestjs/common';
import type { ExposureFinding } from '@waiaas/api-types';
import type { KeyCustodyPort } from '@waiaas/core';
import { ListeningAddress } from '../../common/http/listening-address.js';
import { Sightings } from '../../common/http/sightings.js';
import { Config } from '../../config/config.js';
import type { Surroundings } from '../../config/surroundings.js';
import { SURROUNDINGS } from '../../config/surroundings.token.js';
import { KEY_CUSTODY } from '../../infra/signer/signer.token.js';
import { knownFindings } from './known-findings.js';

@Injectable()
export class FindingsService {
  constructor(
    private readonly config: Config,
    private readonly address: ListeningAddress,
    private readonly sightings: Sightings,
    @Inject(SURROUNDINGS) private readonly surroundings: Surroundings,
    @Inject(KEY_CUSTODY) private readonly custody: KeyCustodyPort,
  ) {}

  isPasswordProvisioned(): boolean {
    return this.custody.isPasswordProvisioned();
  }

  list(): readonly ExposureFinding[] {
    const { config, surroundings, sightings } = this;
    const facts = { config, surroundings, sightings, hostname: this.address.hostname() };
    return knownFindings({ ...facts, isPasswordProvisioned: this.isPasswordProvisioned() });
  }
}
