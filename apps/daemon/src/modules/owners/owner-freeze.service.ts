import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import type { OwnerProof } from '../../common/auth/actor.js';
import { Clock } from '../../common/time/clock.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import { EventLog } from '../audit/event-log.service.js';
import { OwnedWalletsRepository, type OwnedWallet } from './owned-wallets.repository.js';

/** An owner's freeze: exactly the wallets this verified owner owns, and nothing else in the daemon. */
@Injectable()
export class OwnerFreezeService {
  constructor(
    private readonly database: Database,
    private readonly wallets: OwnedWalletsRepository,
    private readonly audit: AuditService,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /** When the freeze took effect, in Unix seconds. */
  async freeze(proof: OwnerProof, ipAddress: string): Promise<number> {
    const now = this.clock.nowSeconds();
    await this.database.transaction(async (tx) => {
      const owned = await this.wallets.findByOwner(proof.chain, proof.address, tx);
      const verified = owned.filter((wallet) => wallet.ownerState === 'LOCKED');
      if (owned.length === 0) throw new DomainError('OWNER_NOT_CONNECTED');
      if (verified.length === 0) {
        throw new DomainError('INVALID_STATE_TRANSITION', {
          hint: 'A freeze needs a verified owner: sign a verify challenge first.',
        });
      }
      const by = `owner:${proof.address}`;
      const changed = verified.filter((wallet) => wallet.status === 'ACTIVE' || wallet.suspendedBy !== by);
      await this.wallets.freeze(
        tx,
        changed.map((wallet) => wallet.id),
        proof.address,
        now,
      );
      for (const wallet of changed) await this.#record(tx, wallet, { by, now, ipAddress });
    });
    return now;
  }

  async #record(
    tx: Tx,
    wallet: OwnedWallet,
    act: { readonly by: string; readonly now: number; readonly ipAddress: string },
  ): Promise<void> {
    await this.audit.append(tx, {
      eventType: 'WALLET_SUSPENDED',
      actor: act.by,
      walletId: wallet.id,
      details: { reason: 'OWNER_FREEZE', previousStatus: wallet.status },
      severity: 'critical',
      ipAddress: act.ipAddress,
    });
    await this.events.append(tx, {
      kind: 'wallet',
      walletId: wallet.id,
      data: { walletId: wallet.id, status: 'SUSPENDED', at: act.now },
    });
  }
}
