import { Injectable } from '@nestjs/common';
import { type Chain, DomainError } from '@waiaas/core';
import type { OwnerActor, OwnerReader } from '../../common/auth/actor.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import { BrowserLogins, type OpenedLogin } from '../browser-logins/browser-logins.service.js';
import { OwnedWallets } from '../owners/owned-wallets.service.js';

/** An owner in a browser. The signature opens a login that reads; each act is signed for again. */
@Injectable()
export class OwnerLogins {
  constructor(
    private readonly database: Database,
    private readonly wallets: OwnedWallets,
    private readonly logins: BrowserLogins,
    private readonly audit: AuditService,
  ) {}

  async login({ proof: { address, chain }, clientAddress }: OwnerActor): Promise<OpenedLogin> {
    return this.database.transaction(async (tx) => {
      if ((await this.wallets.of({ address, chain }, tx)).length === 0) throw new DomainError('OWNER_NOT_CONNECTED');
      const opened = await this.logins.open(tx, { kind: 'owner', owner: { address, chain }, clientAddress });
      await this.#record(tx, { loginId: opened.id, address, chain, clientAddress }, 'login');
      return opened;
    });
  }

  async logout(actor: OwnerReader): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.logins.end(tx, actor.loginId);
      await this.#record(tx, actor, 'logout');
    });
  }

  async #record(
    tx: Tx,
    by: { readonly loginId: string; readonly address: string; readonly chain: Chain; readonly clientAddress: string },
    step: 'login' | 'logout',
  ): Promise<void> {
    await this.audit.append(tx, {
      eventType: 'OWNER_LOGIN',
      actor: `owner:${by.address}`,
      details: { loginId: by.loginId, chain: by.chain, step },
      severity: 'info',
      ipAddress: by.clientAddress,
    });
  }
}
