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
    details: readDetails(row.details),
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

/**
 * What a row of the chain tells beside its columns; nothing where somebody damaged it in the file. Verifying the chain finds that: whoever
 * is told of rows must still be told of this one, and of those behind it.
 */
export function readDetails(details: string): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(details);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
