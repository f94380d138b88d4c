/** One row of the audit chain. `id` grows by one without gaps; `hash` covers the row and the hash before it. */
export interface AuditLogItem {
  readonly id: number;
  readonly timestamp: number;
  readonly eventType: string;
  readonly actor: string;
  readonly walletId: string | null;
  readonly sessionId: string | null;
  readonly txId: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly severity: string;
  readonly ipAddress: string | null;
  readonly hash: string;
}

/** Newest first. `total` only when it was asked for. */
export interface AuditLogPage {
  readonly data: readonly AuditLogItem[];
  readonly nextCursor: number | null;
  readonly hasMore: boolean;
  readonly total?: number;
}
