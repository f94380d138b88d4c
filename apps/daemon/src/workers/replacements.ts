import { Injectable } from '@nestjs/common';
import { DomainError, type NetworkName, type Result } from '@waiaas/core';
import {
  makeReplacement,
  rescueStuck,
  sendStored,
  type AttemptRow,
  type Replaceable,
  type ReplaceContext,
  type ReplaceOrder,
  type ReplaceRefusal,
} from '@waiaas/pipeline';
import { RuntimeSettings } from '../config/runtime-settings.js';
import { FeeLimitsReader } from '../modules/transactions/fee-limits.service.js';
import { ReplaceService } from '../modules/transactions/replace.service.js';
import { ReplacementsRepository } from '../modules/transactions/replacements.repository.js';
import { ExecuteContexts } from './execute-contexts.js';
import { WorkerLog } from './worker-log.js';

const PAUSE_SECONDS = 30;

/** Other bytes at the nonce of a payment: because somebody asks for them, or because no block takes the ones that are there. */
@Injectable()
export class Replacements {
  readonly #triedAt = new Map<string, number>();

  constructor(
    private readonly contexts: ExecuteContexts,
    private readonly store: ReplacementsRepository,
    private readonly fees: FeeLimitsReader,
    private readonly settings: RuntimeSettings,
    private readonly log: WorkerLog,
    replacing: ReplaceService,
  ) {
    replacing.onAsked((target, order) => this.make(target, order));
  }

  /** Ends when the bytes are durable. They are on their way then; where the answer is lost the next look at the chain sends them again. */
  async make(target: Replaceable, order: ReplaceOrder): Promise<Result<AttemptRow, ReplaceRefusal>> {
    if (target.row.chain !== 'ethereum') return { ok: false, error: 'not-replaceable' };
    const made = await makeReplacement(this.#contextOf(target.row.network), target, order);
    if (made.ok) void this.#send(target.row.network, made.value);
    return made;
  }

  /**
   * One that cannot be replaced now is tried again after a pause. What is looked at is a page of what was sent: the first nonce of a
   * wallet there need not be its first one, and is no matter yet.
   */
  async rescue(network: NetworkName, stuck: readonly Replaceable[]): Promise<void> {
    const now = this.contexts.clock.nowSeconds();
    this.#forgetTried(now);
    for (const target of stuck) {
      const newest = target.attempts.at(-1);
      if (newest === undefined || this.#triedAt.has(newest.id)) continue;
      try {
        if (!(await this.store.isFirst(newest))) continue;
        this.#triedAt.set(newest.id, now);
        const made = await rescueStuck(this.#contextOf(network), target);
        if (made?.ok === true) await this.#send(network, made.value);
      } catch (error) {
        // No node, no signer: it passes.
        if (!(error instanceof DomainError)) this.log.failed('replace', error);
      }
    }
  }

  #forgetTried(now: number): void {
    for (const [id, at] of this.#triedAt) if (now - at >= PAUSE_SECONDS) this.#triedAt.delete(id);
  }

  async #send(network: NetworkName, attempt: AttemptRow): Promise<void> {
    const { chain, store, clock } = this.contexts.of(network);
    try {
      await sendStored(store, chain, [attempt], () => clock.nowSeconds());
    } catch (error) {
      this.log.failed('replace', error);
    }
  }

  #contextOf(network: NetworkName): ReplaceContext {
    const context = this.contexts.of(network);
    return {
      ...context,
      replacements: this.store,
      feeBudget: ({ walletId, network: where }) => this.fees.budget(walletId, where, context.clock.nowSeconds()),
      maxBumpFactor: BigInt(this.settings.get('transactions.max_fee_bump_factor')),
    };
  }
}
