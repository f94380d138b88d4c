import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import { compilePolicies, type PolicyRow, type PolicySet } from '@waiaas/policy';
import type { Tx } from '../../infra/prisma/database.js';
import { outsideChanges } from '../../infra/prisma/outside-changes.js';
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
 * Nothing of it outlives a change that somebody else made to the database: no version tells of that.
 */
@Injectable()
export class PolicySets {
  #kept: Kept = nothingKept(undefined);

  constructor(
    private readonly policies: PoliciesRepository,
    private readonly versions: PolicySetVersions,
  ) {}

  /** Throws `WALLET_NOT_FOUND`. */
  async current(tx: Reader, walletId: string): Promise<VersionedPolicySet> {
    const kept = this.#keptSince(outsideChanges(tx));
    const version = await this.policies.setVersion(tx, walletId);
    if (version === undefined) throw new DomainError('WALLET_NOT_FOUND');
    // What a transaction that changes policies sees may be rolled back, and another change may then get the same version.
    const mayKeep = !this.versions.isChanging(tx);
    const cached = kept.byWallet.get(walletId);
    if (mayKeep && cached?.version === version) return cached;
    const own = compilePolicies((await this.policies.inForce(tx, walletId)).map(toPolicyRow));
    const loaded = { set: joined(own, await this.#globalSet(tx, mayKeep ? kept : undefined)), version };
    if (mayKeep) keep(kept, walletId, loaded);
    return loaded;
  }

  /** What is read now is put where it was looked for: where the database was changed meanwhile, nobody looks there any more. */
  #keptSince(outside: number): Kept {
    if (this.#kept.outside !== outside) this.#kept = nothingKept(outside);
    return this.#kept;
  }

  async #globalSet(tx: Reader, kept: Kept | undefined): Promise<PolicySet> {
    const stamp = await this.policies.globalStamp(tx);
    if (kept?.global?.stamp === stamp) return kept.global.set;
    const set = compilePolicies((await this.policies.inForce(tx, null)).map(toPolicyRow));
    if (kept !== undefined) kept.global = { set, stamp };
    return set;
  }
}

/** Compiled sets, and as of which change from outside they were read. */
interface Kept {
  readonly outside: number | undefined;
  readonly byWallet: Map<string, VersionedPolicySet>;
  global: GlobalPolicies | undefined;
}

function nothingKept(outside: number | undefined): Kept {
  return { outside, byWallet: new Map(), global: undefined };
}

/** Least recently compiled goes first: a wallet that is in use is compiled again at its next change anyway. */
function keep({ byWallet }: Kept, walletId: string, loaded: VersionedPolicySet): void {
  byWallet.delete(walletId);
  byWallet.set(walletId, loaded);
  const [oldest] = byWallet.keys();
  if (byWallet.size > MAX_CACHED && oldest !== undefined) byWallet.delete(oldest);
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
