import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock } from '../../common/time/clock.js';

type Delivery = 'open' | 'delivered' | 'lost';

const REMEMBERED_SECONDS = 120;

/**
 * Which answers reached their socket. In memory on purpose: after a restart nothing is known to have been delivered, which is
 * exactly what a client that retries without a key needs.
 */
@Injectable()
export class AnswerLedger {
  readonly #deliveries = new Map<string, { state: Delivery; at: number }>();

  constructor(private readonly clock: Clock) {}

  opened(transactionId: string): void {
    this.#deliveries.set(transactionId, { state: 'open', at: this.clock.nowSeconds() });
    this.#forgetOld();
  }

  /** Notes what becomes of the answer that is about to be written. */
  follow(transactionId: string, { raw }: FastifyReply): void {
    raw.once('finish', () => {
      this.#end(transactionId, 'delivered');
    });
    raw.once('close', () => {
      this.#lost(transactionId);
    });
    if (raw.destroyed) this.#lost(transactionId);
  }

  /** Whether the client of this row may never have seen its answer: the connection broke, or it is from before the last start. */
  mayBeUnseen(transactionId: string): boolean {
    const delivery = this.#deliveries.get(transactionId);
    return delivery === undefined || delivery.state === 'lost';
  }

  #lost(transactionId: string): void {
    if (this.#deliveries.get(transactionId)?.state !== 'delivered') this.#end(transactionId, 'lost');
  }

  #end(transactionId: string, state: Delivery): void {
    this.#deliveries.set(transactionId, { state, at: this.clock.nowSeconds() });
  }

  #forgetOld(): void {
    const oldest = this.clock.nowSeconds() - REMEMBERED_SECONDS;
    for (const [id, { at }] of this.#deliveries) {
      if (at >= oldest) break;
      this.#deliveries.delete(id);
    }
  }
}
