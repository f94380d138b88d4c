import { Injectable } from '@nestjs/common';
import { DomainError, hashJson, type JsonValue } from '@waiaas/core';
import type { LedgerView } from '@waiaas/pipeline';
import { Clock } from '../../common/time/clock.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import type { Tx } from '../../infra/prisma/database.js';
import { AnswerLedger } from './answer-ledger.js';
import { IdempotencyRepository, type StoredAnswer } from './idempotency.repository.js';

export interface ReplayKey {
  readonly id: string;
  readonly bodyHash: string;
}

export interface TwinQuestion {
  readonly sessionId: string;
  readonly requestHash: string;
  readonly allowDuplicate: boolean;
}

const OVER: ReadonlySet<string> = new Set(['DENIED', 'FAILED', 'CANCELLED', 'EXPIRED']);

/** One intent, one payment: keys, retries of clients that never saw their answer, and the opt-in guard against duplicates. */
@Injectable()
export class ReplaysService {
  readonly #inFlight = new Set<string>();

  constructor(
    private readonly keys: IdempotencyRepository,
    private readonly answers: AnswerLedger,
    private readonly settings: RuntimeSettings,
    private readonly clock: Clock,
  ) {}

  /** The key of a request in the scope of its principal and route. The duplicate switch is no part of what is compared. */
  keyOf(principal: string, header: string, compared: JsonValue, walletId: string): ReplayKey {
    return { id: this.keys.idOf(principal, 'send', header), bodyHash: hashJson({ walletId, compared }) };
  }

  /** Runs `work` alone for its key: a second request with the key meanwhile is told to come back. */
  async alone<T>(key: ReplayKey, work: () => Promise<T>): Promise<T> {
    if (this.#inFlight.has(key.id)) throw new DomainError('IDEMPOTENCY_IN_PROGRESS', { retryAfterSeconds: 1 });
    this.#inFlight.add(key.id);
    try {
      return await work();
    } finally {
      this.#inFlight.delete(key.id);
    }
  }

  /** The first answer, for the same body again. A key whose first use policy refused may be used anew; any other belongs to its body. */
  async known(key: ReplayKey): Promise<StoredAnswer | undefined> {
    const known = await this.keys.find(key.id);
    if (known === undefined) return undefined;
    if (known.bodyHash === key.bodyHash) return known.answer;
    if (known.answer.status !== 403) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
    return undefined;
  }

  /** Without a key: the answer to an identical request of the last minute that its client may never have seen. */
  async twin(tx: Tx, view: LedgerView, question: TwinQuestion): Promise<StoredAnswer | undefined> {
    const twins = await this.keys.recentTwins(tx, question.sessionId, question.requestHash);
    for (const twin of twins) {
      if (!this.answers.mayBeUnseen(twin.id)) continue;
      const answer = await this.keys.answerOf(tx, twin.id);
      if (answer !== undefined) return answer;
    }
    const open = twins.find((twin) => !OVER.has(twin.status));
    if (open !== undefined && !question.allowDuplicate && this.#guardsDuplicates(view)) {
      throw new DomainError('DUPLICATE_INTENT', {
        details: { transactionId: open.id, status: open.status, secondsAgo: this.clock.nowSeconds() - open.createdAt },
        hint: 'Send allowDuplicate: true, or an Idempotency-Key of its own, to pay twice on purpose.',
      });
    }
    return undefined;
  }

  /** The answer becomes part of the decision's transaction. */
  async store(tx: Tx, answer: StoredAnswer, key: ReplayKey | undefined): Promise<void> {
    await this.keys.store(tx, answer, key);
    this.answers.opened(answer.transactionId);
  }

  #guardsDuplicates(view: LedgerView): boolean {
    const guard = this.settings.get('transactions.duplicate_guard');
    return guard === 'all' || (guard === 'session' && view.session?.hasDuplicateGuard === true);
  }
}
