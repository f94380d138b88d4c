import type { AuditExportRow, AuditLogItem } from '@waiaas/api-types';
import { canonicalJson, type JsonValue } from '@waiaas/core';
import type { HashedAuditRow } from './audit-chain.js';

export function toAuditLogItem(row: HashedAuditRow): AuditLogItem {
  return {
    id: row.id,
    timestamp: row.timestamp,
    eventType: row.eventType,
    actor: row.actor,
    walletId: row.walletId,
    sessionId: row.sessionId,
    txId: row.txId,
    details: JSON.parse(row.details) as Record<string, unknown>,
    severity: row.severity,
    ipAddress: row.ipAddress,
    hash: row.hash,
  };
}

export function toExportedRow(row: HashedAuditRow): AuditExportRow {
  return { ...toAuditLogItem(row), prevHash: row.prevHash };
}

/** The row as it was hashed: `details` in canonical form again. */
export function fromExportedRow({ details, ...row }: AuditExportRow): HashedAuditRow {
  return { ...row, details: canonicalJson(details as JsonValue) };
}
