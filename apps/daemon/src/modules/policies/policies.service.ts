import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import type { Actor } from '../../common/auth/actor.js';
import type { Tx } from '../../infra/prisma/database.js';
import { PoliciesRepository, type StoredPolicy, type StoredPolicyVersion } from './policies.repository.js';

export interface PolicyPage {
  readonly walletId?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** What may be read of the policies: master everything, a session what its own wallets are judged by. */
@Injectable()
export class PoliciesService {
  constructor(private readonly policies: PoliciesRepository) {}

  async list(page: PolicyPage, actor: Actor): Promise<{ readonly policies: readonly StoredPolicy[]; readonly total: number }> {
    return this.policies.list({ walletIds: visibleWallets(page.walletId, actor) }, page);
  }

  async get(id: string, actor: Actor): Promise<StoredPolicy> {
    const policy = await this.policies.find(id);
    if (policy === undefined || policy.deletedAt !== null || !isVisible(policy, actor)) throw new DomainError('POLICY_NOT_FOUND');
    return policy;
  }

  async versions(id: string): Promise<readonly StoredPolicyVersion[]> {
    if ((await this.policies.find(id)) === undefined) throw new DomainError('POLICY_NOT_FOUND');
    return this.policies.versions(id);
  }

  /** The living, enabled policies of each wallet together with the global ones. */
  async inForce(walletIds: readonly string[]): Promise<ReadonlyMap<string, readonly StoredPolicy[]>> {
    return this.policies.inForceOf(walletIds);
  }

  async deleteOfWallet(tx: Tx, walletId: string): Promise<void> {
    await this.policies.deleteOfWallet(tx, walletId);
  }
}

function visibleWallets(named: string | undefined, actor: Actor): readonly string[] | undefined {
  if (actor.kind !== 'session') return named === undefined ? undefined : [named];
  if (named === undefined) return actor.walletIds;
  if (!actor.walletIds.includes(named)) throw new DomainError('WALLET_ACCESS_DENIED');
  return [named];
}

function isVisible(policy: StoredPolicy, actor: Actor): boolean {
  return actor.kind !== 'session' || policy.walletId === null || actor.walletIds.includes(policy.walletId);
}
