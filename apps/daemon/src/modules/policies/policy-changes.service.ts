import { Injectable } from '@nestjs/common';
import { DomainError, networksOf, resolveNetwork, validationError } from '@waiaas/core';
import { policyKey } from '@waiaas/policy';
import type { Actor } from '../../common/auth/actor.js';
import { Clock } from '../../common/time/clock.js';
import { IdSource } from '../../common/time/id-source.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { PoliciesRepository, type StoredPolicy, type VersionChange } from './policies.repository.js';
import { checkedPolicy } from './policy-rules.js';
import { PolicySetVersions } from './policy-set-versions.service.js';
import { slotOf } from './policy-slot.js';
import { PolicyTrail } from './policy-trail.service.js';

export type { StoredPolicy };

export interface NewPolicy {
  readonly walletId?: string | undefined;
  readonly type: string;
  readonly rules: unknown;
  readonly priority?: number | undefined;
  readonly enabled?: boolean | undefined;
  readonly network?: string | undefined;
}

export interface PolicyEdit {
  readonly rules?: unknown;
  readonly priority?: number | undefined;
  readonly enabled?: boolean | undefined;
  readonly expectedVersion?: number | undefined;
}

export interface Rollback {
  readonly version: number;
  readonly expectedVersion?: number | undefined;
}

/**
 * Every change of a stored policy. Row, immutable version, set version, audit row and event are one transaction; the place in the
 * scope is looked up inside it, so that two changes cannot both take it.
 */
@Injectable()
export class PolicyChanges {
  constructor(
    private readonly database: Database,
    private readonly policies: PoliciesRepository,
    private readonly versions: PolicySetVersions,
    private readonly trail: PolicyTrail,
    private readonly ids: IdSource,
    private readonly clock: Clock,
  ) {}

  async create(request: NewPolicy, actor: Actor): Promise<StoredPolicy> {
    const policy = this.#newPolicy(request);
    return this.database.transaction(async (tx) => {
      await this.#checkWallet(tx, policy);
      await this.#claimSlot(tx, policy);
      await this.policies.insert(tx, [policy]);
      await this.versions.bump(tx, policy.walletId);
      await this.trail.record(tx, [policy], 'created', actor);
      return policy;
    });
  }

  /** The first policies of a wallet, in the transaction that creates it: nothing can be in their places yet. */
  async createWithWallet(tx: Tx, requests: readonly NewPolicy[], actor: Actor): Promise<readonly StoredPolicy[]> {
    const policies = requests.map((request) => this.#newPolicy(request));
    await this.policies.insert(tx, policies);
    await this.trail.record(tx, policies, 'created', actor);
    return policies;
  }

  async update(id: string, edit: PolicyEdit, actor: Actor): Promise<StoredPolicy> {
    return this.database.transaction(async (tx) => {
      const policy = await this.#living(tx, id);
      checkVersion(policy, edit.expectedVersion);
      const isNothing = edit.rules === undefined && edit.priority === undefined && edit.enabled === undefined;
      if (isNothing) return policy;
      const rules = edit.rules === undefined ? policy.rules : checkedPolicy(policy, edit.rules).rules;
      const next = { ...policy, rules, priority: edit.priority ?? policy.priority, enabled: edit.enabled ?? policy.enabled };
      return this.#replace(tx, policy, next, { change: 'updated', actor });
    });
  }

  async delete(id: string, actor: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      const policy = await this.#living(tx, id);
      await this.#replace(tx, policy, { ...policy, deletedAt: this.clock.nowSeconds() }, { change: 'deleted', actor });
    });
  }

  /** What an earlier version said, as a new version. Revives a deleted policy, if its place is still free. */
  async rollback(id: string, { version, expectedVersion }: Rollback, actor: Actor): Promise<StoredPolicy> {
    return this.database.transaction(async (tx) => {
      const policy = await this.policies.find(id, tx);
      if (policy === undefined) throw new DomainError('POLICY_NOT_FOUND');
      checkVersion(policy, expectedVersion);
      const target = await this.policies.version(tx, id, version);
      if (target === undefined) {
        throw validationError([{ path: 'version', code: 'unknown', message: 'is not a version of this policy' }]);
      }
      const { priority, enabled } = target;
      const next = { ...policy, rules: checkedPolicy(policy, target.rules).rules, priority, enabled, deletedAt: null };
      if (policy.deletedAt !== null) await this.#checkWallet(tx, next);
      return this.#replace(tx, policy, next, { change: 'rolled_back', actor });
    });
  }

  #newPolicy(request: NewPolicy): StoredPolicy {
    const now = this.clock.nowSeconds();
    const network = networkName(request.network);
    const policy: StoredPolicy = {
      id: this.ids.next(),
      walletId: request.walletId ?? null,
      network,
      type: request.type,
      rules: checkedPolicy({ type: request.type, network }, request.rules).rules,
      priority: request.priority ?? 0,
      enabled: request.enabled ?? true,
      version: 1,
      slot: null,
      deletedAt: null,
      createdAt: now,
      updatedAt: now,
    };
    return { ...policy, slot: slotFor(policy) };
  }

  async #replace(
    tx: Tx,
    from: StoredPolicy,
    to: StoredPolicy,
    by: { readonly change: VersionChange; readonly actor: Actor },
  ): Promise<StoredPolicy> {
    const slot = to.deletedAt === null ? slotFor(to) : null;
    const next: StoredPolicy = { ...to, slot, version: from.version + 1, updatedAt: this.clock.nowSeconds() };
    if (slot !== null && slot !== from.slot) await this.#claimSlot(tx, next);
    if (!(await this.policies.replace(tx, next, from.version))) throw conflict(from);
    await this.versions.bump(tx, next.walletId);
    await this.trail.record(tx, [next], by.change, by.actor);
    return next;
  }

  async #claimSlot(tx: Tx, policy: StoredPolicy): Promise<void> {
    if (policy.slot === null) return;
    const holder = await this.policies.idInSlot(tx, policy.slot);
    if (holder !== undefined) throw new DomainError('POLICY_PRIORITY_CONFLICT', { details: { policyId: holder } });
  }

  async #checkWallet(tx: Tx, policy: StoredPolicy): Promise<void> {
    if (policy.walletId === null) return;
    const wallet = await this.policies.wallet(policy.walletId, tx);
    if (wallet === undefined) throw new DomainError('WALLET_NOT_FOUND');
    if (wallet.status === 'TERMINATED') throw new DomainError('WALLET_TERMINATED');
    const isReachable = networksOf(wallet.chain, wallet.environment).some((network) => network.name === policy.network);
    if (policy.network !== null && !isReachable) throw new DomainError('ENVIRONMENT_NETWORK_MISMATCH');
  }

  async #living(tx: Tx, id: string): Promise<StoredPolicy> {
    const policy = await this.policies.find(id, tx);
    if (policy === undefined || policy.deletedAt !== null) throw new DomainError('POLICY_NOT_FOUND');
    return policy;
  }
}

function slotFor(policy: StoredPolicy): string {
  const { walletId, network, priority } = policy;
  return slotOf({ walletId, network, priority, key: policyKey(policy.type, policy.rules) });
}

function networkName(input: string | undefined): string | null {
  if (input === undefined) return null;
  const network = resolveNetwork(input);
  if (network === undefined)
    throw validationError([{ path: 'network', code: 'isNetwork', message: 'must name a supported network' }]);
  return network.name;
}

function checkVersion(policy: StoredPolicy, expected: number | undefined): void {
  if (expected !== undefined && expected !== policy.version) throw conflict(policy);
}

function conflict(policy: StoredPolicy): DomainError {
  return new DomainError('VERSION_CONFLICT', { details: { policyId: policy.id, version: policy.version } });
}
