import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import { compilePolicies, type PolicyRow, type PolicySet } from '@waiaas/policy';
import type { Tx } from '../../infra/prisma/database.js';
import { PoliciesRepository, type StoredPolicy } from './policies.repository.js';
import { PolicySetVersions } from './policy-set-versions.service.js';

export interface VersionedPolicySet {
  readonly set: PolicySet;
  readonly version: number;
}

const MAX_CACHED = 2000;

type Reader = Pick<Tx, 'policy' | 'policyVersion' | 'wallet'>;

interface GlobalPolicies {
  readonly set: PolicySet;
  readonly stamp: number;
}

/**
 * The policies in force for a wallet, compiled. The version is read in the caller's transaction each time, so the answer is
 * exactly as old as the transaction; only the compiled form is kept between calls, the global part once for all wallets.
 */
@Injectable()
export class PolicySets {
  readonly #cached = new Map<string, VersionedPolicySet>();
  #global: GlobalPolicies | undefined;

  constructor(
    private readonly policies: PoliciesRepository,
    private readonly versions: PolicySetVersions,
  ) {}

  /** Throws `WALLET_NOT_FOUND`. */
  async current(tx: Reader, walletId: string): Promise<VersionedPolicySet> {
    const version = await this.policies.setVersion(tx, walletId);
    if (version === undefined) throw new DomainError('WALLET_NOT_FOUND');
    // What a transaction that changes policies sees may be rolled back, and another change may then get the same version.
    const mayKeep = !this.versions.isChanging(tx);
    const cached = this.#cached.get(walletId);
    if (mayKeep && cached?.version === version) return cached;
    const own = compilePolicies((await this.policies.inForce(tx, walletId)).map(toPolicyRow));
    const loaded = { set: joined(own, await this.#globalSet(tx, mayKeep)), version };
    if (mayKeep) this.#keep(walletId, loaded);
    return loaded;
  }

  async #globalSet(tx: Reader, mayKeep: boolean): Promise<PolicySet> {
    const stamp = await this.policies.globalStamp(tx);
    if (mayKeep && this.#global?.stamp === stamp) return this.#global.set;
    const set = compilePolicies((await this.policies.inForce(tx, null)).map(toPolicyRow));
    if (mayKeep) this.#global = { set, stamp };
    return set;
  }

  /** Least recently compiled goes first: a wallet that is in use is compiled again at its next change anyway. */
  #keep(walletId: string, loaded: VersionedPolicySet): void {
    this.#cached.delete(walletId);
    this.#cached.set(walletId, loaded);
    const [oldest] = this.#cached.keys();
    if (this.#cached.size > MAX_CACHED && oldest !== undefined) this.#cached.delete(oldest);
  }
}

function joined(own: PolicySet, global: PolicySet): PolicySet {
  return {
    policies: [...own.policies, ...global.policies],
    inScope: (walletId, network) => (walletId === null ? global : own).inScope(walletId, network),
  };
}

export function toPolicyRow(policy: StoredPolicy): PolicyRow {
  const { id, version, walletId, network, type, rules, priority, enabled } = policy;
  return { id, version, walletId, network, type, rules, priority, enabled };
}
