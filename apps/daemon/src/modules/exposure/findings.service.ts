import { Inject, Injectable } from '@nestjs/common';
import type { ExposureFinding } from '@waiaas/api-types';
import type { KeyCustodyPort } from '@waiaas/core';
import { ListeningAddress } from '../../common/http/listening-address.js';
import { Sightings } from '../../common/http/sightings.js';
import { Config } from '../../config/config.js';
import type { Surroundings } from '../../config/surroundings.js';
import { SURROUNDINGS } from '../../config/surroundings.token.js';
import { KEY_CUSTODY } from '../../infra/signer/signer.token.js';
import { ExposureRepository } from './exposure.repository.js';
import { knownFindings } from './known-findings.js';

@Injectable()
export class FindingsService {
  constructor(
    private readonly config: Config,
    private readonly address: ListeningAddress,
    private readonly sightings: Sightings,
    private readonly rows: ExposureRepository,
    @Inject(SURROUNDINGS) private readonly surroundings: Surroundings,
    @Inject(KEY_CUSTODY) private readonly custody: KeyCustodyPort,
  ) {}

  isPasswordProvisioned(): boolean {
    return this.custody.isPasswordProvisioned();
  }

  async list(): Promise<readonly ExposureFinding[]> {
    const { config, surroundings, sightings, custody } = this;
    return knownFindings({
      config,
      surroundings,
      sightings,
      hostname: this.address.hostname(),
      isPasswordProvisioned: custody.isPasswordProvisioned(),
      isPasswordFromEnvironment: custody.isPasswordFromEnvironment(),
      stake: await this.rows.stake(),
      alteredRows: this.rows.alteredRows(),
    });
  }
}
