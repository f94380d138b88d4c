import { Injectable } from '@nestjs/common';
import { DomainError, type JsonValue } from '@waiaas/core';
import { type Actor, actorLabel } from '../../common/auth/actor.js';
import { Clock } from '../../common/time/clock.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { requireOwnerOf } from './wallet-access.js';
import { WalletTrail } from './wallet-trail.service.js';
import { type StatusChange, type StoredWallet, WalletsRepository } from './wallets.repository.js';

const KILL_SWITCH = 'kill-switch';
const AUTO_STOP = 'auto-stop';

/** Which rule, and the figures it found. */
export interface StopCause extends Readonly<Record<string, JsonValue>> {
  readonly rule: string;
}

/** ACTIVE and SUSPENDED, to and fro. Who suspended decides who may resume. */
@Injectable()
export class WalletStatusService {
  constructor(
    private readonly database: Database,
    private readonly wallets: WalletsRepository,
    private readonly trail: WalletTrail,
    private readonly clock: Clock,
  ) {}

  async suspend(id: string, reason: string, actor: Actor): Promise<StoredWallet> {
    return this.database.transaction(async (tx) => {
      const wallet = await this.#living(tx, id);
      if (wallet.status !== 'ACTIVE') throw new DomainError('INVALID_STATE_TRANSITION');
      await this.#move(tx, wallet, { status: 'SUSPENDED', reason, by: actorLabel(actor) });
      await this.trail.record(tx, actor, {
        act: 'WALLET_SUSPENDED',
        walletId: id,
        severity: 'warning',
        details: { by: actorLabel(actor) },
      });
      return this.#living(tx, id);
    });
  }

  /** Stops a wallet that still runs as the rule saw it: what was resumed since then is not stopped for what was before. */
  async stopByRule(seen: { readonly id: string; readonly resumedAt: number | null }, cause: StopCause): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const wallet = await this.wallets.find(seen.id, tx);
      if (wallet?.status !== 'ACTIVE' || wallet.activeSince !== seen.resumedAt) return false;
      const reason = `AUTO_STOP_${cause.rule.toUpperCase()}`;
      await this.#move(tx, wallet, { status: 'SUSPENDED', reason, by: AUTO_STOP });
      await this.trail.recordStop(tx, wallet.id, { ...cause });
      return true;
    });
  }

  async resume(id: string, actor: Actor): Promise<StoredWallet> {
    return this.database.transaction(async (tx) => {
      const wallet = await this.#living(tx, id);
      if (actor.kind === 'owner') requireOwnerOf(wallet, actor.proof);
      if (wallet.status !== 'SUSPENDED') throw new DomainError('INVALID_STATE_TRANSITION');
      refuseForeignHold(wallet, actor);
      await this.#move(tx, wallet, { status: 'ACTIVE' });
      const details = { suspendedBy: wallet.suspendedBy };
      await this.trail.record(tx, actor, { act: 'WALLET_RESUMED', walletId: id, severity: 'warning', details });
      return this.#living(tx, id);
    });
  }

  async #living(tx: Tx, id: string): Promise<StoredWallet> {
    const wallet = await this.wallets.find(id, tx);
    if (wallet === undefined) throw new DomainError('WALLET_NOT_FOUND');
    if (wallet.status === 'TERMINATED') throw new DomainError('WALLET_TERMINATED');
    return wallet;
  }

  async #move(tx: Tx, wallet: StoredWallet, to: StatusChange): Promise<void> {
    if (!(await this.wallets.move(tx, wallet, to, this.clock.nowSeconds()))) throw new DomainError('INVALID_STATE_TRANSITION');
  }
}

/**
 * What an owner froze only that owner resumes, for as long as it is the owner: once its removal is through, master may.
 * What the kill switch suspended only master resumes.
 */
function refuseForeignHold(wallet: StoredWallet, actor: Actor): void {
  const { suspendedBy, ownerAddress } = wallet;
  if (suspendedBy === KILL_SWITCH && actor.kind === 'owner') {
    throw new DomainError('INVALID_STATE_TRANSITION', { hint: 'The kill switch suspended the wallet; the admin resumes it.' });
  }
  const isFrozenByOwner = ownerAddress !== null && suspendedBy === `owner:${ownerAddress}`;
  if (isFrozenByOwner && actor.kind !== 'owner') {
    throw new DomainError('OWNER_REQUIRED', {
      hint: 'The owner froze the wallet; it resumes by a resume challenge of the owner.',
    });
  }
}
