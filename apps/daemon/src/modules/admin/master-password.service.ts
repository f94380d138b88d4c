import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type KeyCustodyPort, validationError } from '@waiaas/core';
import { type Actor, actorLabel } from '../../common/auth/actor.js';
import { MasterAuth } from '../../common/auth/master-auth.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { KEY_CUSTODY } from '../../infra/signer/signer.token.js';
import { AuditService } from '../audit/audit.service.js';
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
  ) {}

  /**
   * The signer checks the old password itself, so a cookie is not enough. Once the vault row is written the old one opens nothing,
   * so what was remembered of it goes first of all.
   */
  async change({ password, newPassword, rotate, loginId }: PasswordChangeRequest, actor: Actor): Promise<void> {
    if (password === undefined) throw new DomainError('INVALID_MASTER_PASSWORD');
    if (rotate === true)
      throw new DomainError('NOT_IMPLEMENTED', { hint: 'The data key cannot be renewed yet; leave rotate out.' });
    if (password === newPassword) {
      throw validationError([{ path: 'newPassword', code: 'same', message: 'must differ from the present one' }]);
    }
    const wasProvisioned = this.custody.isPasswordProvisioned();
    // Before the change, so that no crash leaves a login that the old password opened; and after it, for those opened meanwhile.
    await this.database.transaction((tx) => this.logins.endAdminsBut(tx, loginId));
    try {
      await this.custody.changePassword(password, newPassword, (tx) => this.#record(tx as Tx, actor, wasProvisioned));
    } finally {
      this.master.forgetSuccesses();
    }
    await this.database.transaction((tx) => this.logins.endAdminsBut(tx, loginId));
  }

  async #record(tx: Tx, actor: Actor, wasProvisioned: boolean): Promise<void> {
    await this.audit.append(tx, {
      eventType: 'MASTER_PASSWORD_CHANGED',
      actor: actorLabel(actor),
      details: { replacedProvisioned: wasProvisioned },
      severity: 'critical',
      ipAddress: actor.clientAddress,
    });
  }
}
