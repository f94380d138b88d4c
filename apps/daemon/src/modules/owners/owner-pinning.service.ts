import { Injectable } from '@nestjs/common';
import type { Environment } from '@waiaas/core';
import { Clock } from '../../common/time/clock.js';
import { Config } from '../../config/config.js';
import { Database } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import { EventLog } from '../audit/event-log.service.js';
import { OwnedWalletsRepository, type OwnedWallet, type OwnerPin } from './owned-wallets.repository.js';
import type { StoredChallenge } from './owner-challenges.repository.js';

const MAINNET_REMOVAL_DELAY_SECONDS = 86_400;
/** A withdrawal wants an owner that was verified before: it does not verify one. */
const PINS_NOTHING: ReadonlySet<string> = new Set(['login', 'freeze', 'withdraw']);

/**
 * GRACE → LOCKED. The first signature an owner gives proves the key, so it pins kind and removal delay whatever act it was for;
 * login and freeze change no wallet's owner and pin nothing, and a withdrawal is for owners pinned before.
 */
@Injectable()
export class OwnerPinningService {
  constructor(
    private readonly database: Database,
    private readonly wallets: OwnedWalletsRepository,
    private readonly audit: AuditService,
    private readonly events: EventLog,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async pinAfterProof(challenge: StoredChallenge, pin: OwnerPin, ipAddress: string): Promise<void> {
    if (challenge.walletId === null || PINS_NOTHING.has(challenge.action)) return;
    const wallet = await this.wallets.find(challenge.walletId);
    if (wallet?.ownerState === 'GRACE') await this.#pin(wallet, { challenge, pin }, ipAddress);
  }

  async #pin(
    wallet: OwnedWallet,
    { challenge, pin }: { readonly challenge: StoredChallenge; readonly pin: OwnerPin },
    ipAddress: string,
  ): Promise<void> {
    const now = this.clock.nowSeconds();
    const removalDelay = this.#removalDelay(wallet.environment);
    await this.database.transaction(async (tx) => {
      const isPinned = await this.wallets.pin(tx, wallet.id, { address: challenge.address, pin, removalDelay, now });
      if (!isPinned) return;
      await this.audit.append(tx, {
        eventType: 'OWNER_VERIFIED',
        actor: `owner:${challenge.address}`,
        walletId: wallet.id,
        details: { ...pinDetails(pin), action: challenge.action, removalDelaySeconds: removalDelay },
        severity: 'warning',
        ipAddress,
      });
      await this.events.append(tx, {
        kind: 'wallet',
        walletId: wallet.id,
        data: { walletId: wallet.id, ownerState: 'LOCKED', at: now },
      });
    });
  }

  #removalDelay(environment: Environment): number {
    const configured = this.config.get('security.owner_removal_delay_seconds');
    return environment === 'mainnet' ? Math.max(configured, MAINNET_REMOVAL_DELAY_SECONDS) : configured;
  }
}

function pinDetails(pin: OwnerPin): Readonly<Record<string, string>> {
  return pin.kind === 'eoa'
    ? { ownerKind: 'eoa' }
    : { ownerKind: 'contract', ownerNetwork: pin.network, ownerCodeHash: pin.codeHash };
}
