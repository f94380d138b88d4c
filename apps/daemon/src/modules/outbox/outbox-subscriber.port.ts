import type { HashedAuditRow } from '../audit/audit.service.js';

export type DeliveryKind = 'webhook' | 'channel';

export interface DeliveryTarget {
  readonly kind: DeliveryKind;
  /** Id of the webhook, name of the channel. */
  readonly target: string;
}

export interface NewDelivery extends DeliveryTarget {
  readonly id: string;
  /** The row of the chain it tells of; 0 for a test. */
  readonly auditId: number;
  readonly eventType: string;
  readonly walletId: string | null;
  /** Deliveries of one lane reach their target one after the other; null: in any order. */
  readonly lane: string | null;
  readonly isUrgent: boolean;
  readonly payload: string;
  /** Unix seconds; not sent before. */
  readonly dueAt: number;
}

export interface Delivery extends NewDelivery {
  /** How often it was tried. */
  readonly attempts: number;
}

/** `postponed` is no attempt: nothing left the machine. */
export type Outcome =
  | { readonly kind: 'delivered'; readonly httpStatus?: number | undefined }
  | {
      readonly kind: 'failed';
      /** A fixed word, never text of the other side. */
      readonly error: string;
      readonly httpStatus?: number | undefined;
      /** Asked for by the other side: nothing more to this target until then. */
      readonly retryAfterSeconds?: number | undefined;
    }
  | { readonly kind: 'postponed' };

/** Somebody who wants to be told: turns rows of the chain into deliveries, and brings them. */
export interface OutboxSubscriber {
  readonly kind: DeliveryKind;
  /** Calls to one target under way at once. */
  readonly concurrency: number;
  hasTargets(): Promise<boolean>;
  /** What these rows make of it. Reads only; the rows are oldest first. */
  deliveriesFor(rows: readonly HashedAuditRow[]): Promise<readonly NewDelivery[]>;
  /** Which of these leave together, in the order they should. */
  group(due: readonly Delivery[]): readonly (readonly Delivery[])[];
  /** Never throws; `signal` asks it to end early, which is `postponed`. */
  deliver(group: readonly Delivery[], signal: AbortSignal): Promise<Outcome>;
}
