import { Injectable } from '@nestjs/common';
import type { PolicyPreset, WalletStatus } from '@waiaas/api-types';
import type { Chain, Environment, OwnerState, SealedKey } from '@waiaas/core';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { Prisma, type Wallet } from '../../infra/prisma/generated/client.js';
import { listed, modelsFrom } from '../../infra/prisma/rows-from.js';

export interface StoredWallet {
  readonly id: string;
  readonly name: string;
  readonly chain: Chain;
  readonly environment: Environment;
  readonly address: string;
  readonly status: WalletStatus;
  readonly monitorIncoming: boolean;
  readonly policyPreset: PolicyPreset;
  readonly ownerAddress: string | null;
  readonly ownerState: OwnerState;
  readonly ownerKind: string | null;
  readonly ownerRemovalAt: number | null;
  readonly approvalMethod: string | null;
  readonly walletType: string | null;
  readonly suspendedAt: number | null;
  readonly suspensionReason: string | null;
  readonly suspendedBy: string | null;
  /** Unix seconds of its last resumption; null where it was never stopped. */
  readonly activeSince: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type NewWallet = Pick<StoredWallet, 'id' | 'name' | 'chain' | 'environment' | 'address' | 'policyPreset' | 'createdAt'>;

export interface WalletFilter {
  readonly ids?: readonly string[] | undefined;
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
}

type Reader = Pick<Tx, 'wallet'>;

/** SQLite's LIMIT for all that there is. */
const ALL = -1;

@Injectable()
export class WalletsRepository {
  constructor(private readonly database: Database) {}

  async find(id: string, tx: Reader = this.database.client): Promise<StoredWallet | undefined> {
    const [row] = await modelsFrom<Wallet>(tx)`SELECT * FROM wallets WHERE id = ${id}`;
    return row === undefined ? undefined : toWallet(row);
  }

  /** Oldest first. */
  async list({ ids, limit, offset }: WalletFilter): Promise<readonly StoredWallet[]> {
    const named = ids === undefined ? Prisma.sql`TRUE` : Prisma.sql`id IN ${listed(ids)}`;
    const rows = await modelsFrom<Wallet>(this.database.client)`
      SELECT * FROM wallets WHERE ${named} ORDER BY id LIMIT ${limit ?? ALL} OFFSET ${offset ?? 0}`;
    return rows.map(toWallet);
  }

  /** Whether a wallet, terminated ones included, holds the key of this address. */
  async hasAddress(tx: Tx, { chain, address }: Pick<NewWallet, 'chain' | 'address'>): Promise<boolean> {
    return (await tx.wallet.count({ where: { chain, address } })) > 0;
  }

  async insert(tx: Tx, wallet: NewWallet, key: SealedKey): Promise<void> {
    const at = BigInt(wallet.createdAt);
    await tx.wallet.create({ data: { ...wallet, status: 'ACTIVE', createdAt: at, updatedAt: at } });
    await tx.sealedKey.create({
      data: {
        walletId: wallet.id,
        chain: wallet.chain,
        environment: wallet.environment,
        address: key.address,
        blob: key.blob,
        createdAt: at,
      },
    });
  }

  async update(
    tx: Tx,
    id: string,
    change: { readonly name?: string; readonly monitorIncoming?: boolean },
    now: number,
  ): Promise<void> {
    await tx.wallet.update({ where: { id }, data: { ...change, updatedAt: BigInt(now) } });
  }

  /** False where the wallet is not in that status any more. */
  async move(tx: Tx, wallet: StoredWallet, to: StatusChange, now: number): Promise<boolean> {
    const { count } = await tx.wallet.updateMany({
      where: { id: wallet.id, status: wallet.status, suspendedBy: wallet.suspendedBy },
      data: { ...columnsOf(to, BigInt(now)), updatedAt: BigInt(now) },
    });
    return count === 1;
  }
}

export type StatusChange =
  { readonly status: 'ACTIVE' | 'TERMINATED' } | { readonly status: 'SUSPENDED'; readonly reason: string; readonly by: string };

function columnsOf(to: StatusChange, at: bigint): Prisma.WalletUpdateManyMutationInput {
  switch (to.status) {
    case 'ACTIVE':
      return { status: 'ACTIVE', suspendedAt: null, suspensionReason: null, suspendedBy: null, activeSince: at };
    case 'TERMINATED':
      return { status: 'TERMINATED', terminatedAt: at };
    case 'SUSPENDED':
      return { status: 'SUSPENDED', suspendedAt: at, suspensionReason: to.reason, suspendedBy: to.by };
  }
}

function toWallet(row: Wallet): StoredWallet {
  return {
    id: row.id,
    name: row.name,
    chain: row.chain as Chain,
    environment: row.environment as Environment,
    address: row.address,
    status: row.status as WalletStatus,
    monitorIncoming: row.monitorIncoming,
    policyPreset: row.policyPreset as PolicyPreset,
    ownerAddress: row.ownerAddress,
    ownerState: row.ownerState as OwnerState,
    ownerKind: row.ownerKind,
    ownerRemovalAt: nullableNumber(row.ownerRemovalAt),
    approvalMethod: row.approvalMethod,
    walletType: row.walletType,
    suspendedAt: nullableNumber(row.suspendedAt),
    suspensionReason: row.suspensionReason,
    suspendedBy: row.suspendedBy,
    activeSince: nullableNumber(row.activeSince),
    createdAt: Number(row.createdAt),
    updatedAt: Number(row.updatedAt),
  };
}

function nullableNumber(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}
