import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import type { LoginProof } from '../../common/auth/actor.js';
import { MasterAuth } from '../../common/auth/master-auth.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import { BrowserLogins, type OpenedLogin } from '../browser-logins/browser-logins.service.js';

export interface PasswordProof {
  readonly password: string;
  readonly peerAddress: string;
  readonly clientAddress: string;
}

type Step = 'login' | 'step-up' | 'logout';

/** The master password in a browser: given once for a login, once more for what moves money. */
@Injectable()
export class AdminLogins {
  constructor(
    private readonly database: Database,
    private readonly master: MasterAuth,
    private readonly logins: BrowserLogins,
    private readonly audit: AuditService,
  ) {}

  async login(proof: PasswordProof): Promise<OpenedLogin> {
    await this.master.prove({ ...proof, slot: 'api' });
    const opened = await this.database.transaction(async (tx) => {
      const login = await this.logins.open(tx, { kind: 'admin', owner: null, clientAddress: proof.clientAddress });
      await this.#record(tx, login.id, 'login', proof.clientAddress);
      return login;
    });
    await this.#refuseIfReplaced(opened.id, proof.password);
    return opened;
  }

  async stepUp(login: LoginProof, proof: PasswordProof): Promise<{ readonly stepUpToken: string; readonly expiresAt: number }> {
    await this.master.prove({ ...proof, slot: 'api' });
    const steppedUp = await this.database.transaction(async (tx) => {
      const token = await this.logins.stepUp(tx, login.id);
      await this.#record(tx, login.id, 'step-up', proof.clientAddress);
      return token;
    });
    await this.#refuseIfReplaced(login.id, proof.password);
    return steppedUp;
  }

  async logout(login: LoginProof, clientAddress: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.logins.end(tx, login.id);
      await this.#record(tx, login.id, 'logout', clientAddress);
    });
  }

  /** The password may have been changed after it was proven and before the row was there to be ended with the others. */
  async #refuseIfReplaced(loginId: string, password: string): Promise<void> {
    if (this.master.isKnown(password)) return;
    await this.database.transaction((tx) => this.logins.end(tx, loginId));
    throw new DomainError('INVALID_MASTER_PASSWORD');
  }

  async #record(tx: Tx, loginId: string, step: Step, ipAddress: string): Promise<void> {
    await this.audit.append(tx, {
      eventType: 'ADMIN_LOGIN',
      actor: 'master',
      details: { loginId, step },
      severity: step === 'logout' ? 'info' : 'warning',
      ipAddress,
    });
  }
}
