import { Injectable } from '@nestjs/common';
import type { VoidedSignature } from '@waiaas/api-types';
import { DomainError } from '@waiaas/core';
import { makeTakeBack, sendStored, type HandedOut } from '@waiaas/pipeline';
import { type Actor, actorLabel } from '../../common/auth/actor.js';
import { WalletsService } from '../wallets/wallets.service.js';
import { ExecutionRepository } from './execution.repository.js';
import { SignaturesRepository } from './signatures.repository.js';
import { TakeBackContexts } from './take-back-contexts.service.js';
import { TakeBacksRepository, type VoidOrder } from './take-backs.repository.js';

const MOST = 200;

/**
 * Voids what was handed out, on the admin's order: nothing paid to the wallet itself at the same nonce, while the signature may still be
 * on its way. Whichever lands decides. What was made is stored first and sent again by the worker that follows it.
 */
@Injectable()
export class VoidSignatures {
  constructor(
    private readonly signatures: SignaturesRepository,
    private readonly takeBacks: TakeBacksRepository,
    private readonly contexts: TakeBackContexts,
    private readonly execution: ExecutionRepository,
    private readonly wallets: WalletsService,
  ) {}

  /** One result for each signature of the wallet that a nonce can void. Throws `WALLET_NOT_FOUND`. */
  async voidAll(walletId: string, actor: Actor): Promise<VoidedSignature[]> {
    await this.wallets.get(walletId, actor);
    const order = { actor: actorLabel(actor), ipAddress: actor.clientAddress };
    const results: VoidedSignature[] = [];
    // One after the other, the lowest nonce first: a node takes them in that order.
    for (const handed of await this.signatures.handedOutOf(walletId, MOST)) {
      if (handed.attempt.nonce !== null) results.push(await this.#void(handed, order));
    }
    return results;
  }

  async #void(handed: HandedOut, order: VoidOrder): Promise<VoidedSignature> {
    const { id } = handed.row;
    const known = handed.takeBacks.at(-1);
    if (known !== undefined) return { id, status: 'underway', txHash: known.txHash, error: null };
    try {
      const txHash = await this.#made(handed, order);
      if (txHash === undefined) return { id, status: 'failed', txHash: null, error: 'TX_NOT_REPLACEABLE' };
      return { id, status: 'underway', txHash, error: null };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { id, status: 'failed', txHash: null, error: error.code };
    }
  }

  /** Hash of the bytes that are out. Undefined where the row has ended, or its fee would be above the cap. */
  async #made(handed: HandedOut, order: VoidOrder): Promise<string | null | undefined> {
    const context = this.contexts.of(handed.row.network);
    const attempt = await makeTakeBack({ ...context, takeBacks: this.takeBacks.ordered(order) }, handed);
    if (attempt === undefined) return undefined;
    await sendStored(this.execution, context.chain, [attempt], () => context.clock.nowSeconds());
    return attempt.txHash;
  }
}
