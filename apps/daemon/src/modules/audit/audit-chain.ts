import { hashJson, type JsonValue } from '@waiaas/core';

export const AUDIT_SEVERITIES = ['info', 'warning', 'critical'] as const;
export type AuditSeverity = (typeof AUDIT_SEVERITIES)[number];

/** A row of the chain before it has its hash. `details` is RFC 8785 text, so that what is hashed is what is stored. */
export interface AuditRow {
  readonly id: number;
  readonly timestamp: number;
  readonly eventType: string;
  readonly actor: string;
  readonly walletId: string | null;
  readonly sessionId: string | null;
  readonly txId: string | null;
  readonly details: string;
  readonly severity: string;
  readonly ipAddress: string | null;
  readonly prevHash: string;
}

export type HashedAuditRow = AuditRow & { readonly hash: string };

export interface AuditHead {
  readonly id: number;
  readonly hash: string;
}

/** What the first row is chained to. */
export const AUDIT_GENESIS: AuditHead = { id: 0, hash: '0'.repeat(64) };

/** SHA-256 (hex) over the RFC 8785 text of the row, the previous row's hash among its members. */
export function auditHash(row: AuditRow): string {
  const members: Record<keyof AuditRow, JsonValue> = {
    id: row.id,
    timestamp: row.timestamp,
    eventType: row.eventType,
    actor: row.actor,
    walletId: row.walletId,
    sessionId: row.sessionId,
    txId: row.txId,
    details: row.details,
    severity: row.severity,
    ipAddress: row.ipAddress,
    prevHash: row.prevHash,
  };
  return hashJson(members);
}
