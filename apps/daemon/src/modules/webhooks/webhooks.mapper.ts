import type { WebhookItem, WebhookLogItem } from '@waiaas/api-types';
import type { DeliveryAttempt } from '../outbox/outbox-log.service.js';
import type { StoredWebhook } from './webhooks.repository.js';

export function toWebhookItem({ afterAuditId: _afterAuditId, events, ...webhook }: StoredWebhook): WebhookItem {
  return { ...webhook, events: [...events] };
}

export function toWebhookLogItem(attempt: DeliveryAttempt): WebhookLogItem {
  return {
    id: attempt.id,
    webhookId: attempt.target,
    deliveryId: attempt.deliveryId,
    eventType: attempt.eventType,
    status: attempt.status,
    httpStatus: attempt.httpStatus,
    attempt: attempt.number,
    error: attempt.error,
    requestDuration: attempt.durationMs,
    createdAt: attempt.createdAt,
  };
}
