import { Injectable } from '@nestjs/common';
import { DomainError, hashJson, type JsonValue } from '@waiaas/core';
import { Clock } from '../../common/time/clock.js';
import type { Tx } from '../../infra/prisma/database.js';
import { AnswerLedger } from './answer-ledger.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import type { ReplayKey } from './replays.service.js';
import { SignatureKeysRepository, type KnownSignature } from './signature-keys.repository.js';

/** Where an earlier use of a key, or an identical request, stands. */
export type Earlier = KnownSignature;

/** Retries of sign routes: the first answer again, or the signature that a crash cut off, never a second one. Keys are a session's own. */
@Injectable()
export class SignatureReplays {
  readonly #inFlight = new Set<string>();

  constructor(
    private readonly keys: SignatureKeysRepository,
    private readonly idempotency: IdempotencyRepository,
    private readonly answers: AnswerLedger,
    private readonly clock: Clock,
  ) {}

  keyOf(
    sessionId: string,
    route: string,
    header: string,
    { compared, walletId }: { readonly compared: JsonValue; readonly walletId: string },
  ): ReplayKey {
    return { id: this.idempotency.idOf(`session:${sessionId}`, route, header), bodyHash: hashJson({ walletId, compared }) };
  }

  async alone<T>(key: ReplayKey, work: () => Promise<T>): Promise<T> {
    if (this.#inFlight.has(key.id)) throw new DomainError('IDEMPOTENCY_IN_PROGRESS', { retryAfterSeconds: 1 });
    this.#inFlight.add(key.id);
    try {
      return await work();
    } finally {
      this.#inFlight.delete(key.id);
    }
  }

  /** A key whose first use came to nothing is free, and one that policy refused may be used with another body. */
  async known(key: ReplayKey): Promise<Earlier | undefined> {
    const known = await this.keys.byKey(key.id, this.clock.nowSeconds());
    if (known === undefined || !isTaken(known)) return undefined;
    if (known.bodyHash === key.bodyHash) return known;
    if (known.answer?.status !== 403) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
    return undefined;
  }

  /** Without a key: an identical request of the last minute whose answer its client may never have seen. */
  async twin(tx: Tx, sessionId: string, requestHash: string): Promise<Earlier | undefined> {
    const twins = await this.keys.recent(tx, { sessionId, requestHash, since: this.clock.nowSeconds() - 60 });
    return twins.find((twin) => this.answers.mayBeUnseen(twin.id) && isTaken(twin));
  }

  async store(tx: Tx, id: string, key: ReplayKey | undefined): Promise<void> {
    if (key !== undefined) await this.keys.bind(tx, key, id, this.clock.nowSeconds());
    this.answers.opened(id);
  }
}

function isTaken({ answer, isSpent, status }: KnownSignature): boolean {
  return answer !== undefined || isSpent || status === 'SIGNED';
}
