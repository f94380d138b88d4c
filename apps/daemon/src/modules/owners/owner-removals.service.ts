import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import { Database } from '../../infra/prisma/database.js';
import { OwnedWalletsRepository, type OwnedWallet } from './owned-wallets.repository.js';
import { OwnerChangesService } from './owner-changes.service.js';

/** Ends owners whose removal delay is over. A worker asks for it; asking twice, or late, changes nothing. */
@Injectable()
export class OwnerRemovalsService {
  constructor(
    private readonly database: Database,
    private readonly wallets: OwnedWalletsRepository,
    private readonly changes: OwnerChangesService,
  ) {}

  /** How many owners ended. `now` in Unix seconds. */
  async applyDue(now: number): Promise<number> {
    let applied = 0;
    for (const wallet of await this.wallets.withDueRemoval(now)) {
      if (await this.#apply(wallet, now)) applied += 1;
    }
    return applied;
  }

  async #apply(wallet: OwnedWallet, now: number): Promise<boolean> {
    try {
      await this.database.transaction((tx) => this.changes.remove(tx, { wallet, actor: 'system', now }, 'delay-over'));
      return true;
    } catch (error) {
      // The owner was kept or removed since the list was read: the guarded update touched nothing.
      if (error instanceof DomainError && error.code === 'INVALID_STATE_TRANSITION') return false;
      throw error;
    }
  }
}
