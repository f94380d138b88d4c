import { Injectable } from '@nestjs/common';
import { DomainError, type SealedKey } from '@waiaas/core';
import type { Actor } from '../../common/auth/actor.js';
import { Database } from '../../infra/prisma/database.js';
import { type NewPolicy, PolicyChanges, type StoredPolicy } from '../policies/policy-changes.service.js';
import { SessionCreation, type StoredSession } from '../sessions/session-creation.service.js';
import { WalletTrail } from './wallet-trail.service.js';
import { type NewWallet, type StoredWallet, WalletsRepository } from './wallets.repository.js';

export interface WalletParts {
  readonly wallet: NewWallet;
  readonly key: SealedKey;
  readonly policies: readonly NewPolicy[];
  readonly withSession: boolean;
  readonly act: 'WALLET_CREATED' | 'WALLET_IMPORTED';
}

export interface CreatedWallet {
  readonly wallet: StoredWallet;
  readonly policies: readonly StoredPolicy[];
  readonly session: { readonly session: StoredSession; readonly token: string } | null;
}

/** Wallet, key, policies and first session come into being together or not at all. */
@Injectable()
export class WalletBirth {
  constructor(
    private readonly database: Database,
    private readonly wallets: WalletsRepository,
    private readonly policies: PolicyChanges,
    private readonly sessions: SessionCreation,
    private readonly trail: WalletTrail,
  ) {}

  async write({ wallet, key, policies, withSession, act }: WalletParts, actor: Actor): Promise<CreatedWallet> {
    const prepared = withSession ? await this.sessions.prepare({}) : null;
    return this.database.transaction(async (tx) => {
      // Two wallets on one key would spend each other's nonces and budgets.
      if (await this.wallets.hasAddress(tx, wallet)) throw new DomainError('WALLET_ALREADY_EXISTS');
      await this.wallets.insert(tx, wallet, key);
      const { chain, environment, address, policyPreset } = wallet;
      await this.trail.record(tx, actor, {
        act,
        walletId: wallet.id,
        severity: 'info',
        details: { chain, environment, address, policyPreset },
      });
      const written = await this.policies.createWithWallet(tx, policies, actor);
      const session = prepared === null ? null : await this.sessions.write(tx, prepared, [wallet.id], actor);
      const stored = await this.wallets.find(wallet.id, tx);
      if (stored === undefined) throw new Error('the wallet was written a moment ago');
      return {
        wallet: stored,
        policies: written,
        session: prepared === null || session === null ? null : { session, token: prepared.token },
      };
    });
  }
}
