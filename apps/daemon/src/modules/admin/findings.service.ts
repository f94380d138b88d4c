import { Inject, Injectable } from '@nestjs/common';
import type { KeyCustodyPort } from '@waiaas/core';
import { Config } from '../../config/config.js';
import { KEY_CUSTODY } from '../../infra/signer/signer.token.js';
import { knownFindings } from './known-findings.js';

@Injectable()
export class FindingsService {
  constructor(
    private readonly config: Config,
    @Inject(KEY_CUSTODY) private readonly custody: KeyCustodyPort,
  ) {}

  isPasswordProvisioned(): boolean {
    return this.custody.isPasswordProvisioned();
  }

  list(): readonly string[] {
    return knownFindings({ config: this.config, isPasswordProvisioned: this.isPasswordProvisioned() });
  }
}
