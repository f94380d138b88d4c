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

/** A row of an export: what its hash covers, and the hash. */
export interface AuditExportRow extends AuditLogItem {
  readonly prevHash: string;
}

/** The last line of an export: the head as the signer signed it. */
export interface AuditExportCheckpoint {
  readonly lastId: number;
  readonly lastHash: string;
  readonly exportedAt: number;
  /** Ed25519 over `waiaas-audit-head:v1:<lastId>:<lastHash>:<exportedAt>`, hex. */
  readonly signature: string;
  readonly publicKey: string;
}

export interface AuditVerifyResponse {
  readonly ok: boolean;
  readonly checked: number;
  readonly firstId: number | null;
  readonly lastId: number | null;
  readonly lastHash: string | null;
  /** Id of the first row that is missing, changed or not what was signed. */
  readonly brokenAt: number | null;
  /** Signed heads that were compared. */
  readonly checkpoints: number;
}

/** Newest first. `total` only when it was asked for. */
export interface AuditLogPage {
  readonly data: readonly AuditLogItem[];
  readonly nextCursor: number | null;
  readonly hasMore: boolean;
  readonly total?: number;
}
