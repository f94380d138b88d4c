import { Injectable } from '@nestjs/common';
import type { SendResponse } from '@waiaas/api-types';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AnswerLedger } from './answer-ledger.js';
import { preferredWait } from './preferences.js';
import type { SendOutcome, Started } from './send.service.js';
import { WaitingAnswerService } from './waiting-answer.service.js';

/**
 * Hands a decided request over: to the lane that runs it, and to the client that asked. Which answers reached their socket is
 * noted, so that a client that never saw its answer and tries again gets the first one.
 */
@Injectable()
export class Deliveries {
  #onStarted: (started: Started, transactionId: string) => void = () => undefined;

  constructor(
    private readonly answers: AnswerLedger,
    private readonly waiting: WaitingAnswerService,
  ) {}

  onStarted(listener: (started: Started, transactionId: string) => void): void {
    this.#onStarted = listener;
  }

  async deliver(outcome: SendOutcome, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { started, transactionId } = outcome;
    if (started !== undefined) this.#onStarted(started, transactionId);
    reply.raw.once('finish', () => {
      this.answers.delivered(transactionId);
    });
    reply.raw.once('close', () => {
      this.answers.lost(transactionId);
    });
    if (reply.raw.destroyed) this.answers.lost(transactionId);
    await reply
      .status(outcome.status)
      .headers(replayHeader(outcome))
      .send(await this.#body(outcome, request, reply));
  }

  async #body(outcome: SendOutcome, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const wait = preferredWait(request.headers['prefer']);
    if (outcome.status !== 201 || wait === undefined) return outcome.body;
    reply.header('Preference-Applied', `wait=${String(wait)}`);
    return this.waiting.settle(outcome.body as SendResponse, wait, () => reply.raw.destroyed);
  }
}

function replayHeader(outcome: SendOutcome): Record<string, string> {
  return outcome.isReplay ? { 'Idempotent-Replayed': 'true' } : {};
}
