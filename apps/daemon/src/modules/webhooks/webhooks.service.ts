import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import type { Actor } from '../../common/auth/actor.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { WebhookActs } from './webhook-acts.service.js';
import { WebhookSecrets } from './webhook-secrets.service.js';
import { WebhookSubscriber } from './webhook-subscriber.service.js';
import { type StoredWebhook, type WebhookChange, WebhooksRepository } from './webhooks.repository.js';

const MAX_WEBHOOKS = 50;

export interface NewWebhook {
  readonly url: string;
  readonly events: readonly string[];
  readonly description: string | null;
}

/** The change, its audit row and what becomes of waiting deliveries are one transaction. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhooksRepository,
    private readonly secrets: WebhookSecrets,
    private readonly subscriber: WebhookSubscriber,
    private readonly acts: WebhookActs,
  ) {}

  async create(request: NewWebhook, actor: Actor): Promise<{ readonly webhook: StoredWebhook; readonly secret: string }> {
    this.acts.checkUrl(request.url);
    const { id, now } = this.acts.begin();
    const { secret, sealed } = await this.secrets.make(id);
    const webhook = await this.#changing(async (tx) => {
      if ((await this.webhooks.count(tx)) >= MAX_WEBHOOKS) {
        throw new DomainError('INVALID_STATE_TRANSITION', {
          hint: `There are ${MAX_WEBHOOKS} webhooks already; delete one first.`,
        });
      }
      const made = { ...request, id, enabled: true, createdAt: now, updatedAt: now, afterAuditId: await this.acts.headId(tx) };
      await this.webhooks.insert(tx, made, sealed);
      await this.acts.record(tx, actor, made, { change: 'created', events: [...made.events] });
      return made;
    });
    return { webhook, secret };
  }

  async list(): Promise<readonly StoredWebhook[]> {
    return this.webhooks.list();
  }

  async change(id: string, change: WebhookChange, actor: Actor): Promise<StoredWebhook> {
    return this.#changing(async (tx) => {
      const webhook = await this.#existing(id, tx);
      // What happened while it was off is not told afterwards.
      const isTurnedOn = change.enabled === true && !webhook.enabled;
      const afterAuditId = isTurnedOn ? await this.acts.headId(tx) : undefined;
      await this.webhooks.update(tx, id, { ...change, afterAuditId }, this.acts.begin().now);
      if (change.enabled === false) await this.acts.forget(tx, id);
      await this.acts.record(tx, actor, webhook, { change: 'updated', fields: Object.keys(change).sort() });
      return this.#existing(id, tx);
    });
  }

  async remove(id: string, actor: Actor): Promise<void> {
    await this.#changing(async (tx) => {
      const webhook = await this.#existing(id, tx);
      await this.webhooks.remove(tx, id);
      await this.acts.forget(tx, id);
      await this.acts.record(tx, actor, webhook, { change: 'deleted' });
    });
    this.secrets.forget(id);
  }

  /** One delivery that tells of nothing, so that the other side can be tried. */
  async test(id: string, actor: Actor): Promise<string> {
    return this.database.transaction(async (tx) => {
      const webhook = await this.#existing(id, tx);
      if (!webhook.enabled) throw new DomainError('INVALID_STATE_TRANSITION', { hint: 'Enable the webhook first.' });
      await this.acts.record(tx, actor, webhook, { change: 'tested' });
      return this.acts.addTest(tx, id);
    });
  }

  async redeliver(id: string, deliveryIds: readonly string[] | undefined, actor: Actor): Promise<number> {
    return this.database.transaction(async (tx) => {
      const webhook = await this.#existing(id, tx);
      const count = await this.acts.redeliver(tx, id, deliveryIds);
      await this.acts.record(tx, actor, webhook, { change: 'redelivered', count });
      return count;
    });
  }

  async require(id: string): Promise<StoredWebhook> {
    return this.#existing(id);
  }

  async #existing(id: string, tx?: Tx): Promise<StoredWebhook> {
    const webhook = await this.webhooks.find(id, tx);
    if (webhook === undefined) throw new DomainError('WEBHOOK_NOT_FOUND');
    return webhook;
  }

  /** What was read before of who is to be told counts no more, whether the change came through or not. */
  async #changing<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      return await this.database.transaction(work);
    } finally {
      this.subscriber.forget();
    }
  }
}
