import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import type { MasterActor, OwnerReader } from '../../common/auth/actor.js';
import { KillSwitchState } from '../../common/auth/kill-switch-state.js';
import { MasterAuth } from '../../common/auth/master-auth.js';
import { SessionTokenVerifier } from '../../common/auth/session-token-verifier.js';
import { BrowserLogins } from '../browser-logins/browser-logins.service.js';
import { OwnedWallets } from '../owners/owned-wallets.service.js';
import { type EventScope, MASTER_SCOPE, ownerScope, sessionScope } from './event-scope.js';

export type ScopeNow = () => Promise<EventScope | undefined>;

/** What a credential may see, asked anew for as long as a stream is open: nothing once a request with it would be refused. */
@Injectable()
export class EventCredentials {
  constructor(
    private readonly master: MasterAuth,
    private readonly logins: BrowserLogins,
    private readonly sessions: SessionTokenVerifier,
    private readonly wallets: OwnedWallets,
    private readonly killSwitch: KillSwitchState,
  ) {}

  ofMaster(actor: MasterActor): ScopeNow {
    if (actor.via === 'cookie') return async () => ((await this.logins.isAlive(actor.login.id)) ? MASTER_SCOPE : undefined);
    const generation = this.master.generation();
    return async () => (this.master.generation() === generation ? MASTER_SCOPE : undefined);
  }

  ofSession(token: string): ScopeNow {
    return async () => {
      if (this.killSwitch.state() !== 'ACTIVE') return undefined;
      try {
        const { sessionId, walletIds } = await this.sessions.verify(token);
        return sessionScope(sessionId, walletIds);
      } catch (error) {
        if (error instanceof DomainError && error.code !== 'STORAGE_UNAVAILABLE') return undefined;
        throw error;
      }
    };
  }

  ofOwner({ chain, address, loginId }: OwnerReader): ScopeNow {
    return async () => {
      if (!(await this.logins.isAlive(loginId))) return undefined;
      const owned = await this.wallets.of({ chain, address });
      return ownerScope(
        { chain, address },
        owned.map(({ id }) => id),
      );
    };
  }
}
