import { Injectable } from '@nestjs/common';
import { canonicalAddress, DomainError } from '@waiaas/core';
import { type Actor, actorLabel, type OwnerProof } from '../../common/auth/actor.js';
import { Clock } from '../../common/time/clock.js';
import { Config } from '../../config/config.js';
import { ChainRegistry } from '../../infra/chains/chain-registry.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { bodyHashOf } from './challenge-target.service.js';
import { OwnedWalletsRepository, type OwnedWallet } from './owned-wallets.repository.js';
import { type OwnerChange, OwnerChangesService } from './owner-changes.service.js';

export interface OwnerRequest {
  readonly ownerAddress: string;
  /** Undefined keeps, null clears. */
  readonly approvalMethod: string | null | undefined;
  readonly walletType: string | null | undefined;
}

export type RemovalResult = { readonly ownerState: 'NONE' } | { readonly ownerState: 'LOCKED'; readonly ownerRemovalAt: number };

const EMPTY_BODY_HASH = bodyHashOf({});

@Injectable()
export class OwnersService {
  constructor(
    private readonly database: Database,
    private readonly wallets: OwnedWalletsRepository,
    private readonly changes: OwnerChangesService,
    private readonly config: Config,
    private readonly chains: ChainRegistry,
    private readonly clock: Clock,
  ) {}

  /** Names an owner, unproven until it signs. True where waiting approvals of another owner ended by it. */
  async declare(walletId: string, request: OwnerRequest, actor: Actor): Promise<{ readonly replaced: boolean }> {
    return this.database.transaction(async (tx) => {
      const wallet = await this.#living(tx, walletId);
      if (wallet.ownerState === 'LOCKED')
        throw new DomainError('OWNER_ALREADY_CONNECTED', { hint: 'Remove the present owner first.' });
      const address = ownerAddressFor(wallet, request.ownerAddress);
      const isNewOwner = wallet.ownerAddress !== address;
      const change = this.#change(wallet, actor);
      await this.wallets.declare(tx, walletId, { ...request, address }, { isNewOwner, now: change.now });
      if (isNewOwner) await this.changes.afterNewOwner(tx, change, address);
      return { replaced: isNewOwner && wallet.ownerAddress !== null };
    });
  }

  /** A contract speaks through nodes, and one node alone may put words into its mouth. */
  warningAbout({ contractNetwork }: OwnerProof): string | undefined {
    if (contractNetwork === undefined || this.chains.endpointCount(contractNetwork) > 1) return undefined;
    return `This owner is a contract, and one RPC endpoint of ${contractNetwork} alone vouches for what it signs. Set a second one.`;
  }

  /** An owner that proved itself goes by its own signature, or after the delay it was verified with. */
  async remove(walletId: string, actor: Actor): Promise<RemovalResult> {
    const proof = actor.kind === 'master' ? actor.coSignedBy : undefined;
    return this.database.transaction(async (tx) => {
      const wallet = await this.#owned(tx, walletId);
      const change = this.#change(wallet, actor);
      if (wallet.ownerState === 'GRACE' || proof !== undefined) {
        if (proof !== undefined) assertSignedByOwner(wallet, proof);
        await this.changes.remove(tx, change, proof === undefined ? 'unproven' : 'signed');
        return { ownerState: 'NONE' };
      }
      return { ownerState: 'LOCKED', ownerRemovalAt: wallet.ownerRemovalAt ?? (await this.#startRemoval(tx, change)) };
    });
  }

  /** Stops a pending removal. Without one there is nothing to stop, and the answer is the same. */
  async keep(walletId: string, actor: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      const wallet = await this.#owned(tx, walletId);
      if (actor.kind === 'owner' && actor.proof.address !== wallet.ownerAddress) throw new DomainError('OWNER_ADDRESS_MISMATCH');
      if (wallet.ownerState !== 'LOCKED')
        throw new DomainError('INVALID_STATE_TRANSITION', { hint: 'The owner is not verified.' });
      if (wallet.ownerRemovalAt === null) return;
      const change = this.#change(wallet, actor);
      await this.wallets.setRemoval(tx, wallet.id, null, change.now);
      await this.changes.record(tx, change, {
        eventType: 'OWNER_REMOVAL_REQUESTED',
        ownerState: 'LOCKED',
        details: { withdrawn: true, ownerRemovalAt: null },
      });
    });
  }

  async #startRemoval(tx: Tx, change: OwnerChange): Promise<number> {
    const delay = change.wallet.ownerRemovalDelay ?? this.config.get('security.owner_removal_delay_seconds');
    const ownerRemovalAt = change.now + delay;
    await this.wallets.setRemoval(tx, change.wallet.id, ownerRemovalAt, change.now);
    await this.changes.record(tx, change, {
      eventType: 'OWNER_REMOVAL_REQUESTED',
      ownerState: 'LOCKED',
      details: { ownerRemovalAt },
    });
    return ownerRemovalAt;
  }

  async #owned(tx: Tx, walletId: string): Promise<OwnedWallet> {
    const wallet = await this.wallets.find(walletId, tx);
    if (wallet === undefined) throw new DomainError('WALLET_NOT_FOUND');
    if (wallet.ownerState === 'NONE') throw new DomainError('OWNER_NOT_CONNECTED');
    return wallet;
  }

  async #living(tx: Tx, walletId: string): Promise<OwnedWallet> {
    const wallet = await this.wallets.find(walletId, tx);
    if (wallet === undefined) throw new DomainError('WALLET_NOT_FOUND');
    if (wallet.status === 'TERMINATED') throw new DomainError('WALLET_TERMINATED');
    return wallet;
  }

  #change(wallet: OwnedWallet, actor: Actor): OwnerChange {
    return { wallet, actor: actorLabel(actor), now: this.clock.nowSeconds(), ipAddress: actor.clientAddress };
  }
}

/** The wallet's own key lives in the daemon: as its owner it would approve itself. */
function ownerAddressFor(wallet: OwnedWallet, input: string): string {
  const address = canonicalAddress(wallet.chain, input);
  if (address === undefined)
    throw new DomainError('INVALID_ADDRESS', { hint: 'The owner is an address of the chain of its wallet.' });
  if (address === wallet.address) throw new DomainError('INVALID_ADDRESS', { hint: 'A wallet cannot own itself.' });
  return address;
}

function assertSignedByOwner(wallet: OwnedWallet, proof: OwnerProof): void {
  if (proof.walletId !== wallet.id || proof.address !== wallet.ownerAddress) throw new DomainError('OWNER_ADDRESS_MISMATCH');
  // The act has no body, so a text that covers one was signed for something else.
  if (proof.bodyHash !== EMPTY_BODY_HASH)
    throw new DomainError('APPROVAL_STALE', { hint: 'The signed body differs from the one sent.' });
}
