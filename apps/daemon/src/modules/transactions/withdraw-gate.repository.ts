import { Injectable } from '@nestjs/common';
import { DomainError, type NetworkName } from '@waiaas/core';
import type { OwnerProof } from '../../common/auth/actor.js';
import { Clock } from '../../common/time/clock.js';
import { Database, type Tx } from '../../infra/prisma/database.js';

/** A stolen admin password that swaps the owner leaves a day to notice it. */
const CLOSED_AFTER_CHANGE_SECONDS = 86_400;

export interface Withdrawal {
  readonly walletId: string;
  readonly network: NetworkName;
  readonly proof: OwnerProof;
  readonly ipAddress: string;
}

/** Who may sweep a wallet, looked at before anything is read from a chain and again under the wallet's lock. */
@Injectable()
export class WithdrawGate {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Throws where this owner may not withdraw now. */
  async require({ walletId, network, proof }: Withdrawal, tx?: Tx): Promise<void> {
    const wallet = await (tx ?? this.database.client).wallet.findUnique({ where: { id: walletId } });
    if (wallet === null) throw new DomainError('OWNER_NOT_CONNECTED');
    if (wallet.status === 'TERMINATED') throw new DomainError('WALLET_TERMINATED');
    if (wallet.ownerAddress !== proof.address) throw new DomainError('OWNER_ADDRESS_MISMATCH');
    if (wallet.ownerState !== 'LOCKED') throw closed('A withdrawal needs a verified owner: sign a verify challenge first.');
    const changedAt = Number(wallet.ownerChangedAt ?? 0n);
    if (this.clock.nowSeconds() < changedAt + CLOSED_AFTER_CHANGE_SECONDS)
      throw closed('Withdraw is closed for 24 hours after a change of owner.', changedAt + CLOSED_AFTER_CHANGE_SECONDS);
    if (wallet.ownerKind === 'contract' && wallet.ownerNetwork !== network)
      throw closed('This owner is a contract: it withdraws only on the network where it was verified.');
  }
}

function closed(hint: string, opensAt?: number): DomainError {
  return new DomainError('INVALID_STATE_TRANSITION', { hint, ...(opensAt === undefined ? {} : { details: { opensAt } }) });
}
