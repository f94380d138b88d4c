import { Injectable } from '@nestjs/common';
import { type Chain, DomainError } from '@waiaas/core';
import { type BrowserLogin, BrowserLoginVerifier, type PresentedLogin } from '../../common/auth/browser-login-verifier.js';
import type { LoginKind } from '../../common/auth/cookies.js';
import { Logger } from '../../common/logging/logger.js';
import { Clock } from '../../common/time/clock.js';
import { IdSource } from '../../common/time/id-source.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { BrowserLoginsRepository, type StoredLogin } from './browser-logins.repository.js';
import { hashOf, isSecretOf, newSecret } from './login-secrets.js';

const ABSOLUTE_SECONDS = 43_200;
const STEP_UP_SECONDS = 300;
/** Logins one principal may have at once; the oldest makes room. */
const MAX_PER_PRINCIPAL = 20;
/** The idle clock is written down this many times per idle time, not with every request. */
const TOUCHES_PER_IDLE_TIME = 60;

export interface NewLogin {
  readonly kind: LoginKind;
  readonly owner: { readonly address: string; readonly chain: Chain } | null;
  readonly clientAddress: string;
}

/** The secrets exist here and in the answer only. */
export interface OpenedLogin {
  readonly id: string;
  readonly token: string;
  readonly csrfToken: string;
  readonly expiresAt: number;
  readonly idleTimeoutSeconds: number;
}

/**
 * Logins of browsers. A cookie is worth nothing without the CSRF token of the same login: other servers on this machine are sent
 * the cookie too, since cookies know no ports, but only the page that logged in was told the token.
 */
@Injectable()
export class BrowserLogins extends BrowserLoginVerifier {
  constructor(
    private readonly database: Database,
    private readonly logins: BrowserLoginsRepository,
    private readonly settings: RuntimeSettings,
    private readonly ids: IdSource,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {
    super();
  }

  override async verify(presented: PresentedLogin): Promise<BrowserLogin> {
    const found = await this.logins.findByTokens(presented.kind, presented.tokens.map(hashOf));
    const living = found.filter((login) => this.#isLiving(login));
    if (living.length === 0) throw new DomainError('LOGIN_EXPIRED');
    const login = living.find(({ csrfHash }) => isSecretOf(presented.csrfToken, csrfHash));
    if (login === undefined) throw new DomainError('CSRF_REQUIRED');
    const lastSeenAt = presented.isBackground ? login.lastSeenAt : await this.#touch(login);
    return {
      id: login.id,
      hasSteppedUp: this.#hasSteppedUp(login, presented.stepUpToken),
      expiresAt: login.expiresAt,
      idleExpiresAt: lastSeenAt + this.#idleSeconds(),
      owner:
        login.ownerAddress === null || login.ownerChain === null
          ? null
          : { address: login.ownerAddress, chain: login.ownerChain },
    };
  }

  /** The living admin login of this cookie and CSRF token, where a request is judged by something else. */
  async idOf(tokens: readonly string[], csrfToken: string | undefined): Promise<string | undefined> {
    const found = await this.logins.findByTokens('admin', tokens.map(hashOf));
    return found.find((login) => this.#isLiving(login) && isSecretOf(csrfToken, login.csrfHash))?.id;
  }

  /** Whether a request by this login would be let in now. For what outlives the request that opened it. */
  async isAlive(id: string): Promise<boolean> {
    const login = await this.logins.find(id);
    return login !== undefined && this.#isLiving(login);
  }

  async open(tx: Tx, { kind, owner, clientAddress }: NewLogin): Promise<OpenedLogin> {
    const now = this.clock.nowSeconds();
    const [token, csrfToken] = [newSecret(), newSecret()];
    const login: StoredLogin = {
      id: this.ids.next(),
      kind,
      tokenHash: hashOf(token),
      csrfHash: hashOf(csrfToken),
      ownerAddress: owner?.address ?? null,
      ownerChain: owner?.chain ?? null,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: now + ABSOLUTE_SECONDS,
      stepUpHash: null,
      stepUpExpiresAt: null,
      clientAddress,
    };
    await this.logins.deleteOver(tx, now, now - this.#idleSeconds());
    await this.logins.insert(tx, login);
    await this.logins.deleteOldest(tx, { kind, ownerAddress: login.ownerAddress, keep: MAX_PER_PRINCIPAL });
    return { id: login.id, token, csrfToken, expiresAt: login.expiresAt, idleTimeoutSeconds: this.#idleSeconds() };
  }

  /** A newer step-up of the same login takes the place of the older one. */
  async stepUp(tx: Tx, id: string): Promise<{ readonly stepUpToken: string; readonly expiresAt: number }> {
    const stepUpToken = newSecret();
    const expiresAt = this.clock.nowSeconds() + STEP_UP_SECONDS;
    const isStored = await this.logins.setStepUp(tx, id, { hash: hashOf(stepUpToken), expiresAt });
    if (!isStored) throw new DomainError('LOGIN_EXPIRED');
    return { stepUpToken, expiresAt };
  }

  /** Time itself goes back by so many seconds, and every login with it: each lives as long as it would have, no longer. */
  async moveBack(tx: Tx, seconds: number): Promise<void> {
    if (seconds > 0) await this.logins.moveBack(tx, seconds);
  }

  async end(tx: Tx, id: string): Promise<void> {
    await this.logins.delete(tx, id);
  }

  /** Ends what the old password opened. The kept login has to prove the new one before it acts. */
  async endAdminsBut(tx: Tx, keptId: string | undefined): Promise<number> {
    if (keptId !== undefined) await this.logins.setStepUp(tx, keptId, null);
    return this.logins.deleteAdminsBut(tx, keptId);
  }

  #isLiving({ expiresAt, lastSeenAt }: StoredLogin): boolean {
    const now = this.clock.nowSeconds();
    return now < expiresAt && now < lastSeenAt + this.#idleSeconds();
  }

  #hasSteppedUp({ stepUpHash, stepUpExpiresAt }: StoredLogin, token: string | undefined): boolean {
    return stepUpExpiresAt !== null && this.clock.nowSeconds() < stepUpExpiresAt && isSecretOf(token, stepUpHash);
  }

  #idleSeconds(): number {
    return this.settings.get('daemon.admin_timeout');
  }

  /** A disk that takes no more writes must not lock out who wants to freeze: then the login ends a little earlier. */
  async #touch({ id, lastSeenAt }: StoredLogin): Promise<number> {
    const now = this.clock.nowSeconds();
    if (now - lastSeenAt < this.#idleSeconds() / TOUCHES_PER_IDLE_TIME) return lastSeenAt;
    try {
      await this.database.transaction((tx) => this.logins.touch(tx, id, now));
      return now;
    } catch (error) {
      this.log.error('the idle clock of a login could not be written down', error, { loginId: id });
      return lastSeenAt;
    }
  }
}
