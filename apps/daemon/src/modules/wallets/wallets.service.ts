import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import type { Actor } from '../../common/auth/actor.js';
import { Clock } from '../../common/time/clock.js';
import { Database } from '../../infra/prisma/database.js';
import { visibleTo } from './wallet-access.js';
import { WalletTrail } from './wallet-trail.service.js';
import { type StoredWallet, WalletsRepository } from './wallets.repository.js';

@Injectable()
export class WalletsService {
  constructor(
    private readonly database: Database,
    private readonly wallets: WalletsRepository,
    private readonly trail: WalletTrail,
    private readonly clock: Clock,
  ) {}

  async list(
    actor: Actor,
    page: { readonly limit?: number | undefined; readonly offset?: number | undefined },
  ): Promise<readonly StoredWallet[]> {
    return this.wallets.list({ ...page, ids: actor.kind === 'session' ? actor.walletIds : undefined });
  }

  async get(id: string, actor: Actor): Promise<StoredWallet> {
    return visibleTo(actor, await this.wallets.find(id));
  }

  async change(
    id: string,
    change: { readonly name?: string; readonly monitorIncoming?: boolean },
    actor: Actor,
  ): Promise<StoredWallet> {
    return this.database.transaction(async (tx) => {
      const wallet = visibleTo(actor, await this.wallets.find(id, tx));
      if (wallet.status === 'TERMINATED') throw new DomainError('WALLET_TERMINATED');
      await this.wallets.update(tx, id, change, this.clock.nowSeconds());
      const fields = Object.keys(change).sort();
      await this.trail.record(tx, actor, { act: 'WALLET_CHANGED', walletId: id, severity: 'info', details: { fields } });
      return visibleTo(actor, await this.wallets.find(id, tx));
    });
  }
}
