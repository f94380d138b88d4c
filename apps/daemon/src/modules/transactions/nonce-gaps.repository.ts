import { Injectable } from '@nestjs/common';
import type { Lane } from '@waiaas/pipeline';
import { Clock } from '../../common/time/clock.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { freeNonces } from './reservations.repository.js';

/** A wallet on one network, and the nonces between which one may be missing. */
export interface WaitingNonces extends Lane {
  /** The first that the chain has not consumed. */
  readonly next: number;
  /** The lowest of which bytes were sent that no block holds. */
  readonly sent: number;
}

/** A request that runs has its bytes by then, unless it has to wait for something. */
const SOON_SECONDS = 60;

/** Nonces below those that wait which nobody holds: one was given back when later ones were on their way. */
@Injectable()
export class NonceGaps {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async isOpenNow(waiting: WaitingNonces): Promise<boolean> {
    return this.database.transaction((tx) => this.isOpen(tx, waiting));
  }

  async isOpen(tx: Tx, { walletId, network, next, sent }: WaitingNonces): Promise<boolean> {
    const [free = sent] = await freeNonces(tx, { walletId, network }, next, 1);
    if (free >= sent) return false;
    // A request that is about to get bytes takes the lowest nonce by itself. One that has waited for long may wait for what the gap holds up.
    const updatedAt = { gt: BigInt(this.clock.nowSeconds() - SOON_SECONDS) };
    return (await tx.transaction.count({ where: { walletId, network, status: 'EXECUTING', updatedAt } })) === 0;
  }
}
