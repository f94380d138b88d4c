import { Injectable } from '@nestjs/common';
import type { WebhookBody } from '@waiaas/api-types';
import { DomainError } from '@waiaas/core';
import { Config } from '../../config/config.js';
import { VERSION } from '../../config/version.js';
import { outcomeOfAnswer, outcomeOfFailure } from '../../infra/outbound/outbound-outcome.js';
import { OutboundHttp } from '../../infra/outbound/outbound-http.js';
import { readDetails } from '../audit/audit.mapper.js';
import type { HashedAuditRow } from '../audit/audit.service.js';
import type { Delivery, NewDelivery, Outcome, OutboxSubscriber } from '../outbox/outbox-subscriber.port.js';
import { WebhookSecrets } from './webhook-secrets.service.js';
import { type StoredWebhook, WebhooksRepository } from './webhooks.repository.js';
import { WebhookStamps } from './webhook-stamps.service.js';
import { signatureHeaders } from './webhook-signature.js';

const CONCURRENCY = 4;

/** Posts rows of the chain to the webhooks that asked for them. */
@Injectable()
export class WebhookSubscriber implements OutboxSubscriber {
  readonly kind = 'webhook';
  readonly concurrency = CONCURRENCY;
  /** Read again after every change; undefined: not read yet. */
  #enabled: readonly StoredWebhook[] | undefined;
  #changes = 0;

  constructor(
    private readonly webhooks: WebhooksRepository,
    private readonly secrets: WebhookSecrets,
    private readonly http: OutboundHttp,
    private readonly config: Config,
    private readonly stamps: WebhookStamps,
  ) {}

  forget(): void {
    this.#changes += 1;
    this.#enabled = undefined;
  }

  async hasTargets(): Promise<boolean> {
    return (await this.#targets()).length > 0;
  }

  async deliveriesFor(rows: readonly HashedAuditRow[]): Promise<readonly NewDelivery[]> {
    const targets = await this.#targets();
    return rows.flatMap((row) => targets.filter((webhook) => isAsked(webhook, row)).map(({ id }) => this.#deliveryOf(id, row)));
  }

  group(due: readonly Delivery[]): readonly (readonly Delivery[])[] {
    return due.map((delivery) => [delivery]);
  }

  async deliver([delivery]: readonly Delivery[], signal: AbortSignal): Promise<Outcome> {
    if (delivery === undefined) return { kind: 'postponed' };
    const address = await this.webhooks.addressOf(delivery.target);
    // One that somebody changed hears nothing: what is to be told waits until an admin has looked.
    if (this.webhooks.altered().has(delivery.target)) return { kind: 'postponed' };
    if (address === undefined) return { kind: 'failed', error: 'WEBHOOK_GONE' };
    try {
      const secret = await this.secrets.open(delivery.target, address.sealedSecret);
      return outcomeOfAnswer(await this.#post(delivery, { url: address.url, secret, signal }));
    } catch (error) {
      if (error instanceof DomainError && error.code === 'KEYSTORE_LOCKED') return { kind: 'postponed' };
      return outcomeOfFailure(error);
    }
  }

  async #post(
    { id, eventType, payload }: Delivery,
    to: { readonly url: string; readonly secret: string; readonly signal: AbortSignal },
  ) {
    return this.http.post({
      url: to.url,
      body: payload,
      allowPrivate: this.config.get('webhooks.allow_private'),
      signal: to.signal,
      headers: {
        'content-type': 'application/json',
        'user-agent': `waiaas/${VERSION}`,
        'x-waiaas-event': eventType,
        'x-waiaas-delivery': id,
        ...signatureHeaders({ secret: to.secret, body: payload, timestamp: this.stamps.now() }),
      },
    });
  }

  async #targets(): Promise<readonly StoredWebhook[]> {
    if (this.#enabled !== undefined) return this.#enabled;
    const changes = this.#changes;
    const stored = await this.webhooks.list();
    const altered = this.webhooks.altered();
    // What somebody changed may have asked for anything: all is kept for it.
    const asked = stored.map((webhook) =>
      altered.has(webhook.id) ? { ...webhook, enabled: true, events: [], afterAuditId: 0 } : webhook,
    );
    const enabled = asked.filter((webhook) => webhook.enabled);
    // What was read while a change was written may be the old list.
    if (changes === this.#changes && altered.size === 0) this.#enabled = enabled;
    return enabled;
  }

  #deliveryOf(target: string, row: HashedAuditRow): NewDelivery {
    const id = this.stamps.nextId();
    return {
      id,
      kind: 'webhook',
      target,
      auditId: row.id,
      eventType: row.eventType,
      walletId: row.walletId,
      lane: row.txId,
      isUrgent: row.severity === 'critical',
      payload: JSON.stringify(bodyOf(id, row)),
      dueAt: this.stamps.now(),
    };
  }
}

function isAsked({ events, afterAuditId }: StoredWebhook, row: HashedAuditRow): boolean {
  return row.id > afterAuditId && (events.length === 0 || events.includes(row.eventType));
}

function bodyOf(id: string, row: HashedAuditRow): WebhookBody {
  return {
    id,
    event: row.eventType,
    timestamp: row.timestamp,
    data: {
      walletId: row.walletId,
      sessionId: row.sessionId,
      transactionId: row.txId,
      actor: row.actor,
      severity: row.severity,
      details: readDetails(row.details),
      audit: { id: row.id, hash: row.hash },
    },
  };
}
