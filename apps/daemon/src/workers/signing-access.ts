import { Inject, Injectable } from '@nestjs/common';
import type { SignerPort } from '@waiaas/core';
import { KillSwitchState } from '../common/auth/kill-switch-state.js';
import { SIGNER } from '../infra/signer/signer.token.js';
import { SigningKeysRepository } from '../modules/transactions/signing-keys.repository.js';

/** What a signature takes: the process that makes it and the sealed key it opens. */
@Injectable()
export class SigningAccess {
  constructor(
    @Inject(SIGNER) readonly signer: SignerPort,
    readonly keys: SigningKeysRepository,
    private readonly killSwitch: KillSwitchState,
  ) {}

  /** The flag of the process, which is never behind the database: an order counts before it is stored. */
  readonly isStopped = (): boolean => this.killSwitch.state() !== 'ACTIVE';
}
