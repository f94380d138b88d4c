import { Injectable } from '@nestjs/common';
import type { JsonValue } from '@waiaas/core';
import { type Actor, actorLabel } from '../../common/auth/actor.js';
import { Config } from '../../config/config.js';
import type { Tx } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import { Outbox } from '../outbox/outbox.service.js';
import { WebhookStamps } from './webhook-stamps.service.js';
import { checkWebhookUrl } from './webhook-url.js';
import type { StoredWebhook } from './webhooks.repository.js';

/** What every act on a webhook needs beside its row. */
@Injectable()
export class WebhookActs {
  constructor(
    private readonly outbox: Outbox,
    private readonly audit: AuditService,
    private readonly config: Config,
    private readonly stamps: WebhookStamps,
  ) {}

  checkUrl(url: string): void {
    checkWebhookUrl(url, this.config.get('webhooks.allow_private'));
  }

  begin(): { readonly id: string; readonly now: number } {
    return { id: this.stamps.nextId(), now: this.stamps.now() };
  }

  async headId(tx: Tx): Promise<number> {
    return (await this.audit.head(tx)).id;
  }

  async forget(tx: Tx, id: string): Promise<void> {
    await this.outbox.forget(tx, { kind: 'webhook', target: id });
  }

  async redeliver(tx: Tx, id: string, deliveryIds: readonly string[] | undefined): Promise<number> {
    return this.outbox.redeliver(tx, { kind: 'webhook', target: id }, deliveryIds);
  }

  async addTest(tx: Tx, webhookId: string): Promise<string> {
    const { id, now } = this.begin();
    const payload = JSON.stringify({ id, event: 'TEST', timestamp: now, data: {} });
    const delivery = { id, payload, kind: 'webhook', target: webhookId, eventType: 'TEST', auditId: 0 } as const;
    await this.outbox.add(tx, [{ ...delivery, walletId: null, lane: null, isUrgent: true, dueAt: now }]);
    return id;
  }

  /** The path of a URL may hold a secret of the other side; its host says enough. */
  async record(tx: Tx, actor: Actor, { id, url }: StoredWebhook, details: Readonly<Record<string, JsonValue>>): Promise<void> {
    await this.audit.append(tx, {
      eventType: 'WEBHOOK_CHANGED',
      actor: actorLabel(actor),
      details: { webhookId: id, host: new URL(url).host, ...details },
      severity: 'warning',
      ipAddress: actor.clientAddress,
    });
  }
}
