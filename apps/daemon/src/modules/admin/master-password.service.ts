import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type KeyCustodyPort, validationError } from '@waiaas/core';
import { type Actor, actorLabel } from '../../common/auth/actor.js';
import { MasterAuth } from '../../common/auth/master-auth.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { KEY_CUSTODY } from '../../infra/signer/signer.token.js';
import { AuditService } from '../audit/audit.service.js';
import { DataKeyRenewal } from '../data-key/data-key-renewal.service.js';
import { BrowserLogins } from '../browser-logins/browser-logins.service.js';

export interface PasswordChangeRequest {
  readonly password: string | undefined;
  readonly newPassword: string;
  readonly rotate: boolean | undefined;
  /** The browser login that asks, if one does: the only one that outlives the change. */
  readonly loginId: string | undefined;
}

@Injectable()
export class MasterPasswordService {
  constructor(
    @Inject(KEY_CUSTODY) private readonly custody: KeyCustodyPort,
    private readonly master: MasterAuth,
    private readonly logins: BrowserLogins,
    private readonly database: Database,
    private readonly audit: AuditService,
    private readonly renewal: DataKeyRenewal,
  ) {}

  /**
   * The signer checks the old password itself, so a cookie is not enough. Once the vault row is written the old one opens nothing,
   * so what was remembered of it goes first of all.
   *
   * Tells whether the data key is a new one too. It is by default where the provisioned password goes, which lay beside the database.
   */
  async change({ password, newPassword, rotate, loginId }: PasswordChangeRequest, actor: Actor): Promise<boolean> {
    if (password === undefined) throw new DomainError('INVALID_MASTER_PASSWORD');
    if (password === newPassword) {
      throw validationError([{ path: 'newPassword', code: 'same', message: 'must differ from the present one' }]);
    }
    const wasProvisioned = this.custody.isPasswordProvisioned();
    const renew = rotate ?? wasProvisioned;
    if (renew) this.#expectRenewal();
    // Before the change, so that no crash leaves a login that the old password opened; and after it, for those opened meanwhile.
    await this.database.transaction((tx) => this.logins.endAdminsBut(tx, loginId));
    try {
      const details = { replacedProvisioned: wasProvisioned, dataKeyRenewed: renew };
      await this.custody.changePassword({ password, newPassword, renew }, (tx) => this.#record(tx as Tx, actor, details));
    } finally {
      this.master.forgetSuccesses();
      if (renew) this.renewal.follow();
    }
    await this.database.transaction((tx) => this.logins.endAdminsBut(tx, loginId));
    return renew;
  }

  #expectRenewal(): void {
    const wait = this.renewal.waitSeconds();
    if (wait > 0) {
      throw new DomainError('ROTATION_TOO_RECENT', {
        retryAfterSeconds: wait,
        hint: 'The data key was renewed a moment ago and what the one before it sealed is still being sealed anew; leave rotate out to change the password alone.',
      });
    }
    this.renewal.expect();
  }

  async #record(tx: Tx, actor: Actor, details: Readonly<Record<string, boolean>>): Promise<void> {
    await this.audit.append(tx, {
      eventType: 'MASTER_PASSWORD_CHANGED',
      actor: actorLabel(actor),
      details,
      severity: 'critical',
      ipAddress: actor.clientAddress,
    });
  }
}
