import { Injectable } from '@nestjs/common';
import type { SendResponse } from '@waiaas/api-types';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asSession } from '../../common/auth/wallet-scope.js';
import type { ActorCarrier } from '../../common/auth/auth.decorator.js';
import { Turns } from '../../common/rate-limit/turns.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { requestState } from '../../common/http/request-state.js';
import { AnswerLedger } from './answer-ledger.js';
import { preferredWait } from './preferences.js';
import type { SendOutcome, Started } from './send.service.js';
import { TransactionLog } from './transaction-log.service.js';
import { WaitingAnswerService } from './waiting-answer.service.js';

type SessionRequest = FastifyRequest & ActorCarrier;

/**
 * Hands a decided request over: to the lane that runs it, and to the client that asked. Which answers reached their socket is
 * noted, so that a client that never saw its answer and tries again gets the first one.
 */
@Injectable()
export class Deliveries {
  readonly #waits: Turns;
  #onStarted: (started: Started, transactionId: string) => void = () => undefined;

  constructor(
    private readonly answers: AnswerLedger,
    private readonly waiting: WaitingAnswerService,
    private readonly log: TransactionLog,
    settings: RuntimeSettings,
  ) {
    this.#waits = new Turns(() => settings.get('transactions.max_waits_per_session'));
  }

  onStarted(listener: (started: Started, transactionId: string) => void): void {
    this.#onStarted = listener;
  }

  async deliver(outcome: SendOutcome, request: SessionRequest, reply: FastifyReply): Promise<void> {
    const { started, transactionId } = outcome;
    this.log.answered(requestState(request.raw).requestId, outcome);
    if (started !== undefined) this.#onStarted(started, transactionId);
    this.answers.follow(transactionId, reply);
    await reply
      .status(outcome.status)
      .headers(replayHeader(outcome))
      .send(await this.#body(outcome, request, reply));
  }

  /** A session that waits as often as it may gets the answer of the commit, without `Preference-Applied`. */
  async #body(outcome: SendOutcome, request: SessionRequest, reply: FastifyReply): Promise<unknown> {
    const wait = preferredWait(request.headers['prefer']);
    if (outcome.status !== 201 || wait === undefined) return outcome.body;
    const release = this.#waits.take(asSession(request.actor).sessionId);
    if (release === undefined) return outcome.body;
    // A client that leaves makes room at once, not when its row is looked at next.
    reply.raw.once('close', release);
    reply.header('Preference-Applied', `wait=${String(wait)}`);
    try {
      return await this.waiting.settle(outcome.body as SendResponse, wait, () => reply.raw.destroyed);
    } finally {
      release();
    }
  }
}

function replayHeader(outcome: SendOutcome): Record<string, string> {
  return outcome.isReplay ? { 'Idempotent-Replayed': 'true' } : {};
}
