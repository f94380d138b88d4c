import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import type { Actor } from '../../common/auth/actor.js';
import { Clock } from '../../common/time/clock.js';
import { Database } from '../../infra/prisma/database.js';
import { PoliciesService } from '../policies/policies.service.js';
import { requireCoSignature } from './wallet-access.js';
import { WalletEmptiness } from './wallet-emptiness.service.js';
import { WalletPurgeRepository } from './wallet-purge.repository.js';
import { WalletTrail } from './wallet-trail.service.js';
import { type StoredWallet, WalletsRepository } from './wallets.repository.js';

const KEY_KEPT_SECONDS = 30 * 86_400;

@Injectable()
export class WalletPurgeTrail {
  constructor(
    private readonly trail: WalletTrail,
    private readonly clock: Clock,
  ) {}

  now(): number {
    return this.clock.nowSeconds();
  }

  async record(
    tx: Parameters<WalletTrail['record']>[0],
    actor: Actor,
    wallet: StoredWallet,
    keepKeyUntil: number | null,
  ): Promise<void> {
    const { address, chain, environment } = wallet;
    await this.trail.record(tx, actor, {
      act: 'WALLET_PURGED',
      walletId: wallet.id,
      severity: 'critical',
      details: { address, chain, environment, keyKeptUntil: keepKeyUntil },
    });
  }
}

/** Takes a terminated wallet out of the database. Its audit rows stay, and on mainnet its sealed key for thirty days. */
@Injectable()
export class WalletPurgeService {
  constructor(
    private readonly database: Database,
    private readonly wallets: WalletsRepository,
    private readonly rows: WalletPurgeRepository,
    private readonly emptiness: WalletEmptiness,
    private readonly policies: PoliciesService,
    private readonly after: WalletPurgeTrail,
  ) {}

  async purge(id: string, actor: Actor): Promise<void> {
    // The chains are asked before the transaction: nothing can move money out of a terminated wallet meanwhile, and what
    // somebody pays in during these seconds stays within reach of the kept key.
    const seen = terminated(await this.wallets.find(id));
    requireCoSignature(seen, actor, 'purge');
    if (seen.environment === 'mainnet') await this.emptiness.require(seen);
    await this.database.transaction(async (tx) => {
      const wallet = terminated(await this.wallets.find(id, tx));
      requireCoSignature(wallet, actor, 'purge');
      if ((await this.rows.countUnfinished(tx, id)) > 0) {
        throw new DomainError('INVALID_STATE_TRANSITION', {
          hint: 'A signed transaction of the wallet may still land; wait until it is final.',
        });
      }
      const keepKeyUntil = wallet.environment === 'mainnet' ? this.after.now() + KEY_KEPT_SECONDS : null;
      await this.policies.deleteOfWallet(tx, id);
      await this.rows.purge(tx, id, keepKeyUntil);
      await this.after.record(tx, actor, wallet, keepKeyUntil);
    });
  }

  /** Deletes sealed keys whose thirty days are over. A worker asks for it; asking twice changes nothing. How many there were. */
  async deleteDueKeys(now: number): Promise<number> {
    return this.database.transaction((tx) => this.rows.deleteDueKeys(tx, now));
  }
}

function terminated(wallet: StoredWallet | undefined): StoredWallet {
  if (wallet === undefined) throw new DomainError('WALLET_NOT_FOUND');
  if (wallet.status !== 'TERMINATED') throw new DomainError('WALLET_NOT_TERMINATED');
  return wallet;
}
