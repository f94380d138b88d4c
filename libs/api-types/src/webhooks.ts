import type { AuditEventType } from './audit-events.js';

/** Webhook routes and deliveries (api.md §13). Times are Unix seconds. */
export interface CreateWebhookRequest {
  url: string;
  /** Empty: every event. */
  events: AuditEventType[];
  description?: string;
}

export interface UpdateWebhookRequest {
  /** False drops what still waits to be delivered. */
  enabled?: boolean;
  events?: AuditEventType[];
  description?: string;
}

export interface WebhookItem {
  id: string;
  url: string;
  events: string[];
  description: string | null;
  enabled: boolean;
  createdAt: number;
  updatedAt: number;
}

export interface CreateWebhookResponse extends WebhookItem {
  /** 64 hex digits, shown this once. Their text, not the bytes they stand for, is the key of both signatures. */
  secret: string;
}

export interface WebhookListResponse {
  data: WebhookItem[];
}

export interface WebhookLogItem {
  id: string;
  webhookId: string;
  deliveryId: string;
  eventType: string;
  /** `dead`: the last attempt failed, there will be no more. */
  status: 'success' | 'failed' | 'dead';
  httpStatus: number | null;
  attempt: number;
  error: string | null;
  /** Milliseconds. */
  requestDuration: number;
  createdAt: number;
}

export interface WebhookLogResponse {
  data: WebhookLogItem[];
}

export interface TestWebhookResponse {
  deliveryId: string;
}

export interface RedeliverRequest {
  /** Dead deliveries to try again; all of them when left out. */
  ids?: string[];
}

export interface RedeliverResponse {
  queued: number;
}

/** The body of a delivery. `id` stays the same however often it is tried. */
export interface WebhookBody {
  id: string;
  event: string;
  timestamp: number;
  data: {
    walletId: string | null;
    sessionId: string | null;
    transactionId: string | null;
    actor: string;
    severity: string;
    details: Record<string, unknown>;
    /** Row of the audit chain that this tells of: kept elsewhere, it pins everything before it. */
    audit: { id: number; hash: string };
  };
}
