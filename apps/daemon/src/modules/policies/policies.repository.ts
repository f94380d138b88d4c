import { Injectable } from '@nestjs/common';
import type { Chain, Environment, OwnerState } from '@waiaas/core';
import { Database, type Tx } from '../../infra/prisma/database.js';
import type { Policy, Prisma } from '../../infra/prisma/generated/client.js';
import { readPolicySetVersion } from '../../infra/prisma/decision-reads.js';
import { insertRows } from '../../infra/prisma/insert-rows.js';

export interface StoredPolicy {
  readonly id: string;
  readonly walletId: string | null;
  readonly network: string | null;
  readonly type: string;
  readonly rules: unknown;
  readonly priority: number;
  readonly enabled: boolean;
  readonly version: number;
  /** Scope, key and priority in one text; null once deleted. */
  readonly slot: string | null;
  readonly deletedAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type VersionChange = 'created' | 'updated' | 'deleted' | 'rolled_back';

export interface StoredPolicyVersion {
  readonly version: number;
  readonly rules: unknown;
  readonly priority: number;
  readonly enabled: boolean;
  readonly change: VersionChange;
  readonly changedAt: number;
  readonly changedBy: string;
}

export interface PolicyWallet {
  readonly chain: Chain;
  readonly environment: Environment;
  readonly status: string;
  readonly ownerState: OwnerState;
}

/** Whose policies: those of these wallets together with the global ones, or all there are. */
export interface PolicyFilter {
  readonly walletIds?: readonly string[] | undefined;
}

type Reader = Pick<Tx, 'policy' | 'policyVersion' | 'wallet'>;

@Injectable()
export class PoliciesRepository {
  constructor(private readonly database: Database) {}

  /** Deleted ones too: their versions stay. */
  async find(id: string, tx: Reader = this.database.client): Promise<StoredPolicy | undefined> {
    const row = await tx.policy.findUnique({ where: { id } });
    return row === null ? undefined : toPolicy(row);
  }

  async idInSlot(tx: Reader, slot: string): Promise<string | undefined> {
    return (await tx.policy.findUnique({ where: { slot }, select: { id: true } }))?.id;
  }

  async list(filter: PolicyFilter, page: { readonly limit: number; readonly offset: number }) {
    const where: Prisma.PolicyWhereInput = {
      deletedAt: null,
      ...(filter.walletIds === undefined ? {} : { OR: [{ walletId: { in: [...filter.walletIds] } }, { walletId: null }] }),
    };
    const [rows, total] = await Promise.all([
      this.database.client.policy.findMany({ where, orderBy: { id: 'asc' }, skip: page.offset, take: page.limit }),
      this.database.client.policy.count({ where }),
    ]);
    return { policies: rows.map(toPolicy), total };
  }

  /** The living, enabled rows of one wallet, or the global ones. */
  async inForce(tx: Reader, walletId: string | null): Promise<readonly StoredPolicy[]> {
    const rows = await tx.policy.findMany({ where: { walletId, deletedAt: null, enabled: true }, orderBy: { id: 'asc' } });
    return rows.map(toPolicy);
  }

  /** Grows with every change of a global policy: each adds a row of version 1 or raises a version, and no row ever goes. */
  async globalStamp(tx: Reader): Promise<number> {
    const { _sum: sum } = await tx.policy.aggregate({ where: { walletId: null }, _sum: { version: true } });
    return sum.version ?? 0;
  }

  /** As `inForce`, of several wallets at once, each with the global ones after its own. */
  async inForceOf(walletIds: readonly string[]): Promise<ReadonlyMap<string, readonly StoredPolicy[]>> {
    const rows = await this.database.client.policy.findMany({
      where: { deletedAt: null, enabled: true, OR: [{ walletId: { in: [...walletIds] } }, { walletId: null }] },
      orderBy: { id: 'asc' },
    });
    const policies = rows.map(toPolicy);
    const global = policies.filter((policy) => policy.walletId === null);
    return new Map(walletIds.map((id) => [id, [...policies.filter((policy) => policy.walletId === id), ...global]]));
  }

  async insert(tx: Tx, policies: readonly StoredPolicy[]): Promise<void> {
    await insertRows(
      tx,
      'policies',
      policies.map((policy) => ({
        id: policy.id,
        wallet_id: policy.walletId,
        network: policy.network,
        type: policy.type,
        rules: JSON.stringify(policy.rules),
        priority: policy.priority,
        enabled: policy.enabled,
        version: policy.version,
        slot: policy.slot,
        created_at: BigInt(policy.createdAt),
        updated_at: BigInt(policy.updatedAt),
      })),
    );
  }

  /** Writes the row as it is to be, over exactly the version it was made from. False where another change came first. */
  async replace(tx: Tx, policy: StoredPolicy, fromVersion: number): Promise<boolean> {
    const { count } = await tx.policy.updateMany({
      where: { id: policy.id, version: fromVersion },
      data: {
        rules: JSON.stringify(policy.rules),
        priority: policy.priority,
        enabled: policy.enabled,
        version: policy.version,
        slot: policy.slot,
        deletedAt: policy.deletedAt === null ? null : BigInt(policy.deletedAt),
        updatedAt: BigInt(policy.updatedAt),
      },
    });
    return count === 1;
  }

  async insertVersions(
    tx: Tx,
    policies: readonly StoredPolicy[],
    mark: { readonly change: VersionChange; readonly changedBy: string; readonly changedAt: number },
  ): Promise<void> {
    await insertRows(
      tx,
      'policy_versions',
      policies.map((policy) => ({
        policy_id: policy.id,
        version: policy.version,
        rules: JSON.stringify(policy.rules),
        priority: policy.priority,
        enabled: policy.enabled,
        change: mark.change,
        changed_at: BigInt(mark.changedAt),
        changed_by: mark.changedBy,
      })),
    );
  }

  async versions(policyId: string): Promise<readonly StoredPolicyVersion[]> {
    const rows = await this.database.client.policyVersion.findMany({ where: { policyId }, orderBy: { version: 'asc' } });
    return rows.map(toVersion);
  }

  async version(tx: Reader, policyId: string, version: number): Promise<StoredPolicyVersion | undefined> {
    const row = await tx.policyVersion.findUnique({ where: { policyId_version: { policyId, version } } });
    return row === null ? undefined : toVersion(row);
  }

  async wallet(id: string, tx: Reader = this.database.client): Promise<PolicyWallet | undefined> {
    const row = await tx.wallet.findUnique({
      where: { id },
      select: { chain: true, environment: true, status: true, ownerState: true },
    });
    return row === null ? undefined : (row as PolicyWallet);
  }

  async setVersion(tx: Reader, walletId: string): Promise<number | undefined> {
    return readPolicySetVersion(tx, walletId);
  }

  /** One wallet, or every wallet where a global policy or a setting changed. */
  async bumpSetVersion(tx: Tx, walletId: string | null): Promise<void> {
    await tx.wallet.updateMany({
      where: walletId === null ? {} : { id: walletId },
      data: { policySetVersion: { increment: 1 } },
    });
  }

  /** For a purged wallet: its policies go with their versions. */
  async deleteOfWallet(tx: Tx, walletId: string): Promise<void> {
    await tx.policy.deleteMany({ where: { walletId } });
  }
}

function toPolicy(row: Policy): StoredPolicy {
  return {
    id: row.id,
    walletId: row.walletId,
    network: row.network,
    type: row.type,
    rules: rulesOf(row.rules),
    priority: row.priority,
    enabled: row.enabled,
    version: row.version,
    slot: row.slot,
    deletedAt: row.deletedAt === null ? null : Number(row.deletedAt),
    createdAt: Number(row.createdAt),
    updatedAt: Number(row.updatedAt),
  };
}

// A row whose text is no JSON must not make the daemon fail: no schema accepts null, so the row denies what it applies to.
function rulesOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function toVersion(row: Prisma.PolicyVersionGetPayload<object>): StoredPolicyVersion {
  return {
    version: row.version,
    rules: rulesOf(row.rules),
    priority: row.priority,
    enabled: row.enabled,
    change: row.change as VersionChange,
    changedAt: Number(row.changedAt),
    changedBy: row.changedBy,
  };
}
