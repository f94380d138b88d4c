import { Injectable } from '@nestjs/common';
import { decideFill, FILL_ORIGIN, OUTDATED, prepareFill, type Decided, type PreparedTx } from '@waiaas/pipeline';
import { FeeLimitsReader } from './fee-limits.service.js';
import { LedgerRepository } from './ledger.repository.js';
import { NonceGaps, type WaitingNonces } from './nonce-gaps.repository.js';
import { RequestFacts } from './request-facts.service.js';
import type { Started } from './send.service.js';
import { SignTime } from './sign.service.js';

/**
 * Fills a nonce that nobody holds below those that wait, where nobody sends any more who would take it. The row it writes goes the way of any
 * payment: the lane gives it the lowest free nonce, and its fee counts in the windows. A crash leaves the row, and the lane goes on.
 */
@Injectable()
export class GapFilling {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly gaps: NonceGaps,
    private readonly facts: RequestFacts,
    private readonly fees: FeeLimitsReader,
    private readonly time: SignTime,
  ) {}

  /** The row that runs now; undefined where there is no gap, or it may not be filled. */
  async fill(waiting: WaitingNonces): Promise<{ readonly transactionId: string; readonly started: Started } | undefined> {
    if (!(await this.gaps.isOpenNow(waiting))) return undefined;
    const { walletId, network, from } = waiting;
    return this.facts
      .untilCurrent(async () => {
        const prepared = await this.facts.gather(network, (context) => prepareFill(context, waiting));
        const decided = await this.#decide(waiting, prepared);
        if (decided === OUTDATED) return undefined;
        if (typeof decided === 'string') return { filled: undefined };
        return { filled: { transactionId: decided.row.id, started: { walletId, network, from, facts: prepared.facts } } };
      })
      .then(({ filled }) => filled);
  }

  async #decide(waiting: WaitingNonces, prepared: PreparedTx): Promise<Decided | string> {
    const { clock, ids } = this.time;
    const now = clock.nowSeconds();
    const isAffordable = await this.fees.budget(waiting.walletId, waiting.network, now);
    return this.ledger.underLock(waiting.walletId, null, (view, tx) =>
      decideFill(view, prepared, {
        ...{ id: ids.next(), origin: FILL_ORIGIN, sessionId: null, actor: 'system', ipAddress: null, now, isAffordable },
        feeLimits: this.fees.current(),
        isOpen: () => this.gaps.isOpen(tx, waiting),
      }),
    );
  }
}
