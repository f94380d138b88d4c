import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import { type Actor, actorLabel } from '../../common/auth/actor.js';
import { Clock } from '../../common/time/clock.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { OpenTransactions } from './open-transactions.port.js';
import { requireCoSignature } from './wallet-access.js';
import { WalletTrail } from './wallet-trail.service.js';
import { WalletsRepository } from './wallets.repository.js';

/** The end of a wallet: nothing new is signed, what waits is cancelled, sessions that have nothing else left are revoked. */
@Injectable()
export class WalletEndService {
  constructor(
    private readonly database: Database,
    private readonly wallets: WalletsRepository,
    private readonly openTransactions: OpenTransactions,
    private readonly sessions: SessionsService,
    private readonly trail: WalletTrail,
    private readonly clock: Clock,
  ) {}

  async terminate(id: string, actor: Actor): Promise<void> {
    const touched = await this.database.transaction((tx) => this.#terminate(tx, id, actor));
    this.sessions.forget(touched);
  }

  async #terminate(tx: Tx, id: string, actor: Actor): Promise<readonly string[]> {
    const wallet = await this.wallets.find(id, tx);
    if (wallet === undefined) throw new DomainError('WALLET_NOT_FOUND');
    if (wallet.status === 'TERMINATED') throw new DomainError('WALLET_TERMINATED');
    requireCoSignature(wallet, actor, 'terminate');
    const isMine = await this.wallets.move(tx, wallet, { status: 'TERMINATED' }, this.clock.nowSeconds());
    if (!isMine) throw new DomainError('INVALID_STATE_TRANSITION');
    const cancelled = await this.openTransactions.cancelAll(tx, {
      errorCode: 'CANCELLED_BY_TERMINATION',
      actor: actorLabel(actor),
      ipAddress: actor.clientAddress,
      walletId: id,
    });
    const linked = await this.sessions.idsOfWallet(tx, id);
    const revoked = await this.sessions.revokeLeftWithout(tx, id, actor);
    const details = { cancelled, sessionsRevoked: revoked.length, isCoSigned: wallet.ownerState === 'LOCKED' };
    await this.trail.record(tx, actor, { act: 'WALLET_TERMINATED', walletId: id, severity: 'critical', details });
    return linked;
  }
}
