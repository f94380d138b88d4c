import { Injectable } from '@nestjs/common';
import { DomainError, type JsonValue } from '@waiaas/core';
import type { Tx } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import { EventLog } from '../audit/event-log.service.js';
import { OpenTransactions } from '../wallets/open-transactions.port.js';
import { OwnedWalletsRepository, type OwnedWallet } from './owned-wallets.repository.js';
import { OwnerChallengesRepository } from './owner-challenges.repository.js';

export interface OwnerChange {
  readonly wallet: OwnedWallet;
  readonly actor: string;
  readonly now: number;
  readonly ipAddress?: string;
}

export interface OwnerChangeRecord {
  readonly eventType: 'OWNER_REGISTERED' | 'OWNER_REMOVAL_REQUESTED' | 'OWNER_REMOVED';
  readonly ownerState: 'NONE' | 'GRACE' | 'LOCKED';
  readonly details: Readonly<Record<string, JsonValue>>;
}

/**
 * What every change of owner does, in the caller's transaction: texts the old owner could still sign die, what waits for an
 * approval expires, and the chain says who did it. Withdraw stays closed for a day by the stamp the repository sets.
 */
@Injectable()
export class OwnerChangesService {
  constructor(
    private readonly wallets: OwnedWalletsRepository,
    private readonly challenges: OwnerChallengesRepository,
    private readonly openTransactions: OpenTransactions,
    private readonly audit: AuditService,
    private readonly events: EventLog,
  ) {}

  async afterNewOwner(tx: Tx, change: OwnerChange, address: string): Promise<void> {
    await this.#endTheOld(tx, change);
    await this.record(tx, change, {
      eventType: 'OWNER_REGISTERED',
      ownerState: 'GRACE',
      details: { ownerAddress: address, previousOwner: change.wallet.ownerAddress },
    });
  }

  async remove(tx: Tx, change: OwnerChange, how: 'unproven' | 'signed' | 'delay-over'): Promise<void> {
    if (!(await this.wallets.clear(tx, change.wallet, change.now))) {
      throw new DomainError('INVALID_STATE_TRANSITION', { hint: 'The owner changed meanwhile; read the wallet again.' });
    }
    await this.#endTheOld(tx, change);
    await this.record(tx, change, {
      eventType: 'OWNER_REMOVED',
      ownerState: 'NONE',
      details: { ownerAddress: change.wallet.ownerAddress, how },
    });
  }

  async record(tx: Tx, { wallet, actor, now, ipAddress }: OwnerChange, record: OwnerChangeRecord): Promise<void> {
    await this.audit.append(tx, {
      eventType: record.eventType,
      actor,
      walletId: wallet.id,
      details: record.details,
      severity: 'critical',
      ...(ipAddress === undefined ? {} : { ipAddress }),
    });
    await this.events.append(tx, {
      kind: 'wallet',
      walletId: wallet.id,
      data: { walletId: wallet.id, ownerState: record.ownerState, at: now },
    });
  }

  async #endTheOld(tx: Tx, { wallet, now }: OwnerChange): Promise<void> {
    await this.challenges.voidOfWallet(tx, wallet.id, now);
    await this.openTransactions.expireApprovals(tx, wallet.id);
  }
}
