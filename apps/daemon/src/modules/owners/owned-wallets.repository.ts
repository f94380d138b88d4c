import { Injectable } from '@nestjs/common';
import type { Chain, Environment, NetworkName, OwnerState } from '@waiaas/core';
import { Database, type Tx } from '../../infra/prisma/database.js';

export type WalletStatus = 'ACTIVE' | 'SUSPENDED' | 'TERMINATED';

/** A wallet as far as its owner is concerned. Times in Unix seconds. */
export interface OwnedWallet {
  readonly id: string;
  readonly name: string;
  readonly chain: Chain;
  readonly environment: Environment;
  readonly address: string;
  readonly status: WalletStatus;
  readonly ownerAddress: string | null;
  readonly ownerState: OwnerState;
  /** Null until the owner has proved itself. */
  readonly ownerKind: 'eoa' | 'contract' | null;
  /** Of a contract: where it stands, and keccak-256 of the code that stood there when it was verified. */
  readonly ownerNetwork: NetworkName | null;
  readonly ownerCodeHash: string | null;
  readonly ownerRemovalDelay: number | null;
  readonly ownerRemovalAt: number | null;
  readonly suspendedBy: string | null;
}

export interface OwnerDeclaration {
  readonly address: string;
  readonly approvalMethod: string | null | undefined;
  readonly walletType: string | null | undefined;
}

/** Who an owner is, pinned for good when it first proves itself (security.md 3). */
export type OwnerPin =
  { readonly kind: 'eoa' } | { readonly kind: 'contract'; readonly network: NetworkName; readonly codeHash: string };

const SELECT = {
  id: true,
  name: true,
  chain: true,
  environment: true,
  address: true,
  status: true,
  ownerAddress: true,
  ownerState: true,
  ownerKind: true,
  ownerNetwork: true,
  ownerCodeHash: true,
  ownerRemovalDelay: true,
  ownerRemovalAt: true,
  suspendedBy: true,
} as const;

const NO_PROOF = {
  ownerKind: null,
  ownerNetwork: null,
  ownerCodeHash: null,
  ownerVerifiedAt: null,
  ownerRemovalDelay: null,
  ownerRemovalAt: null,
} as const;

/** The owner columns of the wallets. Every change is guarded by the state it was decided on. */
@Injectable()
export class OwnedWalletsRepository {
  constructor(private readonly database: Database) {}

  async find(id: string, tx?: Tx): Promise<OwnedWallet | undefined> {
    const row = await (tx ?? this.database.client).wallet.findUnique({ where: { id }, select: SELECT });
    return row === null ? undefined : toOwnedWallet(row);
  }

  /** Living wallets of this owner. Addresses are stored in canonical form, so equality is equality of text. */
  async findByOwner(chain: Chain, ownerAddress: string, tx?: Tx): Promise<readonly OwnedWallet[]> {
    const rows = await (tx ?? this.database.client).wallet.findMany({
      where: { chain, ownerAddress, status: { not: 'TERMINATED' } },
      orderBy: { id: 'asc' },
      select: SELECT,
    });
    return rows.map(toOwnedWallet);
  }

  /** Walks in with a new, unproven owner, or with new delivery details of the same one. */
  async declare(
    tx: Tx,
    walletId: string,
    owner: OwnerDeclaration,
    change: { readonly isNewOwner: boolean; readonly now: number },
  ) {
    const at = BigInt(change.now);
    await tx.wallet.update({
      where: { id: walletId },
      data: {
        ownerAddress: owner.address,
        ownerState: 'GRACE',
        ...(change.isNewOwner ? { ...NO_PROOF, ownerChangedAt: at } : {}),
        ...(owner.approvalMethod === undefined ? {} : { approvalMethod: owner.approvalMethod }),
        ...(owner.walletType === undefined ? {} : { walletType: owner.walletType }),
        updatedAt: at,
      },
    });
  }

  /** GRACE → LOCKED for exactly this address. False where somebody else did it, or the owner changed. */
  async pin(
    tx: Tx,
    walletId: string,
    owner: { readonly address: string; readonly pin: OwnerPin; readonly removalDelay: number; readonly now: number },
  ): Promise<boolean> {
    const { pin } = owner;
    const at = BigInt(owner.now);
    const { count } = await tx.wallet.updateMany({
      where: { id: walletId, ownerAddress: owner.address, ownerState: 'GRACE' },
      data: {
        ownerState: 'LOCKED',
        ownerKind: pin.kind,
        ownerNetwork: pin.kind === 'contract' ? pin.network : null,
        ownerCodeHash: pin.kind === 'contract' ? pin.codeHash : null,
        ownerVerifiedAt: at,
        ownerRemovalDelay: owner.removalDelay,
        ownerRemovalAt: null,
        updatedAt: at,
      },
    });
    return count === 1;
  }

  /** False where the owner is another one by now. */
  async clear(tx: Tx, wallet: OwnedWallet, now: number): Promise<boolean> {
    const at = BigInt(now);
    const { count } = await tx.wallet.updateMany({
      where: {
        id: wallet.id,
        ownerAddress: wallet.ownerAddress,
        ownerState: wallet.ownerState,
        ownerRemovalAt: nullableBig(wallet.ownerRemovalAt),
      },
      data: {
        ...NO_PROOF,
        ownerAddress: null,
        ownerState: 'NONE',
        approvalMethod: null,
        walletType: null,
        ownerChangedAt: at,
        updatedAt: at,
      },
    });
    return count === 1;
  }

  async setRemoval(tx: Tx, walletId: string, removalAt: number | null, now: number): Promise<void> {
    await tx.wallet.update({
      where: { id: walletId },
      data: { ownerRemovalAt: nullableBig(removalAt), updatedAt: BigInt(now) },
    });
  }

  async withDueRemoval(now: number): Promise<readonly OwnedWallet[]> {
    const rows = await this.database.client.wallet.findMany({
      where: { ownerRemovalAt: { lte: BigInt(now) }, ownerState: 'LOCKED' },
      orderBy: { id: 'asc' },
      select: SELECT,
    });
    return rows.map(toOwnedWallet);
  }

  /** Suspends in the owner's name; a wallet that somebody else suspended becomes the owner's to resume. */
  async freeze(tx: Tx, walletIds: readonly string[], owner: string, now: number): Promise<void> {
    const at = BigInt(now);
    await tx.wallet.updateMany({
      where: { id: { in: [...walletIds] }, status: { not: 'TERMINATED' } },
      data: {
        status: 'SUSPENDED',
        suspendedAt: at,
        suspensionReason: 'OWNER_FREEZE',
        suspendedBy: `owner:${owner}`,
        updatedAt: at,
      },
    });
  }
}

type Row = {
  readonly [Key in keyof typeof SELECT]: string | null | number | bigint;
};

function toOwnedWallet(row: Row): OwnedWallet {
  return {
    ...(row as unknown as OwnedWallet),
    ownerRemovalAt: row.ownerRemovalAt === null ? null : Number(row.ownerRemovalAt),
  };
}

function nullableBig(value: number | null): bigint | null {
  return value === null ? null : BigInt(value);
}
