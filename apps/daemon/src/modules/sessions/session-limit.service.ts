import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import { Clock } from '../../common/time/clock.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import type { Tx } from '../../infra/prisma/database.js';
import { SessionsRepository } from './sessions.repository.js';

/** How many sessions a wallet may have that could still be used. Counted in the transaction that adds one. */
@Injectable()
export class SessionLimit {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly settings: RuntimeSettings,
    private readonly clock: Clock,
  ) {}

  async check(tx: Tx, walletId: string): Promise<void> {
    const limit = this.settings.get('security.max_sessions_per_wallet');
    const living = await this.sessions.countLiving(tx, walletId, this.clock.nowSeconds());
    if (living >= limit) {
      throw new DomainError('SESSION_LIMIT_EXCEEDED', {
        details: { walletId, limit, living },
        hint: 'Revoke a session of the wallet, or raise security.max_sessions_per_wallet.',
      });
    }
  }
}
