import type { AuditLogItem } from '@waiaas/api-types';
import type { HashedAuditRow } from './audit.repository.js';

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
